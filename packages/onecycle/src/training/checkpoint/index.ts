export { Checkpoint, type CheckpointOptions, checkpoint } from './checkpoint.js';
export { fitWithCheckpoints, type Resume } from './resume.js';
