import { createHash } from 'node:crypto';
import { escapeHtml, htmlPage } from '../../display/index.js';
import type { ModelInfo } from '../predictor/index.js';
import { pageScript, pageStyle } from './page-parts.js';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do: run its own script, show the picture that was chosen, and ask this server. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; script-src ${hash(pageScript)}; style-src 'unsafe-inline'; img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
};

/** A page to drop a picture on, which shows what the model says of it. */
export function page({ name, version, classes, task }: ModelInfo, { basePath, token }: PageOptions): string {
  const knows =
    classes.length > 1
      ? `It knows ${classes.length} ${task === 'labels' ? 'labels' : 'classes'}: ${classes.slice(0, 6).join(', ')}${classes.length > 6 ? ', …' : ''}.`
      : 'It gives numbers.';
  const tokenField =
    token === undefined
      ? ''
      : '<p><label for="token">Token</label> <input id="token" type="password" autocomplete="off" spellcheck="false"></p>';
  return htmlPage(
    name,
    `<main>
<h1>${escapeHtml(name)}</h1>
<p class="muted">${escapeHtml(knows)}</p>
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
<code>POST ${escapeHtml(basePath)}/predict</code>, described in <a href="${escapeHtml(basePath)}/openapi.json">openapi.json</a>.</footer>
</main>
<script data-predict="${escapeHtml(basePath)}/predict?top=5">${pageScript}</script>`,
    pageStyle,
  );
}

/** What the page needs to know of the server. */
interface PageOptions {
  basePath: string;
  token?: string | undefined;
}
