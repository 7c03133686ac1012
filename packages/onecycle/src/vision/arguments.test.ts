import { torch } from '@onecycle/torch';
import { expect, test } from 'vitest';
import { Rng } from '../data/index.js';
import {
  AddMaskCodes,
  applyPerspective,
  brightness,
  decodePicture,
  drawMatrices,
  findCoeffs,
  flip,
  flipMat,
  hsv2rgb,
  hubFile,
  hue,
  LightingTfm,
  PresizeOnce,
  prepareMat,
  ratioResize,
  rgb2hsv,
  rotateMat,
  setupAugTfms,
  TensorImage,
  trainingTransforms,
  verifyImages,
  warp,
} from './index.js';

const given = (value: unknown): never => value as never;

test.each<[string, () => unknown, string]>([
  ['flip', () => flip(given(null)), 'flip takes its options as an object'],
  ['warp', () => warp(given(null)), 'warp takes its options as an object'],
  ['brightness', () => brightness(given(null)), 'brightness takes its options as an object'],
  ['hue', () => hue(given(null)), 'hue takes its options as an object'],
  ['PresizeOnce', () => new PresizeOnce(given(null)), 'PresizeOnce takes its options as an object'],
  [
    'ratioResize',
    () => ratioResize(10, { resamples: given('nearest') }),
    'resamples takes the filters for pictures',
  ],
  [
    'one transform',
    () => setupAugTfms(given(flip())),
    'setupAugTfms takes a list of transforms, not an Affine',
  ],
  ['a maker', () => setupAugTfms(given([flip])), 'number 0 of this list is the function flip'],
  [
    'LightingTfm',
    () => new LightingTfm(given({ fn: 'contrast' })),
    'LightingTfm takes a list of what is drawn',
  ],
  ['AddMaskCodes', () => new AddMaskCodes(given(undefined)), 'codes are the names of the classes'],
  ['a map without an Rng', () => rotateMat(2, given(undefined)), 'from an Rng, the rng of a transform'],
  ['flipMat', () => flipMat(2, new Rng(1), given(null)), 'flip takes its options as an object'],
  [
    'drawMatrices',
    () => drawMatrices(2, new Rng(1), given({ fn: 'warp' })),
    'drawMatrices takes what is to be drawn',
  ],
  ['prepareMat', () => prepareMat(given(undefined), 1, 1), 'prepareMat takes a matrix of nine numbers'],
  ['findCoeffs', () => findCoeffs([[0, 0]], []), 'findCoeffs takes two lists of four points'],
  [
    'applyPerspective',
    () => applyPerspective(given(undefined), given(1)),
    'applyPerspective takes a grid and',
  ],
  ['rgb2hsv', () => rgb2hsv(given(null)), 'rgb2hsv takes a tensor, not null'],
  ['hsv2rgb', () => hsv2rgb(given([1])), 'hsv2rgb takes a tensor, not an array'],
  [
    'trainingTransforms',
    () => trainingTransforms(given(undefined)),
    'trainingTransforms takes { presize, size }',
  ],
  [
    'show',
    () => TensorImage.from(torch.ones([3, 2, 2])).show(given(null)),
    'show takes its options as an object',
  ],
  [
    'a method',
    () => TensorImage.from(torch.ones([3, 2, 2])).warp(given(null)),
    'warp takes its options as an object',
  ],
])('%s: what is no transform, no options and no tensor is told', (_, call, message) => {
  expect(call).toThrow(message);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'verifyImages',
    () => verifyImages(given(5)),
    'verifyImages takes a folder or a list of files, not a number',
  ],
  [
    'files that are not there yet',
    () => verifyImages(given(Promise.resolve(['a.jpg']))),
    'not a Promise: await it',
  ],
  ['null', () => verifyImages([], given(null)), 'verifyImages takes its options as an object'],
  [
    'a picture that is not there yet',
    () => decodePicture(given(Promise.resolve('a.jpg'))),
    'a Promise: await it',
  ],
  [
    'hubFile',
    () => hubFile(given('timm/resnet18')),
    'hubFile takes its options as an object, { repo: … }, not a string',
  ],
])('%s: what is no file is told', async (_, call, message) => {
  await expect(call()).rejects.toThrow(message);
});
