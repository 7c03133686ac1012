import { ours } from '../lib/job.mjs';

export { prepare } from './data.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'The data pipeline on one thread and on two',
  unit: 'images/s',
  pairs: 5,
  sides: { 'two threads': ours('default:2'), 'one thread': ours('default:1') },
  goals: [{ side: 'two threads', peer: 'one thread', atLeast: 1.8 }],
};
