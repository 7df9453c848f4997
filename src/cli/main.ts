#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';

/** If nobody reads any more, as after `head`: that is no error, and what is to be done is done all the same. */
const gone = new Set<number>();

process.exitCode = run(process.argv.slice(2), { out: (line) => write(1, line), error: (line) => write(2, line) });

/** At once, so that nothing is lost at the end. */
function write(descriptor: number, line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0 && !gone.has(descriptor);) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') gone.add(descriptor);
      // A pipe that is full for the moment.
      else if (code !== 'EAGAIN') throw error;
    }
  }
}
