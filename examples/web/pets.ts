// As `onecycle export pets.onecycle --types pets.ts` writes it: the classes of the classifier, in the order of its outputs.
export type Label =
  | 'Bengal'
  | 'Bombay'
  | 'British_Shorthair'
  | 'Russian_Blue'
  | 'Siamese'
  | 'american_pit_bull_terrier'
  | 'beagle'
  | 'great_pyrenees'
  | 'pug'
  | 'scottish_terrier'
  | 'shiba_inu'
  | 'staffordshire_bull_terrier';
