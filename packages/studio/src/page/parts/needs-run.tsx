import { go } from '../base/index.js';
import { currentRun } from '../store/index.js';
import { Button } from './button.js';
import { Empty } from './empty.js';
import type { IconName } from './icons.js';

/** What a view says that needs a trained run. */
export function NeedsRun({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return (
    <Empty icon={icon} title={title}>
      <p class="quiet">{text}</p>
      <Button kind="main" icon="play" onClick={() => go('train')}>
        {currentRun.value ? 'Watch it train' : 'Train one'}
      </Button>
    </Empty>
  );
}
