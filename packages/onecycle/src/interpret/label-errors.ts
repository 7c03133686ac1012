/** How many labels are probably wrong, and which. */
export interface LabelErrors {
  /** The estimated share of wrong labels, from 0 to 0.5. */
  rate: number;
  /** Of each label the chance that it is wrong, from 0 to 1. */
  chances: number[];
}

/** The temperatures that are tried: from much surer to much less sure. */
const temperatures = Array.from({ length: 30 }, (_, i) => 0.2 * 1.1 ** i);

/**
 * What is known of label errors beforehand counts as so many labels, seen to be wrong and right: one in thirty is wrong in data sets
 * that were looked through (Northcutt, Athalye and Mueller 2021). It matters where there are few.
 */
const known = { wrong: 1, right: 30 };

/** More wrong labels than right ones would say that the classes have changed their names. */
const MOST = 0.5;

/**
 * The chance of each label to be wrong, by a model of how it came about: the class is drawn from the probabilities, made honest by a
 * temperature, and at some rate the label is another class, any with the same chance. Rate and temperature are the most
 * probable ones under the labels given. So what speaks against a label is weighed against how often the probabilities are wrong
 * themselves: of a network that is unsure of much, little is taken for a wrong label. What it cannot see are classes that whoever
 * labelled mixed up throughout.
 *
 * Source: labels that flip at a rate to be estimated, as in Lawrence and Schölkopf 2001; the temperature of Guo et al. 2017.
 *
 * @param probs of each item the probability of each class, from a model that has not been trained on the item
 */
export function labelErrors(probs: readonly (readonly number[])[], labels: readonly number[]): LabelErrors {
  const others = (probs[0]?.length ?? 0) - 1;
  if (others < 1) return { rate: 0, chances: labels.map(() => 0) };
  const fits = temperatures.map((temperature) => {
    const own = probs.map((row, i) => tempered(row, labels[i] ?? 0, temperature));
    const rate = likeliestRate(own, others);
    return { own, rate, likelihood: logLikelihood(own, rate, others) };
  });
  const { own, rate } = fits.reduce((best, fit) => (fit.likelihood > best.likelihood ? fit : best));
  const chances = own.map((p) => (rate * (1 - p)) / others / chanceOf(p, rate, others));
  return { rate, chances };
}

/** The probability of one class, at a temperature. */
function tempered(row: readonly number[], label: number, temperature: number): number {
  const scores = row.map((p) => Math.log(Math.max(p, 1e-12)) / temperature);
  const most = scores.reduce((a, b) => Math.max(a, b));
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return Math.exp((scores[label] ?? Number.NEGATIVE_INFINITY) - most) / sum;
}

/** How likely a label is that has the probability `p`: it is right, or another class was meant and this one came up. */
const chanceOf = (p: number, rate: number, others: number): number =>
  (1 - rate) * p + (rate * (1 - p)) / others;

const logLikelihood = (own: readonly number[], rate: number, others: number): number =>
  own.reduce((sum, p) => sum + Math.log(chanceOf(p, rate, others)), 0) +
  known.wrong * Math.log(rate) +
  known.right * Math.log(1 - rate);

/** The rate at which the likelihood is highest: it is concave, and where it rises no more is found by halving. */
function likeliestRate(own: readonly number[], others: number): number {
  const rises = (rate: number) =>
    own.reduce((sum, p) => sum + ((1 - p) / others - p) / chanceOf(p, rate, others), 0) +
      known.wrong / rate -
      known.right / (1 - rate) >
    0;
  let [low, high] = [0, MOST];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (rises(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
