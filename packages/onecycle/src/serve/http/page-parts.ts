/** The style of the server's page, over that of all our pages. */
export const pageStyle = `
body { max-width: 44rem; }
h1 { margin-bottom: 0.2rem; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
#drop { margin: 1.5rem 0; padding: 2rem 1rem; text-align: center; border: 2px dashed var(--rule); border-radius: 0.6rem; }
#drop.over { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 8%, transparent); }
#drop p { margin: 0.5rem 0; }
.button { display: inline-block; padding: 0.55rem 1.1rem; border: 1px solid var(--accent); border-radius: 0.4rem; color: var(--accent); cursor: pointer; }
.button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.button input { position: absolute; width: 1px; height: 1px; opacity: 0; }
#token { font: inherit; padding: 0.3rem 0.5rem; width: min(20rem, 100%); box-sizing: border-box; color: var(--ink); background: var(--paper); border: 1px solid var(--muted); border-radius: 0.3rem; }
#result { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1.5rem; align-items: start; }
#result[hidden] { display: none; }
#picture { width: 100%; border-radius: 0.4rem; }
#answer h2 { margin: 0 0 0.8rem; overflow-wrap: anywhere; }
#answer dl { margin: 0; }
#answer dt { display: flex; justify-content: space-between; gap: 1rem; overflow-wrap: anywhere; }
#answer dt span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
#answer dd { margin: 0.2rem 0 0.8rem; height: 0.6rem; border-radius: 0.3rem; background: var(--rule); overflow: hidden; }
#answer dd div { height: 100%; background: var(--accent); }
footer { margin-top: 2.5rem; font-size: 0.85rem; }
code { overflow-wrap: anywhere; }
@media (max-width: 34rem) { #result { grid-template-columns: 1fr; } }
`;

/** What the server's page does. Text from the server goes into the page as text alone. */
export const pageScript = `
'use strict';
const address = document.currentScript.dataset.predict;
const [drop, file, result, picture, answer, token] =
  ['drop', 'file', 'result', 'picture', 'answer', 'token'].map((id) => document.getElementById(id));
const make = (name, text = '', ...children) => {
  const element = document.createElement(name);
  element.textContent = text;
  element.append(...children);
  return element;
};
const percent = (share) => (100 * share).toFixed(1) + ' %';
const bars = (entries) => {
  const list = make('dl');
  for (const [name, share] of entries) {
    const bar = make('div');
    bar.style.width = 100 * share + '%';
    list.append(make('dt', '', make('span', shown(name)), make('span', percent(share))), make('dd', '', bar));
  }
  return list;
};
// Class names are often names of folders.
const shown = (name) => name.replaceAll('_', ' ');
const fewest = 5;
const show = ({ label, labels, values, probabilities, shares }) => {
  const all = labels ?? values?.map((value) => String(Number(value.toPrecision(4)))) ?? [label];
  answer.replaceChildren(make('h2', all.map(shown).join(', ') || 'none of the labels'));
  const entries = Object.entries(probabilities ?? shares ?? {}).sort((a, b) => b[1] - a[1]);
  if (entries.length > 0) answer.append(bars(entries.slice(0, Math.max(fewest, all.length))));
};
// What a browser does not show it may know nothing of: a TIFF, for one.
picture.addEventListener('error', () => { picture.hidden = true; });
picture.addEventListener('load', () => { picture.hidden = false; });
let latest = 0;
const classify = async (blob) => {
  const mine = ++latest;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(blob);
  result.hidden = false;
  answer.replaceChildren(make('p', 'Looking at it …'));
  const headers = { 'content-type': 'application/octet-stream' };
  if (token) headers.authorization = 'Bearer ' + token.value;
  let said, ok = false;
  try {
    const response = await fetch(address, { method: 'POST', headers, body: blob });
    said = await response.json();
    ok = response.ok;
  } catch {
    said = { detail: 'the server does not answer' };
  }
  if (mine !== latest) return;
  if (ok) show(said);
  else answer.replaceChildren(make('p', 'No prediction: ' + (said.detail ?? 'the server refused it') + '.'));
};
file.addEventListener('change', () => {
  if (file.files[0]) classify(file.files[0]);
  file.value = '';
});
addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) drop.classList.remove('over');
});
addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  if (event.dataTransfer.files[0]) classify(event.dataTransfer.files[0]);
});
addEventListener('paste', (event) => {
  const pasted = [...event.clipboardData.files].find(({ type }) => type.startsWith('image/'));
  if (pasted) classify(pasted);
});
`;
