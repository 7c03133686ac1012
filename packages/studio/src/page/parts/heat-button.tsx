import type { Signal } from '@preact/signals';
import { Button } from './button.js';

/** Shows and hides what the model looks at. */
export const HeatButton = ({ heat }: { heat: Signal<boolean> }) => (
  <Button
    icon="eye"
    pressed={heat.value}
    onClick={() => {
      heat.value = !heat.peek();
    }}
  >
    What it looks at
  </Button>
);
