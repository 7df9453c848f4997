#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';

/** Streams whose reader has gone, for example after `head`. That is not an error, and the command still finishes its work. */
const gone = new Set<number>();

const screen = process.stdout.isTTY === true;
process.exitCode = run(process.argv.slice(2), {
  out: (line) => write(1, line),
  error: (line) => write(2, line),
  columns: screen ? process.stdout.columns : undefined,
  // https://no-color.org: any value except the empty one.
  colour: screen && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
});

/** Writes synchronously, so that no line is lost when the process exits. */
function write(descriptor: number, line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0 && !gone.has(descriptor);) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') gone.add(descriptor);
      // EAGAIN: the pipe is full at the moment.
      else if (code !== 'EAGAIN') throw error;
    }
  }
}
