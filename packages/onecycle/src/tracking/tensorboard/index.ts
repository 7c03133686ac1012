export { TensorBoardCallback, type TensorBoardOptions, tensorBoard } from './tensorboard-callback.js';
