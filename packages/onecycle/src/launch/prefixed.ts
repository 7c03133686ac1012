/** Writes what a process writes, line by line, each with its number before it; gives a function for the end. */
export function prefixed(prefix: string, write: (text: string) => void): (chunk: Buffer | null) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    rest += chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (chunk === null && rest !== '') {
      lines.push(rest);
      rest = '';
    }
    if (lines.length > 0) write(lines.map((line) => `${prefix}${line}\n`).join(''));
  };
}
