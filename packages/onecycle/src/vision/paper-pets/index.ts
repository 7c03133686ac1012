export { type PaperPetsOptions, paperPets } from './paper-pets.js';
