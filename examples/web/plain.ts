import { loadClassifier } from 'onecycle-web';
import type { Label } from './pets.js';

// A page without a framework: plain.html. `npm run test:web` bundles and runs it.

/** The compiler asks for every breed, and knows no other. */
const isCat: Record<Label, boolean> = {
  Bengal: true,
  Bombay: true,
  British_Shorthair: true,
  Russian_Blue: true,
  Siamese: true,
  american_pit_bull_terrier: false,
  beagle: false,
  great_pyrenees: false,
  pug: false,
  scottish_terrier: false,
  shiba_inu: false,
  staffordshire_bull_terrier: false,
};

const answer = document.querySelector('output');
const input = document.querySelector('input');
const say = (text: string): void => answer?.replaceChildren(text);

const classifier = await loadClassifier<Label>('pets.onnx');
say('Choose a picture.');

input?.addEventListener('change', async () => {
  const [file] = input.files ?? [];
  if (!file) return;
  try {
    const { label, probability } = await classifier.classify(file);
    say(
      `A ${isCat[label] ? 'cat' : 'dog'}, ${label.replaceAll('_', ' ')}: ${(100 * probability).toFixed(0)} %`,
    );
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
});
