import { closeSync, existsSync, fsyncSync, openSync, readSync, writeSync } from 'fs';

/** Small enough for the young generation of the garbage collector. Parts of 1 MiB would stay until the next full collection. */
const PART_BYTES = 1 << 16;
const LINE_FEED = 10;

/** The text of a file in parts of whole lines, so that a large file is never completely in memory. */
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

/** Writes a file part by part. */
export function writeParts(path: string, parts: Iterable<string>, flush = false): void {
  const file = openSync(path, 'w');
  try {
    const bytes = new Bytes();
    let text = '';
    for (const part of parts) {
      text += part;
      if (text.length < PART_BYTES) continue;
      writeAll(file, bytes.of(text));
      text = '';
    }
    writeAll(file, bytes.of(text));
    if (flush) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Encodes one text after the other into the same buffer. A separate buffer for each would stay until a collection. */
class Bytes {
  private buffer = Buffer.allocUnsafe(4 * PART_BYTES);

  /** Valid until the next text. */
  public of(text: string): Buffer {
    // A code unit takes at most three bytes.
    const most = 3 * text.length;
    if (most > this.buffer.length) this.buffer = Buffer.allocUnsafe(most);
    return this.buffer.subarray(0, this.buffer.write(text));
  }
}

/** A single call may write less than it is given. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Whether a file already has this text. */
export function saysTheSame(path: string, parts: Iterable<string>): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const bytesOf = new Bytes();
    let there = Buffer.allocUnsafe(PART_BYTES);
    for (const part of parts) {
      const bytes = bytesOf.of(part);
      if (there.length < bytes.length) there = Buffer.allocUnsafe(2 * bytes.length);
      if (readSync(file, there, 0, bytes.length, null) !== bytes.length || there.compare(bytes, 0, bytes.length, 0, bytes.length) !== 0) {
        return false;
      }
    }
    return readSync(file, there, 0, 1, null) === 0;
  } finally {
    closeSync(file);
  }
}
