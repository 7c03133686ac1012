import { useSignal } from '@preact/signals';
import type { Run } from '../../protocol/index.js';
import { bytes } from '../base/index.js';
import { Button, NeedsRun, RunSelect, Waiting } from '../parts/index.js';
import { download, modelRun, sentence } from '../store/index.js';
import { Moves } from './moves.js';

const forms = [
  {
    as: 'onecycle',
    name: 'For Node',
    text: 'The whole classifier: predict with it, serve it, train it further.',
    use: (file: string) => `npx onecycle serve ${file}`,
  },
  {
    as: 'onnx',
    name: 'ONNX',
    text: 'For ONNX Runtime, in any language. Pictures as bytes go in, probabilities come out.',
    use: () => 'onnxruntime: InferenceSession("model.onnx")',
  },
  {
    as: 'web',
    name: 'A web page',
    text: 'One HTML file that classifies pictures in the browser. It opens from the disk, and asks nothing of the network.',
    use: () => 'open it, drop a picture on it',
  },
] as const;

/** The classifier as a file, and the folder put in order. */
export function ExportView() {
  const run = modelRun.value;
  return (
    <div class="export">
      {run ? (
        <section aria-label="The classifier">
          <header class="view-head">
            <h1>Take it with you</h1>
            <RunSelect />
          </header>
          <div class="forms">
            {forms.map((form) => (
              <Form key={`${form.as} ${run.id}`} run={run} form={form} />
            ))}
          </div>
        </section>
      ) : (
        <NeedsRun
          icon="download"
          title="There is no classifier to export yet"
          text="After training you take it with you: for Node, as ONNX for other languages, or as one web page."
        />
      )}
      <Moves />
    </div>
  );
}

function Form({ run, form }: { run: Run; form: (typeof forms)[number] }) {
  const state = useSignal<{ waiting: boolean; error: string; done: string; file: string }>({
    waiting: false,
    error: '',
    done: '',
    file: `${form.as === 'onecycle' ? 'model.onecycle' : 'model'}`,
  });
  const start = async () => {
    state.value = { ...state.peek(), waiting: true, error: '', done: '' };
    try {
      const { name, size } = await download(`runs/${run.id}/export`, { as: form.as });
      state.value = { waiting: false, error: '', done: `${name}, ${bytes(size)}`, file: name };
    } catch (error) {
      state.value = { ...state.peek(), waiting: false, error: sentence(error) };
    }
  };
  const { waiting, error, done, file } = state.value;
  return (
    <article class="panel form">
      <h2>{form.name}</h2>
      <p class="quiet">{form.text}</p>
      <code>{form.use(file)}</code>
      <Button
        kind={form.as === 'onecycle' ? 'main' : 'plain'}
        icon="download"
        disabled={waiting}
        onClick={start}
      >
        Download
      </Button>
      <div role="status">
        {waiting && <Waiting what="Writing it, and comparing what it says …" />}
        {done && <p class="small quiet">Downloaded: {done}</p>}
      </div>
      {error && (
        <p class="fault small" role="alert">
          {error}
        </p>
      )}
    </article>
  );
}
