import { InvalidArgumentError } from 'commander';

/** Readers of option values for commander: each takes the text and returns the value, or says what is wrong. */

/** A number as people write it, 16, 0.002, 2e-3; NaN for anything else, also what JavaScript alone takes for one (0x10, Infinity, nothing). */
const decimal = (text: string): number =>
  /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;

function whole(text: string, least: number, example: number): number {
  const value = decimal(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(
    value >= least && value > Number.MAX_SAFE_INTEGER
      ? 'That is more than can be counted.'
      : `It must be a whole number of at least ${least}, like ${example}.`,
  );
}

export const positiveInteger = (text: string): number => whole(text, 1, 16);
export const wholeNumber = (text: string): number => whole(text, 0, 42);

export function batchSize(text: string): number | 'dynamic' {
  return text === 'dynamic' ? text : positiveInteger(text);
}

export function positiveNumber(text: string): number {
  const value = decimal(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number above 0, like 0.002.');
}

export function fraction(text: string): number {
  const value = decimal(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('It must be a number between 0 and 1, like 0.2.');
}

export function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new InvalidArgumentError(`It is no regular expression: ${reason}.`);
  }
}

/** The address of a server. */
export function httpAddress(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It must be an address like http://localhost:5000.');
}
