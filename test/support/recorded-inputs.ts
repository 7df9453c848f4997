// Imported by a test file, it records what the checks read and why they are undecided, and compares it with the table of docs/checks.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ALL_CHECKS } from '../../src/checks/all';
import { Check } from '../../src/checks/check';
import { Outcomes } from '../../src/checks/outcomes';
import { FILTER_TYPE, MirrorModel, RULE_TYPES, SESSION_TYPE } from '../../src/model/mirror-model';
import { StackModel } from '../../src/model/stack-model';

/** What a check reads: resource types, and the keys of the reasons for which it is undecided. */
export interface Inputs {
  readonly types: readonly string[];
  readonly undecided: readonly string[];
}

const FILE = join(__dirname, '..', 'checks', 'inputs.json');

/** The recorded inputs of all checks, by id. `RECORD_INPUTS=1 npx jest -i` over the files that import this one records them anew. */
export const INPUTS: Record<string, Inputs> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};

const seen = new Map<string, { types: Set<string>; undecided: Set<string> }>();
let running: string | undefined;

function of(id: string): { types: Set<string>; undecided: Set<string> } {
  let inputs = seen.get(id);
  if (!inputs) seen.set(id, inputs = { types: new Set(), undecided: new Set() });
  return inputs;
}

function during<T>(id: string | undefined, work: () => T): T {
  const before = running;
  running = id;
  try {
    return work();
  } finally {
    running = before;
  }
}

/** The types that the source of the checks and of the model names. A block of another type is only looked up. */
const NAMED = new Set(['checks', 'model'].flatMap((folder) => {
  const root = join(__dirname, '..', '..', 'src', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(root, file), 'utf8').match(/\balicloud_\w+(?=['"`])/g) ?? []);
}));

function typed(...types: string[]): void {
  if (running === undefined) return;
  for (const type of types) if (NAMED.has(type.replace(/^data\./, ''))) of(running).types.add(type);
}

/** The types behind the lists of the model. */
const PARTS: Record<string, string[]> = {
  sessions: [SESSION_TYPE],
  groups: [SESSION_TYPE],
  filters: [FILTER_TYPE],
  strayRules: Object.values(RULE_TYPES),
  openRules: Object.values(RULE_TYPES),
  filterByIdentity: [FILTER_TYPE, ...Object.values(RULE_TYPES)],
};
const watched = new WeakSet<MirrorModel>();

/** Records the use of the lists of a model. */
function watch(model: MirrorModel): void {
  if (watched.has(model)) return;
  watched.add(model);
  for (const [name, types] of Object.entries(PARTS)) {
    const list = (model as any)[name];
    Object.defineProperty(model, name, { get: () => { typed(...types); return list; } });
  }
}

/** Records from now on. */
function record(): void {
  const stack = StackModel.prototype;
  const { blocks, dataBlocks, blockOf } = stack;
  stack.blocks = function (this: StackModel, type: string) { typed(type); return blocks.call(this, type); };
  stack.dataBlocks = function (this: StackModel, type: string) { typed(`data.${type}`); return dataBlocks.call(this, type); };
  let patched = false;
  stack.blockOf = function (this: StackModel, identity: string) {
    const found = blockOf.call(this, identity);
    if (found && !patched) {
      patched = true;
      const prototype = Object.getPrototypeOf(found);
      const { get } = Object.getOwnPropertyDescriptor(prototype, 'body')!;
      Object.defineProperty(prototype, 'body', { get() { typed(this.type); return get!.call(this); } });
    }
    // The use of its arguments counts. A block is also looked up for its name or kind.
    return found;
  };
  const { undecidedOf } = Outcomes.prototype as any;
  (Outcomes.prototype as any).undecidedOf = function (this: Outcomes, ...given: any[]) {
    if (running !== undefined) of(running).undecided.add(given[2]);
    return undecidedOf.apply(this, given);
  };
  for (const check of ALL_CHECKS as { -readonly [K in keyof Check]: Check[K] }[]) {
    const { id, run } = check;
    check.run = function (this: Check, ...given) { watch(given[0]); during(id, () => run.apply(this, given)); };
  }
}

// With mutants, all test files share one process, and each of them would be compared with the table.
if (typeof afterAll === 'function' && !process.env.MUTANTS) {
  record();
  // The mutation tests keep the tests loaded, and a mutant must not count for the next one.
  beforeAll(() => { seen.clear(); });
  afterAll(() => {
    const rows = [...seen].map(([id, { types, undecided }]) => ({ id, types: [...types], undecided: [...undecided] }));
    if (process.env.RECORD_INPUTS) {
      for (const { id, types, undecided } of rows) {
        const { types: known = [], undecided: open = [] } = INPUTS[id] ?? {};
        INPUTS[id] = { types: [...new Set([...known, ...types])].sort(), undecided: [...new Set([...open, ...undecided])].sort() };
      }
      const sorted = Object.entries(INPUTS).sort(([a], [b]) => a < b ? -1 : 1);
      writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), undefined, 1)}\n`);
      return;
    }
    const lacking = rows.flatMap(({ id, types, undecided }) => [
      ...types.filter((type) => !INPUTS[id]?.types.includes(type)).map((type) => `${id} reads ${type}`),
      ...undecided.filter((reason) => !INPUTS[id]?.undecided.includes(reason)).map((reason) => `${id} is undecided: ${reason}`),
    ]);
    expect(lacking).toEqual([]);
  });
}
