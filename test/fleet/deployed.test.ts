// A ledger measured against what is deployed: Terraform states, and the ledgers that a pipeline kept after an apply.
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { App } from 'cdktf';
import { copiesOf, statesOf } from './state-of';
import { inEnvironment } from './stated';
import {
  MirrorDeployed, MirrorEdition, MirrorFilter, MirrorIntent, MirrorLedger, MirrorLedgerOptions, MirrorPacking, MirrorPlan,
  MirrorPolicy, MirrorService, MirrorSession, MirrorSource, MirrorStatement, MirrorTarget, MirroredFleet,
  MirroredFleetProps, MirroredFleetShard,
} from '../../src';
import { run as runCommand } from '../../src/cli/run';
import {
  bodiesByPath, filterIn, findings, messageOf, newApp, newStack, SESSION, source, target, temporaryFolder, written,
} from '../support/app';

const LOCK = 'traffic-mirror.lock';
const STATE = 'state.json';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

type Fleets = Record<string, string[] | (Partial<MirroredFleetProps> & { sources: MirrorSource[] })>;

interface Given {
  readonly options?: MirrorLedgerOptions;
  /** Single sessions with the ledger, and without it. */
  readonly lone?: Record<string, string[]>;
  readonly outside?: Record<string, string[]>;
  readonly stack?: string;
  readonly filter?: string;
  readonly edition?: MirrorEdition;
}

/** An app of fleets and single sessions, synthesized as far as no error stops it. */
function run(fleets: Fleets, { options, lone = {}, outside = {}, stack: id = 'net', filter: filterId = 'Filter', edition }: Given = {}) {
  const app = newApp();
  if (edition) MirrorPolicy.of(app).edition(edition);
  const stack = newStack(app, id);
  const filter = filterIn(stack, filterId);
  const ledger = MirrorLedger.file(LOCK, { frozen: false, ...options });
  const made = Object.entries(fleets).map(([name, of]): [string, MirroredFleet] => [name, new MirroredFleet(stack, name, {
    filter, ledger, targets: [target()], fleetName: name, ...Array.isArray(of) ? { sources: of.map((s) => source(s)) } : of,
  })]);
  for (const [name, of] of Object.entries(lone)) {
    new MirrorSession(stack, name, { filter, ledger, sources: of.map((s) => source(s)), target: target() });
  }
  for (const [name, of] of Object.entries(outside)) {
    new MirrorSession(stack, name, { filter, sources: of.map((s) => source(s)), target: target(), priority: 40 });
  }
  let refusal = '';
  try {
    app.synth();
  } catch (error) {
    refusal = (error as Error).message;
  }
  const found = findings(app).filter(({ id: check }) => /TM5[12]|TM302|TM304/.test(check));
  return {
    app, refusal, fleets: Object.fromEntries(made), ledger: () => readFileSync(LOCK, 'utf8'),
    said: found.map((f) => `${f.severity} ${f.id}`), problems: found.map((f) => f.problem), fixes: found.map((f) => f.fix),
    /** Priorities by the first source of a session. */
    numbers: () =>
      Object.fromEntries(
        Object.values<any>(bodiesByPath(Object.values(written(app))[0], SESSION)).map((b) => [b.traffic_mirror_source_ids[0], b.priority]),
      ),
    bodies: (): Record<string, any> => bodiesByPath(Object.values(written(app))[0], SESSION),
  };
}

/** Applies what a run wrote: its state becomes what is deployed. */
function apply(app: App): void {
  writeFileSync(STATE, Object.values(statesOf(app))[0]);
}

const withState = (frozen = false): Given => ({ options: { frozen, deployed: MirrorDeployed.files([STATE]) } });
const small = (first: number, last: number) => ({ priorityRange: { first, last } });
const of = (ids: string[], more: Partial<MirroredFleetProps> = {}) => ({ sources: ids.map((id) => source(id)), ...more });

describe('one apply covers a commit that removed a fleet and one that gave its sources to another', () => {
  beforeEach(() => {
    apply(run({ A: ['eni-a'], B: ['eni-b'] }).app);
    run({ B: ['eni-b'] });
    run({ B: ['eni-b', 'eni-a'] });
  });

  test('frozen, it is refused: no ledger has the fleet any more, and the state has its session', () => {
    const { said, problems, fixes } = run({ B: ['eni-b', 'eni-a'] }, withState(true));
    expect(said).toEqual(['error TM525']);
    expect(problems[0]).toMatch(
      /^Compared with the deployed sessions of state\.json, these sources move .*: eni-a \(until now alicloud_vpc_traffic_mirror_session\.A_[0-9a-f]{8}_eni-a\)$/,
    );
    expect(fixes[0]).toMatch(/^Deploy the commit that frees it first/);
  });

  test('otherwise the source waits until the session is gone', () => {
    const waits = run({ B: ['eni-b', 'eni-a'] }, withState());
    expect(waits.said).toEqual(['warning TM519']);
    expect(waits.fleets.B.sessionKeys).toEqual(['eni-b']);
    apply(waits.app);
    expect(run({ B: ['eni-b', 'eni-a'] }, withState()).fleets.B.sessionKeys).toEqual(['eni-a', 'eni-b']);
  });

  test('an edition that allows a source in several sessions refuses nothing', () => {
    expect(run({ B: ['eni-b', 'eni-a'] }, { ...withState(true), edition: MirrorEdition.EDITION_2026 }).refusal).toBe('');
  });
});

describe('one apply covers a commit that freed a priority and one that took it', () => {
  const later = { B: of(['eni-b', 'eni-c'], small(1, 2)) };
  beforeEach(() => {
    const { app, fleets } = run({ A: of(['eni-a'], small(1, 1)), B: of(['eni-b'], small(2, 2)) });
    expect([fleets.A.session('eni-a').priority, fleets.B.session('eni-b').priority]).toEqual([1, 2]);
    apply(app);
    run({ B: of(['eni-b'], small(2, 2)) });
    expect(run(later).fleets.B.session('eni-c').priority).toBe(1);
  });

  test('frozen, it is refused', () => {
    const { said, problems } = run(later, withState(true));
    expect(said).toEqual(['error TM527']);
    expect(problems[0]).toMatch(/priority 1, which alicloud_vpc_traffic_mirror_session\.A_\w+_eni-a has and eni-c uses/);
  });

  test('otherwise the session that does not run gets another number', () => {
    const wide = { B: of(['eni-b', 'eni-c'], small(1, 3)) };
    const { refusal, numbers, ledger } = run(wide, withState());
    expect([refusal, numbers()]).toEqual(['', { 'eni-b': 2, 'eni-c': 3 }]);
    const text = ledger();
    // Another run before the apply changes nothing more.
    expect(run(wide, withState()).ledger()).toBe(text);
  });

  test('a fleet that the ledger still has holds its number too', () => {
    run({ A: of(['eni-z'], small(9, 9)), ...later });
    const { refusal, numbers } = run({ A: of(['eni-z'], small(9, 9)), B: of(['eni-b', 'eni-c'], small(1, 3)) }, withState());
    expect([refusal, numbers()]).toEqual(['', { 'eni-z': 9, 'eni-b': 2, 'eni-c': 3 }]);
  });
});

describe('a single session of the ledger', () => {
  test('is found in a state, so nothing changes in the next run', () => {
    const { app, bodies } = run({ B: ['eni-b'] }, { lone: { web: ['eni-z', 'eni-a'] } });
    apply(app);
    for (const frozen of [false, true]) {
      const again = run({ B: ['eni-b'] }, { ...withState(frozen), lone: { web: ['eni-z', 'eni-a'] } });
      expect([again.refusal, again.said]).toEqual(['', []]);
      expect(again.bodies()).toEqual(bodies());
    }
  });

  test('keeps its numbers if its line is lost, or if it gets the ledger later', () => {
    const { app, bodies } = run({ B: ['eni-b'] }, { outside: { web: ['eni-a'] } });
    apply(app);
    const later = run({ B: ['eni-b'] }, { ...withState(), lone: { web: ['eni-a'] } });
    expect([later.refusal, later.said]).toEqual(['', []]);
    expect(later.bodies()).toEqual(bodies());
  });

  test('is refused if it takes a source of a fleet in one apply', () => {
    run({ B: ['eni-a', 'eni-b'] });
    const { said, problems, fixes } = run({ B: ['eni-b'] }, { lone: { web: ['eni-a'] } });
    expect(said).toEqual(['error TM525']);
    expect(problems[0]).toContain('eni-a (until now eni-a of B)');
    expect(fixes[0]).toMatch(/^Keep the construct path of the session\. To move a source, remove it and apply, then add it and apply\./);
  });

  test('is refused if it takes a source of another one, in a ledger without fleets', () => {
    run({}, { lone: { web: ['eni-a'] } });
    expect(run({}, { lone: { api: ['eni-a'] } }).problems).toEqual([expect.stringContaining('eni-a (until now net/web)')]);
    expect(run({}, { lone: { api: ['eni-a'] }, edition: MirrorEdition.EDITION_2026 }).refusal).toBe('');
  });

  test('that does not run gets another number than a session that does', () => {
    run({ A: of(['eni-a'], small(30_000, 30_000)) });
    apply(run({ A: of(['eni-a'], small(30_000, 30_000)) }).app);
    writeFileSync(LOCK, ['{"ledger":"traffic-mirror","version":1}', JSON.stringify({
      fleet: 'net/web',
      source: 'eni-w',
      placement: 'dedicated',
      session: 'net/web',
      order: 0,
      target: 'lb-sensors',
      filter: 0,
      shard: 0,
      priority: 30_000,
      vni: 7,
    }), ''].join('\n'));
    const frozen = run({}, { ...withState(true), lone: { web: ['eni-w'] } });
    expect(frozen.said).toEqual(['error TM527']);
    const { bodies, refusal } = run({}, { ...withState(), lone: { web: ['eni-w'] } });
    expect(refusal).toBe('');
    expect(bodies()['net/web/Resource'].priority).not.toBe(30_000);
  });
});

test('what holds a source without being of the ledger holds it until the state no longer has it', () => {
  apply(run({ B: ['eni-b'] }, { outside: { web: ['eni-a'] } }).app);
  run({ B: ['eni-b', 'eni-a'] });
  expect(run({ B: ['eni-b', 'eni-a'] }, withState(true)).problems).toEqual([
    expect.stringContaining('eni-a (until now alicloud_vpc_traffic_mirror_session.web_'),
  ]);
});

describe('what is not of a place: a change shows in the run that writes it', () => {
  const base: Fleets = { B: ['eni-a', 'eni-b'] };
  const all = ['eni-a', 'eni-b'];
  test.each<[string, Fleets, Given, object, object]>([
    ['the packet length replaces the sessions', { B: of(all, { packetLength: 200 }) }, {}, { touched: all, interrupted: all }, {}],
    ['switched off', { B: of(all, { enabled: false }) }, {}, { touched: all, switchedOff: all }, {}],
    ['another filter, in place', base, { filter: 'Other' }, { touched: all, interrupted: [] }, { touched: [] }],
    ['another stack destroys and creates them', base, { stack: 'other' }, { created: all, removed: all }, { created: [], removed: [] }],
  ])('%s', (_, fleets, given, change, frozenByState) => {
    const before = run(base);
    apply(before.app);
    writeFileSync('deployed.lock', Object.values(copiesOf(before.app))[0]);
    const committed = readFileSync(LOCK);
    for (const file of [undefined, 'deployed.lock', STATE]) {
      writeFileSync(LOCK, committed);
      const deployed = file === undefined ? undefined : MirrorDeployed.files([file]);
      const writing = run(fleets, { ...given, options: { deployed } });
      expect(writing.fleets.B.change).toMatchObject(change);
      if (deployed === undefined) continue;
      // A state names neither stack nor filter, and by now the ledger has the new ones.
      if (writing.refusal !== '') writeFileSync(LOCK, readFileSync(LOCK, 'utf8').replace('"stack":"net"', '"stack":"other"'));
      const frozen = run(fleets, { ...given, options: { frozen: true, deployed } }).fleets.B.change;
      expect(frozen).toMatchObject({ ...change, ...file === STATE && frozenByState });
      expect(frozen.notCompared.includes('A Terraform state does not name the stack')).toBe(file === STATE);
    }
  });
});

describe('the files of the deployed sessions', () => {
  const read = (...files: string[]) => messageOf(() => MirrorDeployed.files(files));
  const line = (more: object) => JSON.stringify({
    fleet: 'B',
    source: 'eni-a',
    placement: 'dedicated',
    session: 'eni-a',
    order: 0,
    target: 'lb-sensors',
    filter: 0,
    shard: 0,
    priority: 7,
    vni: 7,
    ...more,
  });
  const ledgerFile = (file: string, ...lines: string[]) =>
    writeFileSync(file, ['{"ledger":"traffic-mirror","version":1}', ...lines, ''].join('\n'));

  test.each<[string, () => string, RegExp]>([
    [
      'a file that is missing',
      () => read('none.json'),
      /^\[none\.json\] A file of the deployed sessions does not exist\. .*MirrorDeployed\.nothing\(\) or TRAFFIC_MIRROR_DEPLOYED=none/,
    ],
    ['no file', () => read(), /^files of MirrorDeployed\.files .*MirrorDeployed\.nothing\(\)/],
    [
      'a folder',
      () => {
        mkdirSync('folder');
        return read('folder');
      },
      /^\[folder\] A file of the deployed sessions is "EISDIR"\. .*not of a folder/,
    ],
    ['text', () => { writeFileSync('a.txt', 'no state'); return read('a.txt'); }, /^\[a\.txt\] .*terraform show -json > state\.json/],
    ['an empty file', () => { writeFileSync('a.txt', ''); return read('a.txt'); }, /an empty file/],
    [
      'a plan',
      () => {
        writeFileSync('p.json', '{"format_version":"1.2","planned_values":{},"resource_changes":[]}');
        return read('p.json');
      },
      /^\[p\.json\] A Terraform state is a plan\./,
    ],
    [
      'the state file itself',
      () => {
        writeFileSync('s.tfstate', '{"version":4,"lineage":"x","resources":[]}');
        return read('s.tfstate');
      },
      /^\[s\.tfstate\] A Terraform state is the state file itself\./,
    ],
    [
      'two ledgers that disagree',
      () => {
        ledgerFile('1.lock', line({}));
        ledgerFile('2.lock', line({ priority: 8 }));
        return read('1.lock', '2.lock');
      },
      /^\[2\.lock\] session eni-a of fleet B differs from 1\.lock/,
    ],
    [
      'a ledger of a merge',
      () => {
        ledgerFile('1.lock', line({}), line({ source: 'eni-b', order: 1, target: 'lb-i' }));
        return read('1.lock');
      },
      /^\[1\.lock:3\] The deployed ledger has two values of target for one session/,
    ],
  ])('fails: %s', (_, action, message) => expect(action()).toMatch(message));

  test('the environment names them, or says that nothing is deployed', () => {
    const { app } = run({ B: ['eni-a'] });
    apply(app);
    const changeBy = (variable: string) =>
      inEnvironment({ ...process.env, TRAFFIC_MIRROR_DEPLOYED: variable }, () => run({ B: ['eni-a'] }).fleets.B.change);
    expect([changeBy('none').comparedWith, changeBy('none').created]).toEqual(['nothing, because nothing is deployed yet', ['eni-a']]);
    expect([changeBy(STATE).comparedWith, changeBy(STATE).isEmpty]).toEqual([`the deployed sessions of ${STATE}`, true]);
    expect(changeBy('none').toString()).toContain('nothing is deployed yet');
    expect(messageOf(() => changeBy(`${STATE}:gone.json`))).toMatch(/^\[gone\.json\]/);
  });

  test('one for each stack, where stacks are deployed apart', () => {
    const plan = () => {
      const app = newApp();
      const made = MirrorPlan.of({
        name: 'plan',
        sources: ['eni-a', 'eni-b', 'eni-c'].map((id) => source(id)),
        targets: [target()],
        ledger: MirrorLedger.file(LOCK, { frozen: false, deployed }),
        resourcesPerShard: 14,
      });
      for (const shard of made.shards) {
        const stack = newStack(app, `net${shard.number}`);
        new MirroredFleetShard(stack, 'Fleet', { shard, filter: filterIn(stack) });
      }
      return { app, made };
    };
    let deployed: MirrorDeployed | undefined;
    const { app } = plan();
    app.synth();
    for (const kind of [statesOf(app), copiesOf(app)]) {
      const files = Object.entries(kind).map(([id, text]) => { writeFileSync(`${id}.deployed`, text); return `${id}.deployed`; });
      expect(files.length).toBeGreaterThan(1);
      deployed = MirrorDeployed.files(files);
      expect(plan().made.change.isEmpty).toBe(true);
      deployed = MirrorDeployed.files(files.slice(1));
      expect(plan().made.change.created.length).toBeGreaterThan(0);
    }
  });

  test('a tainted session is replaced, and a deposed one holds its number', () => {
    const { app } = run({ B: of(['eni-a', 'eni-b'], small(1, 9)) });
    writeFileSync(STATE, Object.values(statesOf(app, ({ name }) => /eni-a$/.test(name) ? { tainted: true } : {}))[0]);
    expect(run({ B: of(['eni-a', 'eni-b'], small(1, 9)) }, withState()).fleets.B.change).toMatchObject({
      touched: ['eni-a'],
      interrupted: ['eni-a'],
      created: [],
      removed: [],
    });
    // The object that a replacement left holds its source and its number until the next apply has destroyed it.
    writeFileSync(STATE, Object.values(statesOf(app, ({ name }) => /eni-a$/.test(name) ? { deposed_key: 'byebye01' } : {}))[0]);
    const { fleets, said } = run({ B: of(['eni-a', 'eni-b'], small(1, 9)) }, withState());
    expect([fleets.B.sessionKeys, said]).toEqual([['eni-b'], ['warning TM519']]);
    expect(fleets.B.change).toMatchObject({
      removed: [expect.stringMatching(/eni-a \(deposed byebye01\)$/)], waiting: ['eni-a'], gone: [],
    });
  });

  describe('a deposed object, which the next apply destroys', () => {
    const deposed = (app: App, name: RegExp) => {
      const [state] = Object.values(statesOf(app, (resource) => name.test(resource.name) ? { deposed_key: 'byebye01' } : {}));
      writeFileSync(STATE, state);
    };

    test('fails: a frozen ledger has its source in a session that does not run', () => {
      deposed(run({ B: ['eni-a', 'eni-b'] }).app, /eni-a$/);
      const { said, problems } = run({ B: ['eni-a', 'eni-b'] }, { options: { deployed: MirrorDeployed.files([STATE]), frozen: true } });
      expect(said).toEqual(['error TM525', 'error TM527', 'warning TM527']);
      expect(problems[0]).toMatch(/eni-a \(until now .*eni-a \(deposed byebye01\)/);
    });

    test('of no fleet any more: its source is no longer mirrored, and the priority that it holds is not taken', () => {
      const { app, numbers } = run({ A: ['eni-a'], B: ['eni-b'] });
      deposed(app, /eni-a$/);
      const priority = numbers()['eni-a'];
      writeFileSync(LOCK, readFileSync(LOCK, 'utf8').split('\n').filter((text) => !text.includes('"fleet":"A"')).join('\n'));
      const next = run({ B: of(['eni-b', 'eni-c'], small(priority, priority + 1)) }, withState());
      expect([next.said, next.numbers()]).toEqual([[], expect.objectContaining({ 'eni-c': priority + 1 })]);
      const lines: string[] = [];
      runCommand(['ledger', 'diff', '--base', STATE, LOCK], { out: (text) => lines.push(text), error: (text) => lines.push(text) });
      expect(lines.join('\n')).toMatch(/no longer mirrored: 1 source \(eni-a\), since their session is destroyed/);
    });

    test('its sensitive ids are not shown, unless the ledger has them', () => {
      const { app } = run({ A: ['eni-a'], B: ['eni-b'] });
      const secret = { deposed_key: 'byebye01', sensitive_values: { traffic_mirror_source_ids: true, traffic_mirror_target_id: true } };
      writeFileSync(STATE, Object.values(statesOf(app, () => secret))[0]);
      writeFileSync(LOCK, readFileSync(LOCK, 'utf8').split('\n').filter((text) => !text.includes('"fleet":"A"')).join('\n'));
      for (const options of [[], ['--json']]) {
        const lines: string[] = [];
        const terminal = { out: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };
        runCommand(['ledger', 'diff', '--base', STATE, ...options, LOCK], terminal);
        expect(lines.join('\n')).toMatch(/eni-sensitive[0-9a-f]{8}/);
        expect(lines.join('\n')).toMatch(/\beni-b\b/);
        // The Terraform name of the session contains the key of its first source, which is none of the sensitive values.
        expect(lines.join('\n').replace(/_eni-a\b/g, '')).not.toMatch(/\beni-a\b/);
      }
    });

    test('of a single session holds its source and its number', () => {
      deposed(run({}, { lone: { web: ['eni-w'] } }).app, /web/);
      const { said } = run({}, { lone: { web: ['eni-w'] }, options: { deployed: MirrorDeployed.files([STATE]), frozen: true } });
      expect(said).toEqual(['error TM525', 'error TM527', 'warning TM527']);
    });
  });
});

describe('the copy of the ledger beside each stack', () => {
  test('has what the ledger has, with single sessions, and a frozen run writes it too', () => {
    const given: Given = { lone: { web: ['eni-w'] } };
    const first = run({ A: ['eni-a'], B: of(['eni-b', 'eni-c'], { packing: MirrorPacking.DENSE }) }, given);
    expect(copiesOf(first.app)).toEqual({ net: first.ledger() });
    expect(first.ledger()).toContain('"session":"net/web"');
    const frozen = run(
      { A: ['eni-a'], B: of(['eni-b', 'eni-c'], { packing: MirrorPacking.DENSE }) },
      { ...given, options: { frozen: true } },
    );
    expect(copiesOf(frozen.app)).toEqual({ net: first.ledger() });
  });

  test('has the sources that wait or that a compaction keeps out', () => {
    const sources = Array.from({ length: 6 }, (_, i) => `eni-${i}`);
    run({ B: sources });
    const parked = run({ B: of(sources, { packing: MirrorPacking.DENSE, compaction: 100 }) });
    expect(parked.ledger()).toContain('"parked":true');
    expect(copiesOf(parked.app)).toEqual({ net: parked.ledger() });
  });
});

test('what a deployed session of one fleet holds rests for another over any number of runs', () => {
  const sensor = MirrorTarget.networkInterface('eni-sensor', { instanceType: 'ecs.g7.large', mtu: 1500 });
  const ten = Array.from({ length: 10 }, (_, i) => `eni-a${i}`);
  const first = run({ A: of(ten, { targets: [sensor], ...small(1, 10) }), B: of([], { targets: [sensor], ...small(1, 10) }) });
  apply(first.app);
  const next = { A: of(ten.slice(0, 9), { targets: [sensor], ...small(1, 10) }), B: of(['eni-b'], { targets: [sensor], ...small(1, 10) }) };
  for (let i = 0; i < 3; i++) {
    const { refusal, said, numbers } = run(next, withState());
    expect([refusal, said]).toEqual(['', ['warning TM519']]);
    expect(Object.keys(numbers())).not.toContain('eni-b');
  }
  apply(run(next, withState()).app);
  const { numbers, said } = run(next, withState());
  expect(said).toEqual([]);
  expect(numbers()['eni-b']).toBe(Object.values(first.numbers()).find((n) => !Object.values(run({ A: next.A }).numbers()).includes(n)));
});

describe('a source of a shared session is missing in one run of a pipeline and back in the next', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `eni-${String(i).padStart(2, '0')}`);
  const dense = (all: string[]) => ({ B: of(all, { packing: MirrorPacking.DENSE }) });

  test('neither run changes a session, because the frozen run keeps it', () => {
    const first = run(dense(ids));
    apply(first.app);
    for (const all of [ids.filter((id) => id !== 'eni-03'), ids]) {
      const { app, bodies, fleets, said } = run(dense(all), withState(true));
      expect(bodies()).toEqual(first.bodies());
      expect([fleets.B.change.isEmpty, said]).toEqual([true, all === ids ? [] : ['warning TM519']]);
      apply(app);
    }
  });

  test('a run that took it out is not undone by the frozen ledger, which still has it', () => {
    const { app } = run(dense(ids));
    writeFileSync(STATE, Object.values(statesOf(app, ({ values }) => ({
      values: { ...values, traffic_mirror_source_ids: values.traffic_mirror_source_ids.filter((id: string) => id !== 'eni-03') },
    })))[0]);
    expect(run(dense(ids), withState(true)).said).toEqual(['error TM511']);
    // The run that may place it gives it a session to itself, which interrupts nobody.
    const { fleets } = run(dense(ids), withState());
    expect(fleets.B.change).toMatchObject({ created: ['eni-03'], touched: [], interrupted: [] });
  });
});

test('with deployed sessions, runs between two applies change neither the Terraform, nor the change, nor the findings', () => {
  const wave = { B: of(['eni-0', 'eni-1', 'eni-2', 'eni-3'], { packing: MirrorPacking.DENSE, compaction: 2 }) };
  apply(run({ B: ['eni-0', 'eni-1', 'eni-2', 'eni-3'] }).app);
  const shown = () => {
    const { bodies, fleets, problems, ledger, refusal } = run(wave, withState());
    return { bodies: bodies(), change: fleets.B.change.toString(), problems, ledger: ledger(), refusal };
  };
  const first = shown();
  expect(first.change).toContain('2');
  for (let i = 0; i < 3; i++) expect(shown()).toEqual(first);
});

test('TRAFFIC_MIRROR_LEDGER=read places what is new and writes nothing', () => {
  run({ B: ['eni-a'] });
  const before = readFileSync(LOCK, 'utf8');
  const look = (variable: string, options: MirrorLedgerOptions = {}) => {
    const app = newApp();
    const stack = newStack(app, 'net');
    const ledger = inEnvironment({ TRAFFIC_MIRROR_LEDGER: variable }, () => MirrorLedger.file(LOCK, options));
    const fleet = new MirroredFleet(stack, 'B', {
      filter: filterIn(stack),
      ledger,
      sources: [source('eni-a'), source('eni-b')],
      targets: [target()],
      fleetName: 'B',
    });
    app.synth();
    return [fleet.sessionKeys, ledger.isFrozen, readFileSync(LOCK, 'utf8') === before];
  };
  expect(look('read')).toEqual([['eni-a', 'eni-b'], false, true]);
  expect(look('read', { frozen: false })).toEqual([['eni-a', 'eni-b'], false, true]);
  expect(messageOf(() => look('look'))).toMatch(/^TRAFFIC_MIRROR_LEDGER is "look"\. Allowed: read, write, frozen/);
  expect(messageOf(() => look('frozen'))).toMatch(/TM511/);
  expect(look('write')).toEqual([['eni-a', 'eni-b'], false, false]);
});

describe('fails: the provider has another region than the ledger', () => {
  const other = () => {
    const stack = newStack(newApp(), 'net', 'cn-beijing');
    return { stack, ledger: MirrorLedger.file(LOCK, { frozen: false, region: 'cn-hangzhou' }) };
  };
  const refused = (make: (given: ReturnType<typeof other>) => unknown) =>
    expect(messageOf(() => make(other()))).toMatch(
      /^\[net\/\w+\] The region of the provider is "?cn-beijing"?\. Allowed: cn-hangzhou, the region of the ledger traffic-mirror\.lock\./,
    );

  test('of a fleet', () =>
    refused(
      ({ stack, ledger }) =>
        new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), ledger, sources: [source('eni-a')], targets: [target()] }),
    ));
  test('of a single session', () =>
    refused(
      ({ stack, ledger }) =>
        new MirrorSession(stack, 'Web', { filter: filterIn(stack), ledger, sources: [source('eni-a')], target: target() }),
    ));
  test('of a filter by intent', () =>
    refused(
      ({ stack, ledger }) =>
        new MirrorFilter(stack, 'Filter', {
          ledger,
          intent: MirrorIntent.of([MirrorStatement.accept({ services: [MirrorService.of('tls', { tcp: ['443'] })] })]),
        }),
    ));
});

describe('the interface behind a key changes', () => {
  const keyed = (id: string, key: string) => source(id, { key });

  test('two sources that exchange their interfaces within one session are interrupted both', () => {
    const fleet = (a: string, b: string): Fleets => ({ B: { sources: [keyed(a, 'a'), keyed(b, 'b')], packing: MirrorPacking.DENSE } });
    run(fleet('eni-1', 'eni-2'));
    const { fleets, refusal } = run(fleet('eni-2', 'eni-1'));
    expect(refusal).toBe('');
    expect(fleets.B.change).toMatchObject({ created: [], removed: [], interrupted: ['a', 'b'], gone: [], added: [] });
  });

  test('a session that a compaction empties in the same run frees no source for a new key', () => {
    const others = ['eni-3', 'eni-4'].map((id) => source(id));
    run({ B: { sources: [keyed('eni-1', 'a'), keyed('eni-2', 'b'), ...others] } });
    const { said, problems } = run({
      B: { sources: [keyed('eni-1', 'z'), keyed('eni-2', 'b'), ...others], packing: MirrorPacking.DENSE, compaction: 100 },
    });
    expect(said).toContain('error TM525');
    expect(problems.find((problem) => /these sources move/.test(problem))).toContain('z (until now a of B)');
  });
});
