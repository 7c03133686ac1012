import { type Classification, type Classifier, loadClassifier, type Rating } from '../classifier.js';
import type { Source } from '../runtime.js';

/** So many classes have a bar at once; the others are folded away. */
const SHOWN = 5;

/** The page's parts, by their ids. */
function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Brings the page to life: loads the classifier, then waits for pictures. */
export async function start(): Promise<void> {
  const page = new Page();
  page.say('Loading the classifier …');
  try {
    page.ready(await loadClassifier(fileIn('model'), { wasm: fileIn('wasm') }));
  } catch (error) {
    page.fail(
      location.protocol === 'file:' && !(fileIn('model') instanceof Uint8Array)
        ? 'Opened from the disk, this page may not read the files beside it. Let a web server serve its folder (npx serve), or export it with --single-file.'
        : sentence(error),
    );
  }
}

/** A file that the page came with: in it, or beside it. */
function fileIn(id: string): Source {
  const element = part(id);
  const { src } = element.dataset;
  if (src !== undefined) return new URL(src, document.baseURI);
  const text = atob(element.textContent ?? '');
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const sentence = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  // Not the name of a file.
  return `${/^\S+\.\w+ /.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`}.`;
};

const percent = (probability: number): string => `${(100 * probability).toFixed(1)} %`;

/** Class names are often names of folders. */
const shown = (label: string): string => label.replaceAll('_', ' ');

class Page {
  readonly #form = part('choose');
  readonly #status = part('status');
  readonly #error = part('error');
  readonly #result = part('result');
  #classifier: Classifier | undefined;
  /** A picture that came before the classifier was there. */
  #waiting: Blob | undefined;
  /** Each picture's number: what was overtaken is not shown. */
  #last = 0;

  constructor() {
    for (const id of ['file', 'camera']) {
      const input = part(id);
      if (!(input instanceof HTMLInputElement)) continue;
      input.addEventListener('change', () => {
        this.#take(input.files?.[0]);
        // So that the same file can be chosen again.
        input.value = '';
      });
    }
    // Anywhere in the window: a file that misses the field would otherwise replace the page.
    addEventListener('dragover', (event) => {
      event.preventDefault();
      this.#form.classList.add('over');
    });
    for (const end of ['dragleave', 'drop']) addEventListener(end, () => this.#form.classList.remove('over'));
    addEventListener('drop', (event) => {
      event.preventDefault();
      this.#take(
        event.dataTransfer?.files[0],
        'What was dropped is no file. Save the picture first, and drop the file.',
      );
    });
    addEventListener('paste', (event) =>
      this.#take(event.clipboardData?.files[0], 'There is no picture in the clipboard.'),
    );
  }

  /** The classifier is there. */
  ready(classifier: Classifier): void {
    this.#classifier = classifier;
    const { labels, architecture, task } = classifier;
    const what = task === 'multi-label' ? 'labels' : 'classes';
    part('about').textContent = `Tells ${labels.length} ${what} apart, with ${architecture}.`;
    this.say('');
    if (this.#waiting) void this.#classify(this.#waiting);
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  fail(text: string): void {
    this.say('');
    this.#error.textContent = text;
    this.#error.hidden = false;
  }

  #take(file: Blob | undefined, otherwise = ''): void {
    this.#error.hidden = true;
    if (!file) {
      if (otherwise) this.fail(otherwise);
      return;
    }
    if (this.#classifier) void this.#classify(file);
    else this.#waiting = file;
  }

  async #classify(file: Blob): Promise<void> {
    const turn = ++this.#last;
    this.#result.hidden = true;
    this.say('Looking at the picture …');
    // The words appear before the network computes, during which the page stands still.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    try {
      const started = performance.now();
      const classification = await this.#classifier?.classify(file);
      if (turn !== this.#last || !classification) return;
      this.#show(file, classification);
      this.say(`${summary(classification)}. It took ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    } catch (error) {
      if (turn === this.#last) this.fail(sentence(error));
    }
  }

  #show(file: Blob, { labels, ranking }: Classification): void {
    const picture = part('picture');
    if (picture instanceof HTMLImageElement) {
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(file);
      picture.alt = file instanceof File && file.name ? file.name : 'the picture';
    }
    part('answer').textContent = labels.length > 0 ? labels.map(shown).join(', ') : 'None of the labels';
    const count = Math.max(SHOWN, labels.length);
    const row = (rating: Rating): HTMLElement => bar(rating, labels.includes(rating.label));
    part('bars').replaceChildren(...ranking.slice(0, count).map(row));
    const rest = part('rest');
    const others = ranking.slice(count);
    rest.hidden = others.length === 0;
    rest.querySelector('summary')?.replaceChildren(`${others.length} more`);
    rest.querySelector('ol')?.replaceChildren(...others.map(row));
    this.#result.hidden = false;
  }
}

/** What a screen reader says when a picture has been looked at. */
function summary({ labels, ranking, probabilities }: Classification): string {
  const [best] = ranking;
  if (labels.length === 0 || !best) return 'None of the labels';
  return labels.map((label) => `${shown(label)}, ${percent(probabilities[label] ?? 0)}`).join('; ');
}

function bar({ label, probability }: Rating, isChosen: boolean): HTMLElement {
  const item = document.createElement('li');
  if (isChosen) item.className = 'chosen';
  const name = document.createElement('span');
  name.textContent = shown(label);
  name.dataset.label = label;
  const number = document.createElement('data');
  number.value = String(probability);
  number.textContent = percent(probability);
  const track = document.createElement('div');
  track.className = 'track';
  const filled = document.createElement('div');
  filled.style.width = `${100 * probability}%`;
  track.append(filled);
  item.append(name, number, track);
  return item;
}
