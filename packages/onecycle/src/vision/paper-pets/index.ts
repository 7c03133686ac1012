import { registerDataSet, URLs } from '../../data/index.js';
import { paperPets } from './paper-pets.js';

export { type PaperPetsOptions, paperPets } from './paper-pets.js';

registerDataSet(URLs.PAPER_PETS, async (folder) => {
  await paperPets(folder);
});
