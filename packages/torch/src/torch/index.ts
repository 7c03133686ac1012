export { torch } from './torch.js';
