import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * Links of a site that lead nowhere: to a file that is not there, or to a place that its page does not have.
 * @param {string} site
 * @returns {string[]} a sentence each
 */
export function brokenLinks(site) {
  const files = readdirSync(site, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.html'));
  /** @type {Map<string, Set<string>>} the places of every page */
  const places = new Map();
  /** @type {{ file: string, target: string }[]} */
  const links = [];
  for (const file of files) {
    const html = readFileSync(join(site, file), 'utf8');
    places.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id = '']) => plain(id))));
    for (const [, target = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g))
      links.push({ file, target: plain(target) });
  }
  return links.flatMap(({ file, target }) => {
    if (/^(?:[a-z]+:|\/\/)/i.test(target)) return [];
    const [path = '', hash] = target.split('#');
    const [name = ''] = path.split('?');
    const page = name === '' ? file : normalize(join(dirname(file), decodeURIComponent(name)));
    if (!existsSync(join(site, page))) return [`${file} links to ${page}, which is not there`];
    if (hash === undefined || hash === '' || !places.has(page)) return [];
    return places.get(page)?.has(decodeURIComponent(hash))
      ? []
      : [`${file} links to ${page}#${hash}, a place that is not there`];
  });
}

/** @param {string} text of an attribute */
const plain = (text) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
