import { CellMap } from './cell-map';
import { Grid } from './grid';

/** One rule of a list: it decides all cells of its box, except those that earlier rules decided. */
export interface Step {
  readonly box: number;
  readonly accept: boolean;
  /** The cells that the rule decides. */
  readonly cells: Uint32Array;
}

/**
 * Maximum steps of a search, so that it ends, and always at the same step. A step is a word of cells, or a single cell, that
 * the search examines.
 */
export interface Budget {
  left: number;
}

/** A list of rules, if found, and the lower bound for the length. */
export interface Found {
  readonly steps?: readonly Step[];
  /** No list has fewer rules. */
  readonly least: number;
}

const BEAM = 6;

/**
 * Searches for a shortest list of rules. A list is built from its first rule on. The box of a rule must be all wanted or all
 * unwanted, apart from cells that earlier rules decided. The list is complete when no wanted cell is left. A wider box never
 * decides less, so only boxes that cannot be widened are tried. A rule that is possible now can always come first, so only
 * one order of the same rules is tried.
 *
 * @param most longer lists are not useful
 */
export function shortest(grid: Grid, most: number, budget: Budget): Found {
  const start = grid.everyCell();
  let least = bound(grid, start, Infinity, budget);
  if (least > most || !isSearched(grid, budget)) return { least };
  let best = beam(grid, start, most, budget);
  const upper = () => best ? best.length - 1 : most;
  const failed = new CellMap<number>();
  for (; least <= upper(); least++) {
    const steps = deepen(grid, start, least, [], failed, budget);
    if (steps) return { steps, least };
    if (budget.left <= 0) return { steps: best, least };
  }
  return { steps: best, least };
}

/** Whether the budget is large enough for the boxes of the grid. */
function isSearched(grid: Grid, budget: Budget): boolean {
  const size = grid.boxCount * grid.words;
  if (size > budget.left) return false;
  budget.left -= size / 8;
  return true;
}

/**
 * Several lists of the same length, from which the caller chooses.
 *
 * @param prefer boxes with the largest value are tried first
 */
export function listsOf(
  grid: Grid, length: number, prefer: (box: number, accept: boolean) => number, most: number, budget: Budget,
): Step[][] {
  const lists: Step[][] = [];
  /** By the number of remaining rules. */
  const barren: CellMap<true>[] = [];
  const collect = (care: Uint32Array, left: number, tried: readonly Step[], before: readonly Step[]): void => {
    if (!wantsMore(grid, care)) {
      lists.push([...before]);
      return;
    }
    const known = barren[left] ??= new CellMap();
    if (left === 0 || budget.left <= 0 || bound(grid, care, left, budget) > left || known.get(care)) return;
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
    if (lists.length === found) known.set(care, true);
  };
  if (isSearched(grid, budget)) collect(grid.everyCell(), length, [], []);
  return lists;
}

/** A list of at most that many rules for the remaining cells, or undefined. */
function deepen(
  grid: Grid, care: Uint32Array, left: number, tried: readonly Step[], failed: CellMap<number>, budget: Budget,
): Step[] | undefined {
  if (!wantsMore(grid, care)) return [];
  // The remaining cells are read twice: to look them up, and to remove cells from them.
  budget.left -= 2 * grid.words;
  if (left === 0 || budget.left <= 0 || (failed.get(care) ?? -1) >= left || bound(grid, care, left, budget) > left) return undefined;
  const done: Step[] = [...tried];
  for (const choice of widest(grid, care, budget)) {
    // The last rule must accept all wanted cells.
    if (left === 1 && (!choice.accept || wantsMore(grid, care, choice.cells))) continue;
    if (isTried(grid, done, choice, budget)) continue;
    const rest = deepen(grid, without(care, choice.cells), left - 1, done, failed, budget);
    if (rest) return [choice, ...rest];
    if (budget.left <= 0) return undefined;
    done.push(choice);
  }
  failed.set(care, left);
  return undefined;
}

/** A list from a beam search over the most promising beginnings. */
function beam(grid: Grid, start: Uint32Array, most: number, budget: Budget): Step[] | undefined {
  let best: Step[] | undefined;
  let front: { steps: Step[]; care: Uint32Array }[] = [{ steps: [], care: start }];
  const limit = { left: budget.left / 4 };
  const spent = budget.left - limit.left;
  for (let depth = 0; depth < most && front.length > 0 && limit.left > 0; depth++) {
    const next: { steps: Step[]; care: Uint32Array; score: number }[] = [];
    const seen = new CellMap<true>();
    for (const { steps, care } of front) {
      const choices = widest(grid, care, limit);
      const covered = cover(grid, care, choices.filter((c) => c.accept), limit);
      if (covered && steps.length + covered.length <= most && (!best || steps.length + covered.length < best.length)) {
        best = [...steps, ...covered];
      }
      for (const choice of choices) {
        if (limit.left <= 0) break;
        const rest = without(care, choice.cells);
        if (seen.get(rest)) continue;
        seen.set(rest, true);
        const accepts = widest(grid, rest, limit).filter((c) => c.accept);
        const finish = cover(grid, rest, accepts, limit)?.length ?? 0;
        next.push({ steps: [...steps, choice], care: rest, score: depth + 1 + finish + bound(grid, rest, Infinity, limit) / 1_000 });
      }
    }
    front = next.sort((a, b) => a.score - b.score).slice(0, BEAM).filter((f) => !best || f.steps.length < best.length - 1);
  }
  budget.left = spent + Math.max(0, limit.left);
  return best;
}

/** A list of accept boxes only. The box that adds most comes first. */
function cover(grid: Grid, care: Uint32Array, accepts: readonly Choice[], budget: Budget): Step[] | undefined {
  const steps: Step[] = [];
  let rest = care;
  while (wantsMore(grid, rest)) {
    let best: Choice | undefined;
    let most = 0;
    budget.left -= accepts.length * grid.words;
    for (const choice of accepts) {
      // The choices are sorted by size.
      if (choice.count <= most) break;
      const count = commonBits(choice.cells, rest);
      if (count > most) [best, most] = [choice, count];
    }
    if (!best) return undefined;
    const cells = common(best.cells, rest);
    steps.push({ box: best.box, accept: true, cells });
    rest = without(rest, cells);
  }
  return steps;
}

interface Choice extends Step {
  readonly count: number;
}

/** The undecided cells of a box: wanted and unwanted ones, only wanted, only unwanted, or none. */
const [MIXED, YES, NO, GONE] = [0, 1, 2, 3];

/** The boxes that can come next and cannot be widened. The box that decides most comes first. */
function widest(grid: Grid, care: Uint32Array, budget: Budget): Choice[] {
  const { words, wanted, boxCount: count } = grid;
  const { masks, larger, largerFrom, fromWord, toWord } = grid.boxes;
  let looked = 2 * count;
  const kinds = new Uint8Array(count);
  for (let box = 0, start = 0; box < count; box++, start += words) {
    let [yes, no] = [0, 0];
    const to = toWord[box];
    let w = fromWord[box];
    while (w < to) {
      const own = masks[start + w] & care[w];
      const right = wanted[w];
      yes |= own & right;
      no |= own & ~right;
      w++;
      if (yes !== 0 && no !== 0) break;
    }
    looked += w - fromWord[box];
    kinds[box] = yes !== 0 ? no !== 0 ? MIXED : YES : no !== 0 ? NO : GONE;
  }
  /** Sort keys of size and box in one number, the largest first. */
  const order: number[] = [];
  boxes: for (let box = 0; box < count; box++) {
    const kind = kinds[box];
    if (kind === MIXED || kind === GONE) continue;
    for (let l = largerFrom[box]; l < largerFrom[box + 1]; l++) if (kinds[larger[l]] === kind) continue boxes;
    let size = 0;
    for (let w = fromWord[box], at = box * words; w < toWord[box]; w++) size += ones(masks[at + w] & care[w]);
    looked += toWord[box] - fromWord[box];
    order.push(size * count + (count - 1 - box));
  }
  const sorted = Float64Array.from(order).sort();
  const kept: Choice[] = [];
  choices: for (let i = sorted.length - 1; i >= 0; i--) {
    const size = Math.floor(sorted[i] / count);
    const box = count - 1 - (sorted[i] - size * count);
    const accept = kinds[box] === YES;
    const at = box * words;
    const [from, to] = [fromWord[box], toWord[box]];
    for (const k of kept) {
      if (k.accept !== accept) continue;
      let w = from;
      while (w < to && (masks[at + w] & care[w] & ~k.cells[w]) === 0) w++;
      looked += w - from + 1;
      if (w === to) continue choices;
    }
    const cells = new Uint32Array(words);
    for (let w = from; w < to; w++) cells[w] = masks[at + w] & care[w];
    looked += words;
    kept.push({ box, accept, cells, count: size });
  }
  budget.left -= looked;
  return kept;
}

/** Whether no list begins with this box or a wider one. */
function isTried(grid: Grid, tried: readonly Step[], choice: Choice, budget: Budget): boolean {
  budget.left -= tried.length * 2;
  for (const t of tried) if (t.accept === choice.accept && contains(grid, t.box, choice.box)) return true;
  return false;
}

/**
 * The lower bound for the number of rules for the remaining cells. Along a line every box is a run, so a list needs as many
 * rules as there are runs of wanted cells. For one source and one destination, the runs of TCP and UDP add up, since a rule
 * for both matches every port.
 *
 * @param enough the bound is not computed beyond this value
 */
function bound(grid: Grid, care: Uint32Array, enough: number, budget: Budget): number {
  budget.left -= grid.boundSteps;
  const { lines, first, wanted, sizes: [ns, nd] } = grid;
  let most = 0;
  for (let i = 0; i < lines.length && most <= enough; i += 3) {
    most = Math.max(most, runs(grid, care, lines[i], lines[i + 1], lines[i + 2], true));
  }
  const pairs = ns * nd;
  for (let pair = 0; pair < pairs && most <= enough; pair++) {
    const other = first.OTHER! + pair;
    // Either no rule for all protocols accepts, or one accepts after drop rules.
    if (isIn(care, other)) {
      most = Math.max(most, isIn(wanted, other) ? 1 + runsApart(grid, care, pair, false) : runsApart(grid, care, pair, true));
      continue;
    }
    const apart = runsApart(grid, care, pair, true);
    if (apart > most) most = Math.max(most, Math.min(1 + runsApart(grid, care, pair, false), apart));
  }
  return most;
}

/** The runs of all kinds together for one pair of source and destination. */
function runsApart(grid: Grid, care: Uint32Array, pair: number, want: boolean): number {
  const { first, wanted } = grid;
  const icmp = first.ICMP === undefined ? -1 : first.ICMP + pair;
  return runsOfPorts(grid, care, first.TCP, pair, want) + runsOfPorts(grid, care, first.UDP, pair, want)
    + (icmp >= 0 && isIn(care, icmp) && isIn(wanted, icmp) === want ? 1 : 0);
}

/**
 * The maximum number of runs along the ports of one kind, for one pair of source and destination.
 *
 * @param first the first cell of the kind. Undefined if the grid has no cell of the kind
 */
function runsOfPorts(grid: Grid, care: Uint32Array, first: number | undefined, pair: number, want: boolean): number {
  if (first === undefined) return 0;
  const [, , np, nq] = grid.sizes;
  const from = first + pair * np * nq;
  let most = 0;
  for (let e = 0; e < nq; e++) most = Math.max(most, runs(grid, care, from + e, nq, np, want));
  if (nq > 1) for (let c = 0; c < np; c++) most = Math.max(most, runs(grid, care, from + c * nq, 1, nq, want));
  return most;
}

function isIn(cells: Uint32Array, cell: number): boolean {
  return (cells[cell >> 5] >>> (cell & 31) & 1) === 1;
}

/** The number of runs of wanted or unwanted cells on a line, without the decided cells. */
function runs({ wanted }: Grid, care: Uint32Array, first: number, distance: number, length: number, want: boolean): number {
  let count = 0;
  let inside = 0;
  const turned = want ? 0 : 1;
  for (let cell = first, end = first + length * distance; cell < end; cell += distance) {
    const word = cell >> 5;
    const bit = cell & 31;
    if ((care[word] >>> bit & 1) === 0) continue;
    const now = (wanted[word] >>> bit & 1) ^ turned;
    count += now & ~inside;
    inside = now;
  }
  return count;
}

function wantsMore({ wanted, words }: Grid, care: Uint32Array, but?: Uint32Array): boolean {
  for (let w = 0; w < words; w++) if ((care[w] & wanted[w] & ~(but ? but[w] : 0)) !== 0) return true;
  return false;
}

function contains({ words, boxes: { masks, fromWord, toWord } }: Grid, outer: number, inner: number): boolean {
  for (let w = fromWord[inner]; w < toWord[inner]; w++) if ((masks[inner * words + w] & ~masks[outer * words + w]) !== 0) return false;
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

function commonBits(a: Uint32Array, b: Uint32Array): number {
  let count = 0;
  for (let w = 0; w < a.length; w++) count += ones(a[w] & b[w]);
  return count;
}

function ones(word: number): number {
  const pairs = word - (word >>> 1 & 0x55555555);
  const fours = (pairs & 0x33333333) + (pairs >>> 2 & 0x33333333);
  return Math.imul(fours + (fours >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
