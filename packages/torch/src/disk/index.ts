export { isAlive, takeLock } from './locks.js';
export { inTemporaryFolder } from './temporary.js';
export { aside, type Content, tidy, type WholeOptions, writeTogether, writeWhole } from './whole.js';
export { explained, WritingError, writing } from './writing.js';
