// Declarations name Node's Buffer, whose types TypeScript 6 and later load for nobody by themselves.
/// <reference types="node" preserve="true" />
export { type Breed, breeds } from './breeds.js';
export { type PetPicture, type PetPicturesOptions, petPictures } from './pet-pictures.js';
export { type Drawing, drawPet } from './picture.js';
export type { RandomStream } from './random.js';
