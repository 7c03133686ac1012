import { useEffect } from 'preact/hooks';
import { go, nextTheme, percent, route, theme, type View, views } from './base/index.js';
import { DoctorView } from './doctor/index.js';
import { ExportView } from './export/index.js';
import { editCommand } from './grid/index.js';
import { Icon, IconButton, type IconName, Notices, Trouble, Waiting } from './parts/index.js';
import { PicturesView } from './pictures/index.js';
import { currentRun, isRunning, job, project, redo, undo } from './store/index.js';
import { shareDone, TrainView } from './train/index.js';
import { TryView } from './trial/index.js';
import { UnderstandView } from './understand/index.js';
import { Help, showHelp, Viewer } from './viewer/index.js';

const tabs: Record<View, { name: string; icon: IconName; content: () => preact.JSX.Element | null }> = {
  pictures: { name: 'Pictures', icon: 'pictures', content: PicturesView },
  doctor: { name: 'Doctor', icon: 'doctor', content: DoctorView },
  train: { name: 'Train', icon: 'chart', content: TrainView },
  understand: { name: 'Understand', icon: 'eye', content: UnderstandView },
  try: { name: 'Try', icon: 'drop', content: TryView },
  export: { name: 'Export', icon: 'download', content: ExportView },
};

/** The page: its head, the view that the address names, and what lies over them. */
export function App() {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // A field takes back its own letters.
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      const asked = editCommand(event);
      if (!asked) {
        if (event.key === '?') showHelp();
        return;
      }
      event.preventDefault();
      void (asked === 'undo' ? undo() : redo());
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  const { view } = route.value;
  const name = project.value?.name;
  useEffect(() => {
    document.title = `${name ? `${name} · ` : ''}${tabs[view].name} · onecycle studio`;
  }, [name, view]);

  const Content = tabs[view].content;
  return (
    <>
      <Trouble />
      <Head />
      <main id="main" key={view} class={`content in-${view}`}>
        {project.value ? <Content /> : <Waiting what="Opening the folder …" />}
      </main>
      <Viewer />
      <Help />
      <Notices />
    </>
  );
}

function Head() {
  const folder = project.value;
  return (
    <header class="head">
      <div class="brand" title={folder?.folder}>
        <strong class="ellipsis">{folder?.name ?? 'onecycle'}</strong>
        <span class="small quiet">studio</span>
      </div>
      <nav class="tabs" aria-label="Views">
        {views.map((one) => (
          <a key={one} href={`#${one}`} aria-current={route.value.view === one ? 'page' : undefined}>
            <Icon name={tabs[one].icon} />
            <span>{tabs[one].name}</span>
          </a>
        ))}
      </nav>
      <div class="tools head-tools">
        <Activity />
        <IconButton icon="undo" name="Undo (Ctrl Z)" disabled={!folder?.undo} onClick={() => void undo()} />
        <IconButton
          icon="redo"
          name="Redo (Ctrl Shift Z)"
          disabled={!folder?.redo}
          onClick={() => void redo()}
        />
        <IconButton icon={theme.value} name={`Colours: ${theme.value}`} onClick={nextTheme} />
        <IconButton icon="help" name="Keys" onClick={showHelp} />
      </div>
    </header>
  );
}

/** What works at the moment, wherever one looks. */
function Activity() {
  const run = currentRun.value;
  const running = job.value;
  if (run) {
    const share = shareDone(run);
    return (
      <button type="button" class="activity" onClick={() => go('train', { runs: run.id })}>
        <span class="spinner" aria-hidden="true" />
        <span class="ellipsis">{run.name}</span>
        <span class="number quiet">{share === null ? '' : percent(share, 0)}</span>
      </button>
    );
  }
  if (!isRunning(running)) return null;
  return (
    <button type="button" class="activity" onClick={() => go(running.kind === 'check' ? 'doctor' : 'train')}>
      <span class="spinner" aria-hidden="true" />
      <span class="ellipsis">{running.kind === 'check' ? 'Doctor' : 'Learning rate'}</span>
      <span class="number quiet">{running.progress === null ? '' : percent(running.progress, 0)}</span>
    </button>
  );
}
