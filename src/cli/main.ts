#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';
import { screenOf } from './screen';

/** Streams whose reader has gone, for example after `head`. That is not an error, and the command still finishes its work. */
const gone = new Set<number>();

process.exitCode = run(process.argv.slice(2), {
  out: (line) => write(1, line),
  error: (line) => write(2, line),
  ...screenOf(process.env, process.stdout),
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
