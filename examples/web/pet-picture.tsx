import { type Classification, type Classifier, loadClassifier } from 'onecycle-web';
import { type ChangeEvent, type ReactElement, useEffect, useState } from 'react';
import type { Label } from './pets.js';

/** One classifier for the whole site, loaded when it is first needed. */
let loading: Promise<Classifier<Label>> | undefined;
const classifier = (): Promise<Classifier<Label>> => {
  loading ??= loadClassifier<Label>('/pets.onnx');
  return loading;
};

/** What people call a breed. The compiler asks for every class, and knows no other. */
const names: Record<Label, string> = {
  Bengal: 'Bengal',
  Bombay: 'Bombay',
  British_Shorthair: 'British Shorthair',
  Russian_Blue: 'Russian Blue',
  Siamese: 'Siamese',
  american_pit_bull_terrier: 'American Pit Bull Terrier',
  beagle: 'Beagle',
  great_pyrenees: 'Great Pyrenees',
  pug: 'Pug',
  scottish_terrier: 'Scottish Terrier',
  shiba_inu: 'Shiba Inu',
  staffordshire_bull_terrier: 'Staffordshire Bull Terrier',
};

/** Asks for a picture and says which pet it shows. */
export function PetPicture(): ReactElement {
  const [answer, setAnswer] = useState<Classification<Label>>();
  const [fault, setFault] = useState('');

  // The model comes while people look for their picture.
  useEffect(() => {
    classifier().catch((error: unknown) => setFault(String(error)));
  }, []);

  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? [];
    if (!file) return;
    setFault('');
    try {
      setAnswer(await (await classifier()).classify(file));
    } catch (error) {
      setAnswer(undefined);
      setFault(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <section>
      <label>
        A picture: <input type="file" accept="image/*" onChange={choose} />
      </label>
      {fault && <p role="alert">{fault}</p>}
      {answer && (
        <ol aria-label={`It is a ${names[answer.label]}`}>
          {answer.ranking.slice(0, 3).map(({ label, probability }) => (
            <li key={label}>
              {names[label]}: {(100 * probability).toFixed(1)} %
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
