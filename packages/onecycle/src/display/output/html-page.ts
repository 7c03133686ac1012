import { wrongKind } from '../../base/index.js';
import { escapeHtml } from './displayable.js';
import { dark, light } from './theme.js';

/** What is too wide for a phone scrolls by itself, also by keyboard, and leaves the page where it is. */
export function scrolling(content: string, label: string): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(label)}">${content}</div>`;
}

/**
 * A page that needs nothing else: no request leaves it, it follows the reader's light or dark mode and fits a phone.
 *
 * @param title shown in the browser's tab; the body brings its own headings.
 * @param body HTML.
 */
export function htmlPage(title: string, body: string, css = ''): string {
  for (const text of [title, body])
    if (typeof text !== 'string') throw wrongKind('htmlPage', 'a title and a body as texts', text);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --ink: ${light.ink}; --muted: ${light.muted}; --rule: ${light.rule}; --paper: ${light.paper}; --accent: ${light.accent}; }
@media (prefers-color-scheme: dark) {
  :root { --ink: ${dark.ink}; --muted: ${dark.muted}; --rule: ${dark.rule}; --paper: ${dark.paper}; --accent: ${dark.accent}; }
}
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 'DejaVu Sans', Verdana, system-ui, sans-serif; }
img, svg { max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
.figure { container-type: inline-size; }
.figure svg { min-width: var(--least); }
/* Nothing high where the figure fits: a factor of 999 makes a switch of a difference. */
.hint { overflow: hidden; margin: 0; max-height: clamp(0px, (var(--least) - 100cqw) * 999, 2rem); color: var(--muted); font-size: 0.85rem; }
.phone { display: none; }
.phone svg { width: 100%; max-width: 30rem; }
figure { margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
caption { text-align: left; padding-bottom: 0.4rem; font-weight: bold; }
th, td { padding: 0.25rem 0.8rem; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { color: var(--muted); font-weight: normal; }
a { color: var(--accent); }
@media (max-width: 44rem) {
  .roomy { display: none; }
  .phone { display: block; }
  th, td { padding: 0.25rem 0.4rem; white-space: normal; }
}
${css}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
