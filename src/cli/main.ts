#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';

process.exitCode = run(process.argv.slice(2), { out: (line) => write(1, line), error: (line) => write(2, line) });

/** At once, so that nothing is lost at the end; a reader that has gone, as `head` does, is no error. */
function write(descriptor: number, line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit();
      // A pipe that is full for the moment.
      if (code !== 'EAGAIN') throw error;
    }
  }
}
