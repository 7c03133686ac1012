import { createHash } from 'node:crypto';
import { escapeHtml, htmlPage } from '../../display/index.js';
import type { ModelInfo, Task } from '../predictor/index.js';
import { pageScript, pageStyle } from './page-parts.js';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do: run its own script, show the picture that was chosen, and ask this server. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; script-src ${hash(pageScript)}; style-src 'unsafe-inline'; img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
};

/** A page to drop a picture on, which shows what the model says of it. */
export function page({ name, version, classes, task }: ModelInfo, { basePath, token }: PageOptions): string {
  // Whoever has no token is told nothing of what lies behind it.
  const isOpen = token === undefined;
  const tokenField = isOpen
    ? ''
    : '<p><label for="token">Token</label> <input id="token" type="password" autocomplete="off" spellcheck="false"></p>';
  return htmlPage(
    name,
    `<main>
<h1>${escapeHtml(name)}</h1>
${isOpen ? `<p class="muted">${escapeHtml(knowledge(classes, task))}</p>` : ''}
${tokenField}
<div id="drop">
  <p><strong>Drop a picture here</strong>, paste one, or</p>
  <p><label class="button"><input id="file" type="file" accept="image/*">Choose a picture</label></p>
</div>
<div id="result" hidden>
  <img id="picture" alt="The picture that was chosen">
  <div id="answer" role="status" aria-live="polite"></div>
</div>
<footer class="muted">Version ${escapeHtml(version)}. The picture goes to this server and is not kept. For programs:
<code>POST ${escapeHtml(basePath)}/predict</code>${isOpen ? `, described in <a href="${escapeHtml(basePath)}/openapi.json">openapi.json</a>` : ''}.</footer>
</main>
<script data-predict="${escapeHtml(basePath)}/predict">${pageScript}</script>`,
    pageStyle,
  );
}

/** What the page needs to know of the server. */
interface PageOptions {
  basePath: string;
  token?: string | undefined;
}

const named = 6;

function knowledge(classes: readonly string[], task: Task): string {
  if (classes.length === 0) return 'It gives numbers.';
  const more = classes.length > named ? ` and ${classes.length - named} more` : '';
  const what = task === 'labels' ? 'labels' : 'classes';
  return `It knows ${classes.length} ${what}: ${classes
    .slice(0, named)
    .map((name) => name.replaceAll('_', ' '))
    .join(', ')}${more}.`;
}
