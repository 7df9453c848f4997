import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'fs';

const PART_BYTES = 1 << 20;
const LINE_FEED = 10;

/** The text of a file in parts of whole lines: a large file is never held whole. */
export function* readParts(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(PART_BYTES);
    for (let held = 0; ;) {
      const read = readSync(file, buffer, held, buffer.length - held, null);
      held += read;
      const end = read === 0 ? held : buffer.lastIndexOf(LINE_FEED, held - 1) + 1;
      if (end > 0) yield buffer.toString('utf8', 0, end);
      if (read === 0) return;
      buffer.copyWithin(0, end, held);
      held -= end;
      if (held === buffer.length) buffer = Buffer.concat([buffer], 2 * held);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a file whole or not at all; not where it says the same already.
 *
 * @param parts gives the parts of its text, from the first on each time it is called
 */
export function writeWhole(path: string, parts: () => Iterable<string>): void {
  if (saysTheSame(path, parts())) return;
  // Beside the file, so that the rename stays within one file system.
  const staged = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(staged, 'w');
    try {
      for (const part of parts()) writeAll(file, Buffer.from(part));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(staged, path);
  } finally {
    rmSync(staged, { force: true });
  }
}

/** A single call may write less than it is given. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function saysTheSame(path: string, parts: Iterable<string>): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    for (const part of parts) {
      const bytes = Buffer.from(part);
      const there = Buffer.allocUnsafe(bytes.length);
      if (readSync(file, there, 0, there.length, null) !== bytes.length || !there.equals(bytes)) return false;
    }
    return readSync(file, Buffer.allocUnsafe(1), 0, 1, null) === 0;
  } finally {
    closeSync(file);
  }
}
