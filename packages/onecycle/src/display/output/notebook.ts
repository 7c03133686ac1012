import { randomUUID } from 'node:crypto';
import type { MimeBundle } from './displayable.js';

/** An output of a notebook cell that can be replaced while the cell runs. */
export interface LiveOutput {
  update(bundle: MimeBundle): void;
}

interface Jupyter {
  broadcast(type: string, content: object): Promise<void>;
}

/** Opens a live output where this runs in Deno's Jupyter kernel; undefined elsewhere. */
export function notebook(): LiveOutput | undefined {
  const jupyter = denoJupyter();
  if (!jupyter) return undefined;
  const displayId = randomUUID();
  let message = 'display_data';
  // Messages must arrive in order, so each waits for the one before.
  let last = Promise.resolve();
  return {
    update(bundle) {
      const type = message;
      message = 'update_display_data';
      const content = { data: bundle, metadata: {}, transient: { display_id: displayId } };
      last = last.then(() => jupyter.broadcast(type, content));
    },
  };
}

/** `Deno.jupyter` throws outside `deno jupyter`, so asking for it is guarded. */
function denoJupyter(): Jupyter | undefined {
  const deno: unknown = Reflect.get(globalThis, 'Deno');
  if (typeof deno !== 'object' || deno === null) return undefined;
  try {
    const jupyter: unknown = Reflect.get(deno, 'jupyter');
    return isJupyter(jupyter) ? jupyter : undefined;
  } catch {
    return undefined;
  }
}

function isJupyter(value: unknown): value is Jupyter {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'broadcast') === 'function';
}
