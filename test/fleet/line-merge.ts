import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** How git leaves what it cannot merge: with markers, with markers and the ancestor, or with the lines of both sides. */
export enum ConflictStyle { MERGE = 'merge', DIFF3 = 'diff3', UNION = 'union' }

/** A merge of texts line by line, as git does it. */
export function mergeLines(ours: string, base: string, theirs: string, style: ConflictStyle): string {
  const [a, o, b] = [ours, base, theirs].map((text) => text.split('\n').slice(0, -1));
  const [toA, toB] = [matches(o, a), matches(o, b)];
  const merged: string[] = [];
  let [i, x, y] = [0, 0, 0];
  while (i < o.length || x < a.length || y < b.length) {
    if (i < o.length && toA[i] === x && toB[i] === y) {
      merged.push(o[i]);
      [i, x, y] = [i + 1, x + 1, y + 1];
      continue;
    }
    // Up to the next line that all three have.
    let end = i;
    while (end < o.length && (toA[end] === undefined || toB[end] === undefined)) end++;
    const [endA, endB] = end < o.length ? [toA[end]!, toB[end]!] : [a.length, b.length];
    merged.push(...settle(a.slice(x, endA), o.slice(i, end), b.slice(y, endB), style));
    [i, x, y] = [end, endA, endB];
  }
  return merged.map((line) => `${line}\n`).join('');
}

function settle(a: string[], o: string[], b: string[], style: ConflictStyle): string[] {
  const same = (p: string[], q: string[]) => p.join('\n') === q.join('\n') && p.length === q.length;
  if (same(a, o) || same(a, b)) return b;
  if (same(b, o)) return a;
  if (style === ConflictStyle.UNION) return [...a, ...b];
  return ['<<<<<<< ours', ...a, ...style === ConflictStyle.DIFF3 ? ['||||||| base', ...o] : [], '=======', ...b, '>>>>>>> theirs'];
}

/** For each line of one text the line of the other that it is: a longest common subsequence. */
function matches(from: string[], to: string[]): (number | undefined)[] {
  const length = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      length[i][j] = from[i] === to[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const found = new Array<number | undefined>(from.length).fill(undefined);
  for (let i = 0, j = 0; i < from.length && j < to.length;) {
    if (from[i] === to[j]) found[i++] = j++;
    else if (length[i + 1][j] >= length[i][j + 1]) i++;
    else j++;
  }
  return found;
}

/** Whether the real git can be run. */
export const hasGit = (() => {
  try {
    return execFileSync('git', ['--version'], { encoding: 'utf8' }).startsWith('git version');
  } catch {
    return false;
  }
})();

/** The same by the real git. */
export function gitMerge(ours: string, base: string, theirs: string, style: ConflictStyle): string {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-merge-'));
  try {
    const files = [ours, base, theirs].map((text, i) => {
      const file = join(folder, `${i}.lock`);
      writeFileSync(file, text);
      return file;
    });
    const flags = style === ConflictStyle.MERGE ? [] : [`--${style}`];
    try {
      return execFileSync('git', ['merge-file', '-p', '-q', ...flags, ...files], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      // The number of conflicts, up to 127.
      if (status > 0 && status < 128) return stdout;
      throw error;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
