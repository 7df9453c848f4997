import * as fc from 'fast-check';
import { App, TerraformStack } from 'cdktf';
import { bodiesByPath, filterIn, newApp, newStack, SESSION, source, synth, target } from '../support/app';
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
