/** When transforms run, the lowest first; the numbers are fastai's, but for the policies, which it has not. */
export const runOrder = {
  cropPad: 0,
  resize: 1,
  toTensor: 5,
  policy: 8,
  intToFloat: 10,
  geometry: 30,
  lighting: 40,
  normalize: 99,
  erasing: 100,
};
