import type { FindingKind, PictureInfo, PicturePage, PicturesQuery } from '../../protocol/index.js';
import { Refusal } from '../base/index.js';
import type { Picture } from './picture.js';
import type { Project } from './project.js';

type Findings = (id: string) => readonly FindingKind[] | undefined;
type Order = (a: Picture, b: Picture) => number;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName: Order = (a, b) => compare(a.path, b.path);
const orders: Readonly<Record<string, Order>> = {
  name: byName,
  label: (a, b) => compare(a.label ?? '', b.label ?? '') || byName(a, b),
  size: (a, b) => a.bytes - b.bytes || byName(a, b),
  changed: (a, b) => Number(isChanged(b)) - Number(isChanged(a)) || byName(a, b),
};
const isChanged = ({ removed, label, foundLabel }: Picture): boolean => removed || label !== foundLabel;

const MOST = 20_000;

/** The pictures that were asked for, as the address of the request says it. */
export function queryPictures(project: Project, search: URLSearchParams, findings: Findings): PicturePage {
  const query: Partial<Record<keyof PicturesQuery, string>> = Object.fromEntries(search);
  const { sort = 'name', fields } = query;
  const order = orders[sort.replace(/^-/, '')];
  if (!order)
    throw new Refusal(
      400,
      `sort is one of ${Object.keys(orders).join(', ')}, with - before it for the other way round`,
    );
  const offset = countOf('offset', query.offset ?? '0');
  const limit = Math.min(MOST, countOf('limit', query.limit ?? '200'));
  const found = [...project.pictures].filter((picture) => isWanted(picture, query, project, findings));
  // They are kept in the order of their names.
  if (sort === '-name') found.reverse();
  else if (sort !== 'name') found.sort(sort.startsWith('-') ? (a, b) => order(b, a) : order);
  const items = found
    .slice(offset, offset + limit)
    .map((picture) => project.info(picture, findings(picture.id)));
  return {
    total: found.length,
    offset,
    items: fields === undefined ? items : items.map((item) => only(item, fields)),
  };
}

function isWanted(
  picture: Picture,
  {
    class: label,
    split,
    finding,
    unlabelled,
    changed,
    removed,
    q,
  }: Partial<Record<keyof PicturesQuery, string>>,
  project: Project,
  findings: Findings,
): boolean {
  if (picture.removed !== (removed === '1') && !(changed === '1' && removed === undefined)) return false;
  if (label !== undefined && picture.label !== label) return false;
  if (unlabelled === '1' && picture.label !== null) return false;
  if (changed === '1' && !isChanged(picture)) return false;
  if (split !== undefined && project.split.get(picture.id) !== split) return false;
  if (finding !== undefined) {
    const kinds = findings(picture.id) ?? [];
    if (finding === 'any' ? kinds.length === 0 : !kinds.some((kind) => kind === finding)) return false;
  }
  if (q === undefined || q === '') return true;
  const wanted = q.toLowerCase();
  return picture.path.toLowerCase().includes(wanted) || (picture.label ?? '').toLowerCase().includes(wanted);
}

function countOf(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Refusal(400, `${name} is a whole number, not ${JSON.stringify(text.slice(0, 40))}`);
}

/** Some fields of a picture. Which ones is the client's choice, who knows what it asked for. */
function only(item: PictureInfo, fields: string): PictureInfo {
  const wanted = new Set(fields.split(','));
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => wanted.has(name)),
  ) as unknown as PictureInfo;
}
