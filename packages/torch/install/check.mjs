import { execute } from './shell.mjs';

/**
 * Loads the parts in a process of their own: the addon as Node does, the others through it.
 * @param {string[]} files
 * @returns {Promise<string | undefined>} what the loader says when they do not load
 */
export async function whyNotLoading([addon = '', ...others]) {
  const program =
    'const [addon, ...others] = JSON.parse(process.env.ONECYCLE_CHECK); const native = require(addon); for (const file of others) native.loadLibrary(file, false);';
  const { code, text } = await execute(process.execPath, ['-e', program], {
    env: { ONECYCLE_CHECK: JSON.stringify([addon, ...others]) },
  });
  if (code === 0) return undefined;
  return text.match(/^\w*Error: (.*)/m)?.[1] ?? text.trim().split('\n').at(-1) ?? `exit code ${code}`;
}
