import { Dialog } from '../parts/index.js';
import { helpIsOpen } from './state.js';

const keys: [string, string][] = [
  ['← → ↑ ↓', 'to another picture; with Shift, choose all up to it'],
  ['Space, Enter, Double click', 'the large view; Escape closes it'],
  ['1 … 9', 'give the label with this number'],
  ['A letter', 'type a label, Enter gives it; a new name makes a new class'],
  ['Delete', 'set aside, or put back'],
  ['Ctrl A', 'choose all that are shown'],
  ['Ctrl Space, Ctrl click', 'choose one more, or one less'],
  ['Shift click', 'choose a range; dragged beside the pictures: a rectangle'],
  ['Ctrl Z, Ctrl Shift Z', 'undo, redo'],
  ['/', 'search; Enter leads to what was found'],
  ['G', 'in the large view: what the model looks at'],
  ['Enter, K, Delete', 'with the doctor: take its advice, keep the picture as it is, set it aside'],
  ['?', 'this list'],
];

/** The keys that the page knows. */
export function Help() {
  if (!helpIsOpen.value) return null;
  return (
    <Dialog
      title="Keys"
      wide
      onClose={() => {
        helpIsOpen.value = false;
      }}
    >
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(', ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet small">On a Mac, ⌘ in place of Ctrl. On a touch screen: tap to look, hold to choose.</p>
    </Dialog>
  );
}
