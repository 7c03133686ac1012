/** What tells one breed from another. Lengths are relative to an ordinary pet's. */
export interface Breed {
  name: string;
  kind: 'cat' | 'dog';
  /** Colours of coat that occur, as likely as one another. */
  coats: readonly [Coat, ...Coat[]];
  head: {
    width: number;
    height: number;
    /** Width at the crown and at the jaw, as parts of the width. */
    crown: number;
    jaw: number;
  };
  ears: {
    shape: 'pricked' | 'drop' | 'long' | 'button' | 'rose' | 'tipped';
    size: number;
    spread: number;
    color: 'main' | 'second';
    /** How pink they are inside. */
    pink: number;
  };
  muzzle: { width: number; length: number };
  eyes: { shape: 'round' | 'almond'; size: number; colors: readonly [string, ...string[]] };
  body: { girth: number; legs: number; length: number };
  tail: 'slender' | 'plume' | 'curl' | 'whip' | 'short';
  /** Length of tufts at the edges; 0 is a smooth coat. */
  fur: number;
  pattern: 'plain' | 'rosettes' | 'points' | 'mask' | 'saddle' | 'cream-cheeks' | 'bearded' | 'bull';
  /** How often a white blaze and chest occur, for patterns that leave it open. */
  whiteChance: number;
}

export interface Coat {
  main: string;
  /** Legs, ears or saddle, where the pattern has them in a colour of their own. */
  second: string;
  /** Muzzle, chest and belly. */
  light: string;
  nose: string;
}

const black = '#27252b';

/**
 * Twelve breeds of the Oxford set. Two pairs are hard to tell apart: british shorthair and russian blue share their
 * coat, and the two bull terriers differ only by degrees.
 */
export const breeds: readonly Breed[] = [
  {
    name: 'Bengal',
    kind: 'cat',
    coats: [
      { main: '#dca257', second: '#5b3517', light: '#f3dcae', nose: '#b4645a' },
      { main: '#cf9a5c', second: '#4a2c16', light: '#efd9b4', nose: '#a85c50' },
      { main: '#d8b98c', second: '#57442f', light: '#f1e6d0', nose: '#b4746a' },
    ],
    head: { width: 48, height: 45, crown: 0.66, jaw: 0.66 },
    ears: { shape: 'pricked', size: 0.9, spread: 0.95, color: 'main', pink: 0.5 },
    muzzle: { width: 0.36, length: 0.24 },
    eyes: { shape: 'almond', size: 1, colors: ['#8fae3a', '#c5a531', '#5f9e56'] },
    body: { girth: 0.95, legs: 1.1, length: 1.1 },
    tail: 'slender',
    fur: 0,
    pattern: 'rosettes',
    whiteChance: 0,
  },
  {
    name: 'Bombay',
    kind: 'cat',
    coats: [
      { main: '#29262d', second: '#1c1a20', light: '#37333c', nose: '#141216' },
      { main: '#302b2f', second: '#211d21', light: '#40393d', nose: '#161315' },
    ],
    head: { width: 50, height: 45, crown: 0.68, jaw: 0.78 },
    ears: { shape: 'pricked', size: 0.85, spread: 0.95, color: 'main', pink: 0.2 },
    muzzle: { width: 0.34, length: 0.22 },
    eyes: { shape: 'round', size: 1.05, colors: ['#e2a52a', '#d98c22', '#c9b33a'] },
    body: { girth: 0.95, legs: 1, length: 1 },
    tail: 'slender',
    fur: 0,
    pattern: 'plain',
    whiteChance: 0,
  },
  {
    name: 'British_Shorthair',
    kind: 'cat',
    coats: [
      { main: '#79828f', second: '#6b7380', light: '#909aa6', nose: '#565d6a' },
      { main: '#83878f', second: '#73777f', light: '#9a9ea6', nose: '#5c606a' },
    ],
    head: { width: 60, height: 47, crown: 0.72, jaw: 0.95 },
    ears: { shape: 'pricked', size: 0.6, spread: 1.02, color: 'main', pink: 0.5 },
    muzzle: { width: 0.36, length: 0.24 },
    eyes: { shape: 'round', size: 1.2, colors: ['#d9892b', '#cf7a24', '#d6a23a'] },
    body: { girth: 1.22, legs: 0.82, length: 0.98 },
    tail: 'slender',
    fur: 0,
    pattern: 'plain',
    whiteChance: 0,
  },
  {
    name: 'Russian_Blue',
    kind: 'cat',
    coats: [
      { main: '#8694a8', second: '#788699', light: '#9eaabb', nose: '#565f6d' },
      { main: '#919bab', second: '#808a99', light: '#a9b2c0', nose: '#5c626d' },
    ],
    head: { width: 48, height: 47, crown: 0.7, jaw: 0.6 },
    ears: { shape: 'pricked', size: 1, spread: 0.98, color: 'main', pink: 0.5 },
    muzzle: { width: 0.34, length: 0.22 },
    eyes: { shape: 'almond', size: 1.05, colors: ['#7fa645', '#5f9a4c', '#a9ab45'] },
    body: { girth: 0.98, legs: 1.05, length: 1.04 },
    tail: 'slender',
    fur: 0,
    pattern: 'plain',
    whiteChance: 0,
  },
  {
    name: 'Siamese',
    kind: 'cat',
    coats: [
      { main: '#efe3cc', second: '#4b382d', light: '#f7efdf', nose: '#33261f' },
      { main: '#eee2d2', second: '#6d5444', light: '#f6eee2', nose: '#4a382d' },
      { main: '#ece6de', second: '#62636f', light: '#f5f2ec', nose: '#484955' },
    ],
    head: { width: 45, height: 47, crown: 0.68, jaw: 0.52 },
    ears: { shape: 'pricked', size: 1.15, spread: 1.12, color: 'second', pink: 0.2 },
    muzzle: { width: 0.34, length: 0.22 },
    eyes: { shape: 'almond', size: 1, colors: ['#4f86c9', '#3f76bf', '#6a9bd6'] },
    body: { girth: 0.8, legs: 1.18, length: 1.08 },
    tail: 'slender',
    fur: 0,
    pattern: 'points',
    whiteChance: 0,
  },
  {
    name: 'american_pit_bull_terrier',
    kind: 'dog',
    coats: [
      { main: '#a9693c', second: '#8f5630', light: '#f1e8dc', nose: '#9a5548' },
      { main: '#77797f', second: '#63656b', light: '#ece9e6', nose: '#3a3a40' },
      { main: '#3a3436', second: '#2c2729', light: '#ede7e0', nose: '#1d1a1c' },
      { main: '#c99a66', second: '#ad7f4f', light: '#f4ebdd', nose: '#8f5346' },
    ],
    head: { width: 45, height: 51, crown: 0.76, jaw: 0.74 },
    ears: { shape: 'tipped', size: 0.95, spread: 1, color: 'main', pink: 0.25 },
    muzzle: { width: 0.5, length: 0.42 },
    eyes: { shape: 'almond', size: 0.9, colors: ['#5b3b22', '#7a5a2c', '#3c2a1c'] },
    body: { girth: 0.98, legs: 1.16, length: 1.08 },
    tail: 'whip',
    fur: 0,
    pattern: 'bull',
    whiteChance: 0.8,
  },
  {
    name: 'beagle',
    kind: 'dog',
    coats: [
      { main: '#b5743a', second: black, light: '#f6f0e4', nose: '#1f1b1d' },
      { main: '#c4844a', second: '#3b2b22', light: '#f8f2e8', nose: '#2a2022' },
    ],
    head: { width: 44, height: 49, crown: 0.82, jaw: 0.66 },
    ears: { shape: 'long', size: 1, spread: 1, color: 'main', pink: 0.5 },
    muzzle: { width: 0.5, length: 0.46 },
    eyes: { shape: 'round', size: 0.95, colors: ['#4a2f1d', '#5b3b22'] },
    body: { girth: 0.98, legs: 0.95, length: 1.02 },
    tail: 'whip',
    fur: 0,
    pattern: 'saddle',
    whiteChance: 1,
  },
  {
    name: 'great_pyrenees',
    kind: 'dog',
    coats: [
      { main: '#f5f0e6', second: '#e4d6bd', light: '#fbf8f1', nose: '#1f1b1d' },
      { main: '#f1ebe1', second: '#d9cbb5', light: '#faf6ee', nose: '#28221f' },
    ],
    head: { width: 52, height: 51, crown: 0.8, jaw: 0.8 },
    ears: { shape: 'drop', size: 1, spread: 1, color: 'second', pink: 0.5 },
    muzzle: { width: 0.46, length: 0.42 },
    eyes: { shape: 'round', size: 0.85, colors: ['#3a281d', '#4a2f1d'] },
    body: { girth: 1.28, legs: 1.02, length: 1.18 },
    tail: 'plume',
    fur: 6,
    pattern: 'plain',
    whiteChance: 0,
  },
  {
    name: 'pug',
    kind: 'dog',
    coats: [
      { main: '#e2c08d', second: '#2b2527', light: '#edd6ae', nose: '#171315' },
      { main: '#d8b88c', second: '#352c2b', light: '#e8d2ad', nose: '#1d1817' },
    ],
    head: { width: 53, height: 48, crown: 0.84, jaw: 0.92 },
    ears: { shape: 'button', size: 0.9, spread: 1, color: 'second', pink: 0.5 },
    muzzle: { width: 0.6, length: 0.44 },
    eyes: { shape: 'round', size: 1.35, colors: ['#2e2019', '#3c2a1c'] },
    body: { girth: 1.14, legs: 0.72, length: 0.9 },
    tail: 'curl',
    fur: 0,
    pattern: 'mask',
    whiteChance: 0,
  },
  {
    name: 'scottish_terrier',
    kind: 'dog',
    coats: [
      { main: '#35323a', second: '#26242a', light: '#77727e', nose: '#121013' },
      { main: '#4a4440', second: '#36312e', light: '#8d8379', nose: '#151211' },
      { main: '#d9c39b', second: '#c4ab80', light: '#e8d8b8', nose: '#1b1615' },
    ],
    head: { width: 40, height: 53, crown: 0.88, jaw: 0.86 },
    ears: { shape: 'pricked', size: 0.82, spread: 0.72, color: 'main', pink: 0.5 },
    muzzle: { width: 0.62, length: 0.5 },
    eyes: { shape: 'round', size: 0.75, colors: ['#6b4526', '#54361f'] },
    body: { girth: 1.06, legs: 0.5, length: 1.1 },
    tail: 'short',
    fur: 5,
    pattern: 'bearded',
    whiteChance: 0,
  },
  {
    name: 'shiba_inu',
    kind: 'dog',
    coats: [
      { main: '#d98a48', second: '#bd7033', light: '#f8efdf', nose: '#1d1819' },
      { main: '#cf7d3e', second: '#ae612b', light: '#f6ebda', nose: '#231c1b' },
    ],
    head: { width: 49, height: 46, crown: 0.78, jaw: 0.7 },
    ears: { shape: 'pricked', size: 0.72, spread: 0.9, color: 'main', pink: 0.5 },
    muzzle: { width: 0.4, length: 0.36 },
    eyes: { shape: 'almond', size: 0.85, colors: ['#33231a', '#3f2b1c'] },
    body: { girth: 1.02, legs: 1, length: 0.98 },
    tail: 'curl',
    fur: 2,
    pattern: 'cream-cheeks',
    whiteChance: 1,
  },
  {
    name: 'staffordshire_bull_terrier',
    kind: 'dog',
    coats: [
      { main: '#a3633a', second: '#87512e', light: '#f1e8dc', nose: '#1f1a1b' },
      { main: '#74777e', second: '#60636a', light: '#ece9e6', nose: '#33333a' },
      { main: '#383234', second: '#2a2527', light: '#ede7e0', nose: '#1b1819' },
      { main: '#c29562', second: '#a67a4c', light: '#f4ebdd', nose: '#2a2221' },
    ],
    head: { width: 56, height: 46, crown: 0.8, jaw: 0.84 },
    ears: { shape: 'rose', size: 0.9, spread: 1, color: 'main', pink: 0.5 },
    muzzle: { width: 0.54, length: 0.4 },
    eyes: { shape: 'round', size: 0.9, colors: ['#3c2a1c', '#4a2f1d', '#2e2019'] },
    body: { girth: 1.14, legs: 0.9, length: 0.98 },
    tail: 'whip',
    fur: 0,
    pattern: 'bull',
    whiteChance: 0.25,
  },
];
