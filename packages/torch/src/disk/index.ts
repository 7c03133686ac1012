export { isAlive, takeLock } from './locks.js';
export { inTemporaryFolder } from './temporary.js';
export { aside, type Content, tidy, writeTogether, writeWhole } from './whole.js';
export { explained, WritingError, writing } from './writing.js';
