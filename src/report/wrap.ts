/** The smallest width. Narrower terminals wrap lines themselves. */
const NARROWEST = 40;

const WIDE = /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** The number of terminal columns of a text. A Chinese character takes two. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/**
 * The parts of a line that must not be split: words, and Chinese characters with the following mark. A part includes the
 * space before it.
 */
function partsOf(line: string): string[] {
  // GitHub's runner takes a line that begins with two colons for a command.
  const parts = line.split(/(?<=\S)(?= (?!::)\S)/);
  return WIDE.test(line) ? parts.flatMap((part) => part.split(/(?<=[\u3000-\u9fff\uff00-\uffef])(?<![（“])(?![，。：；、）”？！])/)) : parts;
}

/** Wraps a line to a width in columns. The lines after the first are indented. */
export function wrapped(line: string, width: number, indent: number): string[] {
  if (width < NARROWEST || columnsOf(line) <= width) return [line];
  const lines: string[] = [];
  let present = '';
  let columns = 0;
  for (const part of partsOf(line)) {
    const own = columnsOf(part);
    if (present !== '' && columns + own > width) {
      lines.push(present);
      const text = part.replace(/^ (?=\S)/, '');
      present = ' '.repeat(indent) + text;
      columns = indent + columnsOf(text);
    } else {
      present += part;
      columns += own;
    }
  }
  return [...lines, present];
}
