export { Checkpoint, type CheckpointOptions, checkpoint } from './checkpoint.js';
export { fitWithCheckpoints } from './resume.js';
