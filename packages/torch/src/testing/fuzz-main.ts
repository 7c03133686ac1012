/** `npm run test:fuzz [-- count [first [operator]]]`: the long form of the fuzzing test; exits with 1 where anything but JS errors came out. */
import { fuzz } from './fuzz.js';

const [count = '100000', first = '0', only] = process.argv.slice(2);
const { calls, errors, faults, crashes } = await fuzz(Number(first), Number(count), only);
for (const line of [...faults, ...crashes]) console.log(line);
console.log(`${calls} calls, ${errors} of them errors, ${faults.length} faults, ${crashes.length} crashes`);
process.exitCode = faults.length + crashes.length > 0 ? 1 : 0;
