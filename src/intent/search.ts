import { Grid, Pair } from './grid';

/** One rule of a list: the box is decided alike, but for what earlier rules decided. */
export interface Step {
  readonly box: number;
  readonly accept: boolean;
  /** The cells that the rule decides. */
  readonly cells: Uint32Array;
}

/**
 * Steps that a search may take, so that it ends, and always at the same place: words of cells, or single cells, that it
 * looks at.
 */
export interface Budget {
  left: number;
}

/** A list of rules, found or not, and what is known of shorter ones. */
export interface Found {
  readonly steps?: readonly Step[];
  /** No list has fewer rules. */
  readonly least: number;
}

const BEAM = 6;

/**
 * Looks for a shortest list of rules. A list is built from its first rule on: the box of a rule has to be all wanted or all
 * unwanted, apart from cells that earlier rules decided, and once no wanted cell is left the list is complete. A rule whose
 * box could be wider decides no less with the wider one, so only boxes that cannot be widened are tried, and a rule that can
 * come now loses nothing by coming now, so of two orders of the same rules one is tried.
 *
 * @param most a list of more rules is of no use
 */
export function shortest(grid: Grid, most: number, budget: Budget): Found {
  const start = grid.everyCell();
  let least = bound(grid, start, budget);
  if (least > most) return { least };
  let best = beam(grid, start, most, budget);
  const upper = () => best ? best.length - 1 : most;
  const failed = new Map<string, number>();
  for (; least <= upper(); least++) {
    const steps = deepen(grid, start, least, [], failed, budget);
    if (steps) return { steps, least };
    if (budget.left <= 0) return { steps: best, least };
  }
  return { steps: best, least };
}

/**
 * Several lists of a length, for somebody to choose from.
 *
 * @param prefer the boxes with the largest value are tried first
 */
export function listsOf(grid: Grid, length: number, prefer: (box: number, accept: boolean) => number, most: number, budget: Budget): Step[][] {
  const lists: Step[][] = [];
  const barren = new Set<string>();
  const collect = (care: Uint32Array, left: number, tried: readonly Step[], before: readonly Step[]): void => {
    if (!wantsMore(grid, care)) {
      lists.push([...before]);
      return;
    }
    const key = `${left} ${keyOf(care)}`;
    if (left === 0 || budget.left <= 0 || bound(grid, care, budget) > left || barren.has(key)) return;
    const found = lists.length;
    const choices = widest(grid, care, budget);
    const value = new Map(choices.map((c) => [c, prefer(c.box, c.accept)]));
    choices.sort((a, b) => value.get(b)! - value.get(a)! || b.count - a.count || a.box - b.box);
    const done = [...tried];
    for (const choice of choices) {
      if (lists.length >= most || budget.left <= 0) return;
      if (left === 1 && (!choice.accept || wantsMore(grid, care, choice.cells))) continue;
      if (isTried(grid, done, choice, budget)) continue;
      collect(without(care, choice.cells), left - 1, done, [...before, choice]);
      done.push(choice);
    }
    if (lists.length === found) barren.add(key);
  };
  collect(grid.everyCell(), length, [], []);
  return lists;
}

/** A list of at most that many rules for what is left, or nothing. */
function deepen(grid: Grid, care: Uint32Array, left: number, tried: readonly Step[], failed: Map<string, number>, budget: Budget): Step[] | undefined {
  if (!wantsMore(grid, care)) return [];
  if (left === 0 || budget.left <= 0 || bound(grid, care, budget) > left) return undefined;
  const key = keyOf(care);
  if ((failed.get(key) ?? -1) >= left) return undefined;
  const done: Step[] = [...tried];
  for (const choice of widest(grid, care, budget)) {
    // The last rule has to accept all that is wanted.
    if (left === 1 && (!choice.accept || wantsMore(grid, care, choice.cells))) continue;
    if (isTried(grid, done, choice, budget)) continue;
    const rest = deepen(grid, without(care, choice.cells), left - 1, done, failed, budget);
    if (rest) return [choice, ...rest];
    if (budget.left <= 0) return undefined;
    done.push(choice);
  }
  failed.set(key, left);
  return undefined;
}

/** Some list, by following the few most promising beginnings. */
function beam(grid: Grid, start: Uint32Array, most: number, budget: Budget): Step[] | undefined {
  let best: Step[] | undefined;
  let front: { steps: Step[]; care: Uint32Array }[] = [{ steps: [], care: start }];
  const limit = { left: budget.left / 4 };
  const spent = budget.left - limit.left;
  for (let depth = 0; depth < most && front.length > 0 && limit.left > 0; depth++) {
    const next = new Map<string, { steps: Step[]; care: Uint32Array; score: number }>();
    for (const { steps, care } of front) {
      const choices = widest(grid, care, limit);
      const covered = cover(grid, care, choices.filter((c) => c.accept), limit);
      if (covered && steps.length + covered.length <= most && (!best || steps.length + covered.length < best.length)) best = [...steps, ...covered];
      for (const choice of choices) {
        if (limit.left <= 0) break;
        const rest = without(care, choice.cells);
        const key = keyOf(rest);
        if (next.has(key)) continue;
        const accepts = widest(grid, rest, limit).filter((c) => c.accept);
        const finish = cover(grid, rest, accepts, limit)?.length ?? 0;
        next.set(key, { steps: [...steps, choice], care: rest, score: depth + 1 + finish + bound(grid, rest, limit) / 1_000 });
      }
    }
    front = [...next.values()].sort((a, b) => a.score - b.score).slice(0, BEAM).filter((f) => !best || f.steps.length < best.length - 1);
  }
  budget.left = spent + Math.max(0, limit.left);
  return best;
}

/** The wanted cells by accepting boxes alone, the one that adds most first. */
function cover(grid: Grid, care: Uint32Array, accepts: readonly Choice[], budget: Budget): Step[] | undefined {
  const steps: Step[] = [];
  let rest = care;
  while (wantsMore(grid, rest)) {
    let best: Uint32Array | undefined;
    let [box, most] = [-1, 0];
    budget.left -= accepts.length * grid.words;
    for (const choice of accepts) {
      const cells = common(choice.cells, rest);
      const count = bits(cells);
      if (count > most) [best, box, most] = [cells, choice.box, count];
    }
    if (!best) return undefined;
    steps.push({ box, accept: true, cells: best });
    rest = without(rest, best);
  }
  return steps;
}

interface Choice extends Step {
  readonly count: number;
}

/** The boxes that can come next and cannot be widened, the ones that decide most first. */
function widest(grid: Grid, care: Uint32Array, budget: Budget): Choice[] {
  const { words, masks, wanted, larger, largerFrom } = grid;
  const count = grid.boxes.length;
  let looked = 2 * count;
  /** 0 both, 1 wanted, 2 unwanted, 3 nothing is left of it. */
  const kinds = new Uint8Array(count);
  for (let box = 0, at = 0; box < count; box++, at += words) {
    let yes = 0;
    let no = 0;
    let w = 0;
    while (w < words) {
      const own = masks[at + w] & care[w];
      yes |= own & wanted[w];
      no |= own & ~wanted[w];
      w++;
      if (yes !== 0 && no !== 0) break;
    }
    looked += w;
    kinds[box] = yes !== 0 ? no !== 0 ? 0 : 1 : no !== 0 ? 2 : 3;
  }
  /** By size, then by box, in one number each, the largest first. */
  const order: number[] = [];
  boxes: for (let box = 0; box < count; box++) {
    const kind = kinds[box];
    if (kind === 0 || kind === 3) continue;
    for (let l = largerFrom[box]; l < largerFrom[box + 1]; l++) if (kinds[larger[l]] === kind) continue boxes;
    let size = 0;
    for (let w = 0, at = box * words; w < words; w++) size += ones(masks[at + w] & care[w]);
    order.push(size * count + (count - 1 - box));
  }
  looked += words * order.length;
  const sorted = Float64Array.from(order).sort();
  const kept: Choice[] = [];
  choices: for (let i = sorted.length - 1; i >= 0; i--) {
    const size = Math.floor(sorted[i] / count);
    const box = count - 1 - (sorted[i] - size * count);
    const accept = kinds[box] === 1;
    const at = box * words;
    for (const k of kept) {
      if (k.accept !== accept) continue;
      let w = 0;
      while (w < words && (masks[at + w] & care[w] & ~k.cells[w]) === 0) w++;
      looked += w + 1;
      if (w === words) continue choices;
    }
    const cells = new Uint32Array(words);
    for (let w = 0; w < words; w++) cells[w] = masks[at + w] & care[w];
    kept.push({ box, accept, cells, count: size });
  }
  budget.left -= looked;
  return kept;
}

/** Whether there was no list with this box or a wider one first. */
function isTried(grid: Grid, tried: readonly Step[], choice: Choice, budget: Budget): boolean {
  budget.left -= tried.length * 2;
  return tried.some((t) => t.accept === choice.accept && contains(grid, t.box, choice.box));
}

/**
 * No list for what is left has fewer rules. Along a line every box is a run, and a list needs as many rules as there are runs
 * of wanted cells. For one source and one destination the runs of TCP and UDP add up, since a rule for both takes every port.
 */
function bound(grid: Grid, care: Uint32Array, budget: Budget): number {
  budget.left -= grid.boundSteps;
  let most = 0;
  for (const line of grid.lines) most = Math.max(most, runs(grid, care, line, true));
  for (const pair of grid.pairs) {
    const cares = isIn(care, pair.other);
    if (cares && isIn(grid.wanted, pair.other)) most = Math.max(most, together(grid, care, pair));
    else if (cares) most = Math.max(most, apart(grid, care, pair));
    else most = Math.max(most, Math.min(together(grid, care, pair), apart(grid, care, pair)));
  }
  return most;
}

/** Rules for one pair if no rule for all protocols accepts. */
function apart(grid: Grid, care: Uint32Array, { lines, icmp }: Pair): number {
  return longest(grid, care, lines[0], true) + longest(grid, care, lines[1], true) + (isIn(care, icmp) && isIn(grid.wanted, icmp) ? 1 : 0);
}

/** Rules for one pair if one for all protocols accepts, behind those that drop. */
function together(grid: Grid, care: Uint32Array, { lines, icmp }: Pair): number {
  return 1 + longest(grid, care, lines[0], false) + longest(grid, care, lines[1], false) + (isIn(care, icmp) && !isIn(grid.wanted, icmp) ? 1 : 0);
}

function longest(grid: Grid, care: Uint32Array, lines: readonly (readonly number[])[], want: boolean): number {
  let most = 0;
  for (const line of lines) most = Math.max(most, runs(grid, care, line, want));
  return most;
}

function isIn(cells: Uint32Array, cell: number): boolean {
  return (cells[cell >> 5] >>> (cell & 31) & 1) === 1;
}

/** How many runs of wanted or unwanted cells a line has, without the decided ones. */
function runs({ wanted }: Grid, care: Uint32Array, line: readonly number[], want: boolean): number {
  let count = 0;
  let inside = false;
  for (const cell of line) {
    const bit = 1 << (cell & 31);
    if ((care[cell >> 5] & bit) === 0) continue;
    const now = ((wanted[cell >> 5] & bit) !== 0) === want;
    if (now && !inside) count++;
    inside = now;
  }
  return count;
}

function wantsMore({ wanted, words }: Grid, care: Uint32Array, but?: Uint32Array): boolean {
  for (let w = 0; w < words; w++) if ((care[w] & wanted[w] & ~(but ? but[w] : 0)) !== 0) return true;
  return false;
}

function contains({ masks, words }: Grid, outer: number, inner: number): boolean {
  for (let w = 0; w < words; w++) if ((masks[inner * words + w] & ~masks[outer * words + w]) !== 0) return false;
  return true;
}

function common(a: Uint32Array, b: Uint32Array): Uint32Array {
  const result = new Uint32Array(a.length);
  for (let w = 0; w < a.length; w++) result[w] = a[w] & b[w];
  return result;
}

function without(a: Uint32Array, b: Uint32Array): Uint32Array {
  const result = new Uint32Array(a.length);
  for (let w = 0; w < a.length; w++) result[w] = a[w] & ~b[w];
  return result;
}

function bits(words: Uint32Array): number {
  let count = 0;
  for (const word of words) count += ones(word);
  return count;
}

function ones(word: number): number {
  const pairs = word - (word >>> 1 & 0x55555555);
  const fours = (pairs & 0x33333333) + (pairs >>> 2 & 0x33333333);
  return Math.imul(fours + (fours >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function keyOf(words: Uint32Array): string {
  return String.fromCharCode(...new Uint16Array(words.buffer, words.byteOffset, words.length * 2));
}
