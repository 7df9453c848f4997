import { escaped, scrollable } from './html-escape';
import { compareNaturally } from '../net/compare';
import { reportWords } from '../texts/catalogue';
import { Language } from '../texts/language';

/** Sessions of one stack, filter and target. */
export interface Flow {
  readonly from: string;
  readonly filter: string;
  readonly target: string;
  sessions: number;
  sources: number;
}

/** The number of names in a column. The smaller ones share one box. */
const MOST = 10;
/** Characters of a name that fit into a box. */
const MOST_NAME = 34;
const WIDTH = 960;
const BOX = { width: 250, height: 40, gap: 12 };
const COLUMNS = ['from', 'filter', 'target'] as const;

/** Boxes of sources, filters and targets. The bands between them are as wide as their number of sessions. */
export function drawing(flows: readonly Flow[], language: Language): string {
  const words = reportWords(language);
  const boxes = COLUMNS.map((column) => boxesOf(flows, column, words.others));
  const height = 40 + Math.max(...boxes.map((b) => b.size)) * (BOX.height + BOX.gap);
  const x = COLUMNS.map((_, i) => i * (WIDTH - BOX.width) / 2);
  const y = (at: number) => 32 + at * (BOX.height + BOX.gap);
  const most = flows.reduce((sum, f) => sum + f.sessions, 0);
  const bands: string[] = [];
  for (const [left, right] of [[0, 1], [1, 2]]) {
    const between = new Map<string, number>();
    for (const flow of flows) {
      const key = `${placeIn(boxes[left], flow[COLUMNS[left]])} ${placeIn(boxes[right], flow[COLUMNS[right]])}`;
      between.set(key, (between.get(key) ?? 0) + flow.sessions);
    }
    for (const [key, sessions] of between) {
      const [a, b] = key.split(' ').map(Number);
      const [x1, y1, x2, y2] = [x[left] + BOX.width, y(a) + BOX.height / 2, x[right], y(b) + BOX.height / 2];
      const middle = (x1 + x2) / 2;
      bands.push(
        `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" stroke-width="${(1 + (15 * sessions) / most).toFixed(1)}"><title>${words.band(sessions)}</title></path>`,
      );
    }
  }
  const labels = boxes.flatMap((column, i) => [
    `<text class="title" x="${x[i]}" y="18">${words.drawing[COLUMNS[i]]}</text>`,
    ...[
      ...column,
    ].map((
      [name, { sessions, sources }], at,
    ) =>
      `<g><title>${escaped(name)}</title><rect x="${x[i]}" y="${y(at)}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${x[i] + 10}" y="${y(at) + 17}">${escaped(ending(name))}</text><text class="small" x="${x[i] + 10}" y="${y(at) + 32}">${words.box(sessions, sources)}</text></g>`,
    ),
  ]);
  return scrollable(
    words.whoLong,
    `<svg class="drawing" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(words.drawn(flows.slice(0, 5), flows.length > 5))}"><g class="bands">${bands.join('')}</g>${labels.join('')}</svg>`,
  );
}

/** The end of a long name, which distinguishes it from the others of its stack. */
function ending(name: string): string {
  return name.length <= MOST_NAME ? name : `…${[...name].slice(1 - MOST_NAME).join('')}`;
}

interface Box {
  sessions: number;
  sources: number;
}

type Boxes = Map<string, Box>;

function boxesOf(flows: readonly Flow[], column: typeof COLUMNS[number], othersText: (amount: number) => string): Boxes {
  const all: Boxes = new Map();
  for (const flow of flows) {
    const box = all.get(flow[column]);
    if (box) {
      box.sessions += flow.sessions;
      box.sources += flow.sources;
    } else {
      all.set(flow[column], { sessions: flow.sessions, sources: flow.sources });
    }
  }
  const sorted = [...all].sort(([a, x], [b, z]) => z.sessions - x.sessions || compareNaturally(a, b));
  if (sorted.length <= MOST) return new Map(sorted);
  const rest = sorted.slice(MOST - 1);
  const others = rest.reduce(
    (sum, [, box]) => ({ sessions: sum.sessions + box.sessions, sources: sum.sources + box.sources }),
    { sessions: 0, sources: 0 },
  );
  return new Map([...sorted.slice(0, MOST - 1), [othersText(rest.length), others]]);
}

function placeIn(boxes: Boxes, name: string): number {
  const at = [...boxes.keys()].indexOf(name);
  return at < 0 ? boxes.size - 1 : at;
}
