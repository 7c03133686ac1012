export { WandbCallback, type WandbOptions, wandb } from './wandb-callback.js';
