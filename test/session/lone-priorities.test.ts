import * as fc from 'fast-check';
import { App, TerraformStack } from 'cdktf';
import { bodiesByPath, filterIn, messageOf, newApp, newStack, SESSION, source, synth, target } from '../support/app';
import { alicloud, MirrorPolicy, MirrorSession } from '../../src';
import { KeyNumbers, LONE_LEASE } from '../../src/session/numbering';

const hashOf = (path: string) => new KeyNumbers(path).priority(LONE_LEASE);

/** Ids of sessions in a stack, of which each pair shares a hash: found by search, always the same. */
const PAIRS = (() => {
  const seen = new Map<number, string>();
  const pairs: [string, string][] = [];
  for (let i = 0; pairs.length < 3; i++) {
    const id = `web-${i}`;
    const hash = hashOf(`stack/${id}`);
    const other = seen.get(hash);
    if (other) pairs.push([other, id]);
    else seen.set(hash, id);
  }
  return pairs;
})();

function add(stack: TerraformStack, id: string, priority?: number): MirrorSession {
  return new MirrorSession(stack, id, {
    filter: filterIn(stack, `${id}Filter`),
    sources: [source(`eni-${stack.node.id}${id.replaceAll('-', '')}`)],
    target: target(`lb-${id.replaceAll('-', '')}`),
    priority,
  });
}

const written = (app: App, stack = 'stack'): Record<string, number> =>
  Object.fromEntries(Object.entries(bodiesByPath(synth(app)[stack], SESSION)).map(([path, body]) => [path.split('/')[1], body.priority]));

test('of two with one hash the first keeps it, and a warning names both with what to write', () => {
  const [[one, other]] = PAIRS;
  const app = newApp();
  const stack = newStack(app);
  const sessions = [add(stack, one), add(stack, other), add(stack, 'alone')];
  const hash = hashOf(`stack/${one}`);
  expect(written(app)).toEqual({ [one]: hash, [other]: hash + 1, alone: hashOf('stack/alone') });
  expect(sessions.map((s) => s.priority)).toEqual([hash, hash + 1, hashOf('stack/alone')]);
  const warnings = MirrorPolicy.of(app).evaluate().warnings.filter((f) => f.id === 'TM304');
  expect(warnings).toHaveLength(1);
  expect(warnings[0].path).toBe(`stack/${other}/Resource`);
  for (const words of [`stack/${one}`, `priority: ${hash}`, `priority: ${hash + 1}`]) {
    expect(`${warnings[0].problem} ${warnings[0].fix}`).toContain(words);
  }
});

test('following the warning ends it and changes no number', () => {
  const [[one, other]] = PAIRS;
  const hash = hashOf(`stack/${one}`);
  const app = newApp();
  const stack = newStack(app);
  add(stack, one, hash);
  add(stack, other, hash + 1);
  expect(written(app)).toEqual({ [one]: hash, [other]: hash + 1 });
  expect(MirrorPolicy.of(app).evaluate().findings.filter((f) => f.id === 'TM304')).toEqual([]);
});

test('it takes no number that somebody chose, in whatever way', () => {
  const [[one, other]] = PAIRS;
  const hash = hashOf(`stack/${one}`);
  const app = newApp();
  const stack = newStack(app);
  add(stack, one);
  add(stack, other);
  add(stack, 'chosen', hash + 1);
  new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, 'Raw', {
    priority: hash + 2,
    enabled: true,
    trafficMirrorFilterId: 'tmf-1',
    trafficMirrorSourceIds: ['eni-raw'],
    trafficMirrorTargetId: 'lb-raw',
    trafficMirrorTargetType: 'SLB',
    virtualNetworkId: 7,
  });
  expect(written(app)).toMatchObject({ [one]: hash, [other]: hash + 3 });
});

test('a number that is set on the resource is left alone', () => {
  const [[one, other]] = PAIRS;
  const app = newApp();
  const stack = newStack(app);
  add(stack, one);
  (add(stack, other).node.defaultChild as alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession).priority = 5;
  expect(written(app)).toEqual({ [one]: hashOf(`stack/${one}`), [other]: 5 });
  expect(MirrorPolicy.of(app).evaluate().findings.filter((f) => f.id === 'TM304')).toEqual([]);
});

test('sessions of two regions do not meet, and of one they do', () => {
  const first = new Map(Array.from({ length: 400 }, (_, i) => [hashOf(`stack0/web${i}`), `web${i}`]));
  const second = Array.from({ length: 400 }, (_, i) => `web${i}`).find((id) => first.has(hashOf(`stack1/${id}`)))!;
  const hash = hashOf(`stack1/${second}`);
  const numbers = (regions: [string, string]) => {
    const app = newApp();
    [first.get(hash)!, second].forEach((id, i) => {
      const stack = newStack(app, `stack${i}`, regions[i]);
      MirrorPolicy.of(stack).account('1');
      const own = source(`eni-${i}`, { regionId: regions[i] });
      new MirrorSession(stack, id, { filter: filterIn(stack, 'Filter'), sources: [own], target: target(`lb-${i}`) });
    });
    const stacks = synth(app);
    return [0, 1].map((i) => Object.values<any>(bodiesByPath(stacks[`stack${i}`], SESSION))[0].priority);
  };
  expect(numbers(['cn-hangzhou', 'cn-beijing'])).toEqual([hash, hash]);
  const [kept, moved] = numbers(['cn-hangzhou', 'cn-hangzhou']);
  expect(kept).toBe(hash);
  expect(moved).not.toBe(hash);
});

describe('two sessions with one hash, in stacks of different providers', () => {
  const first = new Map(Array.from({ length: 400 }, (_, i) => [hashOf(`stack0/web${i}`), `web${i}`]));
  const second = Array.from({ length: 400 }, (_, i) => `web${i}`).find((id) => first.has(hashOf(`stack1/${id}`)))!;
  const hash = hashOf(`stack1/${second}`);
  const role = (uid: number) => ({ assumeRole: { roleArn: `acs:ram::${uid}:role/mirror` } });
  type Given = { readonly config?: object; readonly account?: string };

  test.each<[string, Given, Given, boolean]>([
    ['roles of two accounts', { config: role(1) }, { config: role(2) }, true],
    ['roles of one account', { config: role(1) }, { config: role(1) }, false],
    ['ids of two accounts', { config: { accountId: '1' } }, { config: { accountId: '2' } }, true],
    ['a role, and another account that is set', { config: role(1) }, { account: '2' }, true],
    ['a role, and its account that is set', { config: role(1) }, { account: '1' }, false],
    ['a role, and nothing', { config: role(1) }, {}, false],
    ['two names', { account: 'prod' }, { account: 'test' }, true],
    ['one name', { account: 'prod' }, { account: 'prod' }, false],
    ['a name, and nothing', { account: 'prod' }, {}, false],
    ['nothing', {}, {}, false],
    ['profiles', { config: { profile: 'a' } }, { config: { profile: 'b' } }, false],
    ['roles of two variables', { config: { assumeRole: { roleArn: 'acs:ram::${var.a}:role/x' } } }, { config: role(2) }, false],
  ])('%s', (_, one, two, apart) => {
    const app = newApp();
    [first.get(hash)!, second].forEach((id, i) => {
      const { config, account } = [one, two][i];
      const stack = new TerraformStack(app, `stack${i}`);
      new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou', ...config });
      if (account !== undefined) MirrorPolicy.of(stack).account(account);
      const sources = [source(`eni-${i}`)];
      new MirrorSession(stack, id, { filter: filterIn(stack, 'Filter'), sources, target: target(`lb-${i}`) });
    });
    const stacks = synth(app);
    const numbers = [0, 1].map((i) => Object.values<any>(bodiesByPath(stacks[`stack${i}`], SESSION))[0].priority);
    expect(numbers).toEqual(apart ? [hash, hash] : [hash, hash + 1]);
    // A number is either free, or its account is known: nothing is left open.
    expect(MirrorPolicy.of(app).evaluate().findings.filter(({ id }) => /^TM(304|110)$/.test(id)).map((f) => `${f.severity} ${f.id}`))
      .toEqual(apart ? [] : ['warning TM304']);
  });
});

/** Ids of sessions in a stack, of which three share a hash. */
const THREE = (() => {
  const ids = new Map<number, string[]>();
  for (let i = 0; ; i++) {
    const hash = hashOf(`stack/web-${i}`);
    const same = [...ids.get(hash) ?? [], `web-${i}`];
    if (same.length === 3) return same;
    ids.set(hash, same);
  }
})();

test('after the advice, no session that is added or removed changes a number of those it names', () => {
  const all = [...PAIRS.flat(), ...THREE, 'a', 'b', 'c'];
  fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: 5 }), fc.shuffledSubarray(all), (given, later) => {
    const chosen = new Map<string, number>();
    const run = (ids: readonly string[]) => {
      const app = newApp();
      const stack = newStack(app);
      for (const id of ids) add(stack, id, chosen.get(id));
      const numbers = written(app);
      return { numbers, found: MirrorPolicy.of(app).evaluate().findings.filter(({ id }) => id === 'TM304') };
    };
    const before = run(given);
    const advice = before.found.map(({ fix }) => fix);
    for (const fix of advice) {
      for (const [, priority, path] of fix.matchAll(/priority: (\d+) (?:in|into|for|of) (\S+?)[.,]?(?=\s|$)/g)) {
        chosen.set(path.split('/')[1], Number(priority));
      }
    }
    expect(chosen.size > 0).toBe(advice.length > 0);
    const followed = run(given);
    expect(followed).toEqual({ numbers: before.numbers, found: [] });
    // A session that is added before one with its hash takes the number, unless the advice was followed. One that is added later does not.
    // One whose hash is a number that the advice set is refused. Whoever adds it is told.
    const stay = given.filter((id) => later.includes(id) || chosen.has(id));
    const set = new Set(chosen.values());
    const added = later.filter((id) => !given.includes(id) && !set.has(hashOf(`stack/${id}`)));
    for (const id of later.filter((other) => !given.includes(other) && !added.includes(other))) {
      expect(messageOf(() => run([...given, id]))).toContain(`(the library chose the priority of stack/${id}, and the other one is set)`);
    }
    const inFront = run([...added, ...stay]).numbers;
    const behind = run([...stay, ...added]).numbers;
    for (const id of stay) {
      if (chosen.has(id)) expect([id, inFront[id]]).toEqual([id, before.numbers[id]]);
      expect([id, behind[id]]).toEqual([id, before.numbers[id]]);
    }
  }), { numRuns: 15, seed: 17 });
});

/** Sessions in their order; with a number of their own or without. */
const sessions = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...PAIRS.flat(), 'a', 'b', 'c'), near: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }) }),
  { selector: (s) => s.id, maxLength: 9 },
);

test('whatever there is: numbers are unique, chosen ones stay, and a hash that is alone is kept', () => {
  fc.assert(fc.property(sessions, (given) => {
    const app = newApp();
    const stack = newStack(app);
    // Chosen numbers lie where the hashes of a pair are.
    const chosen = new Map(
      given.filter((s) => s.near !== undefined).map((s) => [s.id, hashOf(`stack/${PAIRS[s.near!][0]}`) + 1 + given.indexOf(s) * 3]),
    );
    const numbers = new Map(given.map(({ id }) => [id, add(stack, id, chosen.get(id))]));
    const result = new Map([...numbers].map(([id, s]) => [id, s.priority]));
    for (const [id, number] of chosen) expect(result.get(id)).toBe(number);
    const lone = given.map((s) => s.id).filter((id) => !chosen.has(id));
    for (const id of lone) {
      const same = lone.filter((other) => hashOf(`stack/${other}`) === hashOf(`stack/${id}`));
      // The first of those that share it keeps it.
      if (same[0] === id) expect(result.get(id)).toBe(hashOf(`stack/${id}`));
      else expect(result.get(id)).not.toBe(hashOf(`stack/${id}`));
    }
    const moved = lone.filter((id) => result.get(id) !== hashOf(`stack/${id}`));
    for (const id of moved) expect([...result].filter(([other, n]) => other !== id && n === result.get(id))).toEqual([]);
    if (given.length > 0) expect(written(app)).toEqual(Object.fromEntries(result));
  }), { numRuns: 25, seed: 16 });
});

describe('a collision with a number that somebody chose is refused, and says who chose which', () => {
  const raw = (priority: number) => ({
    priority, enabled: true, trafficMirrorFilterId: 'tmf-1', trafficMirrorSourceIds: ['eni-raw'], trafficMirrorTargetId: 'lb-raw',
    trafficMirrorTargetType: 'SLB', virtualNetworkId: 7,
  });
  const chosen: [name: string, other: string, make: (stack: TerraformStack, priority: number) => unknown][] = [
    ['a session with a priority', 'stack/chosen', (stack, priority) => add(stack, 'chosen', priority)],
    [
      'a raw resource', 'stack/Raw',
      (stack, priority) => new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, 'Raw', raw(priority)),
    ],
    [
      'Terraform JSON of the user', `stack/${SESSION}.raw`, (stack, priority) => stack.addOverride(`resource.${SESSION}.raw`, {
        priority, enabled: true, traffic_mirror_filter_id: 'tmf-1', traffic_mirror_source_ids: ['eni-raw'],
        traffic_mirror_target_id: 'lb-raw', traffic_mirror_target_type: 'SLB', virtual_network_id: 7,
      }),
    ],
  ];
  const found = (...make: ((stack: TerraformStack) => unknown)[]): string[] => {
    const app = newApp();
    const stack = newStack(app);
    for (const one of make) one(stack);
    return MirrorPolicy.of(app).evaluate().errors.filter(({ id }) => id === 'TM304').map(({ problem }) => problem);
  };
  const lone = (stack: TerraformStack) => add(stack, 'web');

  test.each(chosen)('%s', (_, other, make) => {
    const number = hashOf('stack/web');
    for (const order of [[lone, (stack: TerraformStack) => make(stack, number)], [(stack: TerraformStack) => make(stack, number), lone]]) {
      const [problem, ...more] = found(...order);
      expect(more).toEqual([]);
      for (const words of ['stack/web', other, `${number}`]) expect(problem).toContain(words);
      expect(problem).toContain('(the library chose the priority of stack/web, and the other one is set)');
    }
  });
  test('of two chosen numbers the library chose none', () => {
    const [problem] = found((stack) => add(stack, 'a', 9), (stack) => add(stack, 'b', 9));
    expect(problem).toContain('stack/b has priority 9, which stack/a already has');
    expect(problem).not.toContain('chose');
  });
});
