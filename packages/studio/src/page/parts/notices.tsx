import { closeNotice, notices, trouble } from '../store/index.js';
import { Button, IconButton } from './button.js';

/** What the page has to say, at its lower edge; read aloud when it comes. */
export function Notices() {
  return (
    <div class="notices">
      <div role="status" class="stack">
        {notices.value.map(({ id, text, kind, action }) => (
          <div key={id} class={`notice ${kind}`}>
            <p>{text}</p>
            {action && (
              <Button
                kind="text"
                onClick={() => {
                  closeNotice(id);
                  action.run();
                }}
              >
                {action.name}
              </Button>
            )}
            <IconButton icon="close" name="Close this message" onClick={() => closeNotice(id)} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** What keeps the page from its server, over everything else. */
export function Trouble() {
  return (
    <div role="alert" class="trouble" hidden={trouble.value === ''}>
      {trouble.value}
    </div>
  );
}
