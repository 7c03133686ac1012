/** What is wrong in one sentence, and the command that mends it. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [mend]
   */
  constructor(message, mend) {
    super(mend ? `${message}\n  ${mend}` : message);
    this.name = 'SetupError';
  }
}

/**
 * Progress goes to stderr, so that the output of whatever runs after it stays clean.
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`setup: ${message}\n`);
}

/**
 * The progress of one long job: a line that changes in place in a terminal, and a line for every tenth elsewhere.
 * @param {string} job
 * @returns {{ at: (fraction: number, detail?: string) => void, end: () => void }}
 */
export function progress(job) {
  const isTerminal = process.stderr.isTTY === true;
  let tenth = 0;
  return {
    at(fraction, detail = '') {
      const percent = Math.floor(Math.min(1, Math.max(0, fraction)) * 100);
      const line = `setup: ${job} ${percent} %${detail ? `  ${detail}` : ''}`;
      if (isTerminal) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      else if (Math.floor(percent / 10) > tenth) {
        tenth = Math.floor(percent / 10);
        process.stderr.write(`${line}\n`);
      }
    },
    end() {
      if (isTerminal) process.stderr.write('\r\x1b[K');
    },
  };
}

/** Bytes as people say them: `350 MB`. @param {number} bytes */
export function megabytes(bytes) {
  return bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${Math.round(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;
}
