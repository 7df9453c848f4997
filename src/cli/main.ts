#!/usr/bin/env node
import { writeSync } from 'fs';
import { run } from './run';

/** If nobody reads any more, as after `head`: that is no error, and what is to be done is done all the same. */
const gone = new Set<number>();

const screen = process.stdout.isTTY === true;
process.exitCode = run(process.argv.slice(2), {
  out: (line) => write(1, line),
  error: (line) => write(2, line),
  columns: screen ? process.stdout.columns : undefined,
  // https://no-color.org: any value but the empty one.
  colour: screen && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
});

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
