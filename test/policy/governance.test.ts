import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import * as fc from 'fast-check';
import { Construct } from 'constructs';
import { addCollector, addSession, changeOf, documents, Fixture, INBOUND, right, rule, SESSION } from '../checks/fixtures';
import { filterIn, messageOf, newApp, newStack, source, synth, target, temporaryFolder } from '../support/app';
import { played } from '../support/runs';
import { MirrorEdition, MirrorGovernance, MirrorPolicy, MirrorSession } from '../../src';
import { run } from '../../src/cli/run';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { Governance } from '../../src/model/governance';
import { MirrorModel } from '../../src/model/mirror-model';
import { policyFile } from '../../src/policy/policy-file';
import { PolicySettings } from '../../src/policy/policy-settings';
import '../support/recorded-inputs';

const isPolicy = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '..', '..', 'schema', 'policy-1.schema.json'), 'utf8')));
const web = (f: Fixture) => f.terraform.resource[SESSION].web;
const sourceOf = (f: Fixture) => f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'];

/** What one check of the pack finds in a right app under a demand: severity and reason of each, or how many pass. */
function found(
  id: string,
  demand: Omit<Governance, 'scope'>,
  change: (f: Fixture) => void = () => undefined,
  edition = MirrorEdition.EDITION_2023,
): string[] {
  const f = right();
  f.governance = [{ scope: '', ...demand }];
  change(f);
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), edition);
  const own = findings
    .filter((x) => x.id === id && x.otherEdition === undefined)
    .map((x) => `${x.severity} ${x.reason}${x.count > 1 ? ` ${x.count}` : ''}`);
  for (const x of findings) expect(findingOf(x).problem).not.toMatch(/undefined|NaN/);
  return own.length > 0 ? own : [`pass ${passed[id]}`];
}

const atSensor = (f: Fixture) =>
  Object.assign(web(f), { traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface' });
const sensor = (more: object) => (f: Fixture) => {
  atSensor(f);
  f.network[0].interfaces.set('eni-bp1sensor', { ...f.network[0].interfaces.get('eni-bp1sensor')!, ...more });
};
const group = (f: Fixture) => f.network[0].securityGroups.get('sg-bp1sensor')!.rules;
const everything = (f: Fixture) => {
  f.terraform.resource[INBOUND]['inbound-1'] = rule(1, { protocol: 'ALL', destination_port_range: '-1/-1' });
};
const cards = [{ vpcs: ['vpc-bp1prod'], forbidAllTraffic: true }];
const short = [{ vpcs: ['vpc-bp1prod'], longestPacket: 128 }];
const old = {
  id: 'tms-bp1old',
  name: 'packet-capture',
  priority: 7,
  virtualNetworkId: 7,
  targetId: 'eni-bp1laptop',
  sourceIds: ['eni-bp1db'],
};
const foreign = (session: Partial<typeof old> = {}, allowed: string[] = []) => ({
  foreignSessions: { sessions: [{ ...old, ...session }], allowed },
});

test.each<[string, string, Omit<Governance, 'scope'>, ((f: Fixture) => void) | undefined, string[]]>([
  ['TM801', 'a target by its id', { targets: ['lb-bp1sensors'] }, undefined, ['pass 1']],
  ['TM801', 'a pattern', { targets: ['lb-bp1*'] }, undefined, ['pass 1']],
  ['TM801', 'another id', { targets: ['lb-bp1other'] }, undefined, ['error notAllowed']],
  ['TM801', 'a target of the app by its path', { targets: ['net/alicloud_slb_load_balancer.*'] }, addCollector, ['pass 1']],
  ['TM801', 'a target of the app by another path', { targets: ['other/*'] }, addCollector, ['error notAllowed']],
  ['TM801', 'a target of the app under a list of ids', { targets: ['lb-bp1other'] }, addCollector, ['undecided idOnlyAtApply']],
  [
    'TM801',
    'a target by a variable',
    { targets: ['lb-bp1other'] },
    (f) => {
      web(f).traffic_mirror_target_id = '${var.target}';
    },
    ['undecided idOnlyAtApply'],
  ],
  [
    'TM801',
    'tags of a resource',
    { targetTags: { use: 'mirror*' } },
    (f) => {
      addCollector(f);
      f.terraform.resource.alicloud_slb_load_balancer.sensors.tags = { use: 'mirroring' };
    },
    ['pass 1'],
  ],
  [
    'TM801',
    'other tags of a resource',
    { targetTags: { use: 'mirror*' } },
    (f) => {
      addCollector(f);
      f.terraform.resource.alicloud_slb_load_balancer.sensors.tags = { use: 'web' };
    },
    ['error notAllowed'],
  ],
  [
    'TM801',
    'tags by a variable',
    { targetTags: { use: 'mirror*' } },
    (f) => {
      addCollector(f);
      f.terraform.resource.alicloud_slb_load_balancer.sensors.tags = '${var.tags}';
    },
    ['undecided tagsNotKnown'],
  ],
  ['TM801', 'tags of an id', { targetTags: { use: '*' } }, undefined, ['undecided tagsNotKnown']],
  ['TM801', 'tags of an id by the API\'s answer', { targetTags: { use: '*' } }, sensor({ tags: { use: 'mirroring' } }), ['pass 1']],
  ['TM801', 'either of list and tags', { targets: ['lb-bp1sensors'], targetTags: { use: '*' } }, undefined, ['pass 1']],
  ['TM802', 'a tag that is there', { requiredTags: { owner: '*' } }, (f) => { web(f).tags = { owner: 'net' }; }, ['pass 1']],
  ['TM802', 'an empty tag', { requiredTags: { owner: '*' } }, (f) => { web(f).tags = { owner: '' }; }, ['error missing']],
  ['TM802', 'another value', { requiredTags: { env: 'prod' } }, (f) => { web(f).tags = { env: 'test' }; }, ['error missing']],
  ['TM802', 'any value by a variable', { requiredTags: { owner: '*' } }, (f) => { web(f).tags = { owner: '${var.owner}' }; }, ['pass 1']],
  [
    'TM802',
    'a value by a variable',
    { requiredTags: { env: 'prod' } },
    (f) => {
      web(f).tags = { env: '${var.env}' };
    },
    ['undecided onlyAtApply'],
  ],
  [
    'TM802',
    'all tags by a variable',
    { requiredTags: { env: 'prod' } },
    (f) => {
      web(f).tags = '${var.tags}';
    },
    ['undecided onlyAtApply'],
  ],
  ['TM803', 'HTTPS only', { networks: cards }, undefined, ['pass 1']],
  ['TM803', 'everything', { networks: cards }, everything, ['error copiesAll']],
  ['TM803', 'everything, of another VPC', { networks: [{ vpcs: ['vpc-bp1other'], forbidAllTraffic: true }] }, everything, ['pass 0']],
  [
    'TM803',
    'everything, of a source whose VPC is not known',
    { networks: cards },
    (f) => {
      everything(f);
      web(f).traffic_mirror_source_ids = ['eni-bp1new'];
    },
    ['undecided vpcNotKnown'],
  ],
  [
    'TM803',
    'a filter by its id',
    { networks: cards },
    (f) => {
      web(f).traffic_mirror_filter_id = 'tmf-bp1all';
    },
    ['undecided rulesNotKnown'],
  ],
  [
    'TM803',
    'a rule by a variable',
    { networks: cards },
    (f) => {
      everything(f);
      f.terraform.resource[INBOUND]['inbound-1'].protocol = '${var.protocol}';
    },
    ['undecided rulesNotKnown'],
  ],
  ['TM804', 'no length', { networks: short }, undefined, ['error notSet']],
  ['TM804', 'the cap', { networks: short }, (f) => { web(f).packet_length = 128; }, ['pass 1']],
  ['TM804', 'more', { networks: short }, (f) => { web(f).packet_length = 129; }, ['error longer']],
  [
    'TM804',
    'a length by a variable',
    { networks: short },
    (f) => {
      web(f).packet_length = '${var.length}';
    },
    ['undecided lengthOnlyAtApply'],
  ],
  [
    'TM804',
    'sources by a variable',
    { networks: short },
    (f) => {
      web(f).traffic_mirror_source_ids = '${var.enis}';
    },
    ['undecided vpcNotKnown'],
  ],
  ['TM804', 'a cap above what is copied anyway', { networks: [{ vpcs: ['vpc-*'], longestPacket: 1500 }] }, undefined, ['pass 1']],
  [
    'TM805',
    'an excluded source',
    { excludedSourceTags: { mirror: 'never' } },
    (f) => {
      sourceOf(f).tags = { mirror: 'never' };
    },
    ['error excluded'],
  ],
  ['TM805', 'another value', { excludedSourceTags: { mirror: 'never' } }, (f) => { sourceOf(f).tags = { mirror: 'yes' }; }, ['pass 1']],
  ['TM805', 'tags that are not known', { excludedSourceTags: { mirror: 'never' } }, undefined, ['undecided tagsNotKnown']],
  [
    'TM805',
    'tags of several sources that are not known',
    { excludedSourceTags: { mirror: 'never' } },
    (f) => {
      web(f).traffic_mirror_source_ids = ['eni-bp1a', 'eni-bp1b'];
    },
    ['undecided tagsNotKnown 2'],
  ],
  [
    'TM805',
    'a source by a variable',
    { excludedSourceTags: { mirror: 'never' } },
    (f) => {
      web(f).traffic_mirror_source_ids = '${var.enis}';
    },
    ['undecided onlyAtApply'],
  ],
  ['TM806', 'within the budget', { monthlyCost: 11 }, undefined, ['pass 1']],
  ['TM806', 'with traffic', { monthlyCost: 11, gigabytesPerMonth: 1_000_000 }, undefined, ['error over']],
  ['TM806', 'off', { monthlyCost: 5 }, (f) => { web(f).enabled = false; }, ['pass 1']],
  ['TM806', 'a switch by a variable', { monthlyCost: 5 }, (f) => { web(f).enabled = '${var.on}'; }, ['undecided onlyAtApply']],
  [
    'TM806',
    'a list by a variable, beyond the budget already',
    { monthlyCost: 5 },
    (f) => {
      addSession(f, 'more', ['eni-1'], 200, { traffic_mirror_source_ids: '${var.enis}' });
    },
    ['error over'],
  ],
  ['TM807', 'within the budget', { sourcesPerTarget: 1 }, undefined, ['pass 1']],
  ['TM807', 'one source in two sessions', { sourcesPerTarget: 1 }, (f) => addSession(f, 'more', ['eni-bp1web'], 200), ['pass 1']],
  ['TM807', 'a session that is off', { sourcesPerTarget: 1 }, (f) => addSession(f, 'more', ['eni-1'], 200, { enabled: false }), ['pass 1']],
  [
    'TM807',
    'a switch by a variable',
    { sourcesPerTarget: 1 },
    (f) => addSession(f, 'more', ['eni-1'], 200, { enabled: '${var.on}' }),
    ['undecided sourcesOnlyAtApply'],
  ],
  [
    'TM807',
    'a target by a variable of another type',
    { sourcesPerTarget: 1 },
    (f) => {
      web(f).traffic_mirror_target_id = { of: 'list' };
    },
    ['undecided targetOnlyAtApply'],
  ],
  ['TM808', 'no fleet', { interruptedSources: 1 }, (f) => addSession(f, 'more', ['eni-1'], 200), ['undecided noFleet 2']],
  [
    'TM808',
    'a session that is as its ledger has it',
    { interruptedSources: 0 },
    (f) => { f.statements.fleets.push({ path: `net/${SESSION}.web`, ledger: 'a', firstPriority: 100, lastPriority: 100, single: true }); },
    ['pass 1'],
  ],
  [
    'TM808',
    'nothing interrupted',
    { interruptedSources: 0, interruptedSeconds: 0 },
    (f) => {
      f.statements.fleets.push({ path: 'net', ledger: 'a', firstPriority: 1, lastPriority: 9, change: changeOf() });
    },
    ['pass 1'],
  ],
  [
    'TM808',
    'one that waits for the next apply',
    { interruptedSources: 0 },
    (f) => {
      f.statements.fleets.push({
        path: 'net',
        ledger: 'a',
        firstPriority: 1,
        lastPriority: 9,
        change: changeOf({ parked: { count: 1, names: 'eni-1' } }),
      });
    },
    ['error sources'],
  ],
  [
    'TM808',
    'for too long',
    { interruptedSeconds: 10 },
    (f) => {
      f.statements.fleets.push({
        path: 'net',
        ledger: 'a',
        firstPriority: 1,
        lastPriority: 9,
        change: changeOf({ interrupted: { count: 1, names: 'eni-1' }, interruptedSeconds: 11 }),
      });
    },
    ['error seconds'],
  ],
  ['TM809', 'an internal load balancer', { forbidPublicTargets: true }, undefined, ['pass 1']],
  [
    'TM809',
    'an internet-facing one',
    { forbidPublicTargets: true },
    (f) => {
      (f.network[0].loadBalancers.get('lb-bp1sensors') as any).addressType = 'internet';
    },
    ['error loadBalancer'],
  ],
  [
    'TM809',
    'one that is not known',
    { forbidPublicTargets: true },
    (f) => {
      web(f).traffic_mirror_target_id = 'lb-bp1other';
    },
    ['undecided notKnown'],
  ],
  [
    'TM809',
    'an EIP at one of the app',
    { forbidPublicTargets: true },
    (f) => {
      addCollector(f);
      f.terraform.resource.alicloud_eip_association = {
        eip: { allocation_id: 'eip-1', instance_id: '${alicloud_slb_load_balancer.sensors.id}' },
      };
    },
    ['error address'],
  ],
  [
    'TM809',
    'an EIP at what a variable names',
    { forbidPublicTargets: true },
    (f) => {
      f.terraform.resource.alicloud_eip_association = { eip: { allocation_id: 'eip-1', instance_id: '${var.lb}' } };
    },
    ['undecided notKnown'],
  ],
  ['TM809', 'an interface without a public address', { forbidPublicTargets: true }, sensor({ publicIp: '' }), ['pass 1']],
  ['TM809', 'an interface with one', { forbidPublicTargets: true }, sensor({ publicIp: '203.0.113.7' }), ['error address']],
  ['TM809', 'an interface of which that is not known', { forbidPublicTargets: true }, sensor({}), ['undecided notKnown']],
  [
    'TM809',
    'a group for the world',
    { forbidPublicTargets: true },
    (f) => {
      sensor({ publicIp: '' })(f);
      group(f)[0] = { ...group(f)[0], sourceCidr: '0.0.0.0/0' };
    },
    ['error groupOpen'],
  ],
  [
    'TM809',
    'a group for the world in two halves',
    { forbidPublicTargets: true },
    (f) => {
      sensor({ publicIp: '' })(f);
      group(f)[0] = { ...group(f)[0], sourceCidr: '0.0.0.0/1' };
      group(f).push({ ...group(f)[0], sourceCidr: '128.0.0.0/1' });
    },
    ['error groupOpen'],
  ],
  [
    'TM809',
    'a group that drops a part first',
    { forbidPublicTargets: true },
    (f) => {
      sensor({ publicIp: '' })(f);
      group(f)[0] = { ...group(f)[0], sourceCidr: '0.0.0.0/0' };
      group(f).push({ ...group(f)[0], policy: 'drop', sourceCidr: '8.0.0.0/8' });
    },
    ['pass 1'],
  ],
  [
    'TM809',
    'a group for the world on another port',
    { forbidPublicTargets: true },
    (f) => {
      sensor({ publicIp: '' })(f);
      group(f)[0] = { ...group(f)[0], sourceCidr: '0.0.0.0/0', portRange: '53/53' };
    },
    ['pass 1'],
  ],
  ['TM810', 'a foreign session', foreign(), undefined, ['warning foreign']],
  ['TM810', 'an allowed one', foreign({}, ['packet-*']), undefined, ['pass 1']],
  [
    'TM810',
    'one with the priority and the target of a session',
    foreign({ priority: 100, targetId: 'lb-bp1sensors' }),
    undefined,
    ['pass 1'],
  ],
  [
    'TM810',
    'one with the priority and a source of a session',
    foreign({ priority: 100, sourceIds: ['eni-bp1web'] }),
    undefined,
    ['pass 1'],
  ],
  ['TM810', 'one with the priority of a session and nothing else', foreign({ priority: 100 }), undefined, ['warning foreign']],
  ['TM810', 'one that is imported', foreign(), (f) => { f.terraform.import = [{ to: `${SESSION}.web`, id: 'tms-bp1old' }]; }, ['pass 1']],
  [
    'TM810',
    'a session without a known priority',
    foreign({ targetId: 'lb-bp1sensors' }),
    (f) => {
      web(f).priority = '${var.priority}';
    },
    ['undecided onlyAtApply'],
  ],
  [
    'TM810',
    'a session without a known priority, with a source of it',
    foreign({ sourceIds: ['eni-bp1x', 'eni-bp1web'] }),
    (f) => {
      web(f).priority = '${var.priority}';
    },
    ['undecided onlyAtApply'],
  ],
  [
    'TM810',
    'a session without a known priority that has nothing else in common',
    foreign(),
    (f) => {
      web(f).priority = '${var.priority}';
    },
    ['warning foreign'],
  ],
  [
    'TM810',
    'a session without a known priority and target',
    foreign(),
    (f) => {
      Object.assign(web(f), { priority: '${var.priority}', traffic_mirror_target_id: '${var.target}' });
    },
    ['undecided onlyAtApply'],
  ],
])('%s: %s', (id, _, demand, change, outcome) => {
  expect(found(id, demand, change)).toEqual(outcome);
});

test('TM806 counts a source once under edition 2023 and once for each session under 2026', () => {
  const twice = (f: Fixture) => addSession(f, 'more', ['eni-bp1web'], 200);
  expect(found('TM806', { monthlyCost: 11 }, twice)).toEqual(['pass 1']);
  expect(found('TM806', { monthlyCost: 100 }, twice, MirrorEdition.EDITION_2026)).toEqual(['error over']);
});

test('nobody demands anything of an app without a policy', () => {
  const { passed, findings } = runChecks(new MirrorModel(documents(right())), MirrorEdition.EDITION_2023);
  expect(Object.entries(passed).filter(([id]) => id.startsWith('TM8')).map(([, n]) => n)).toEqual(Array(10).fill(0));
  expect(findings).toEqual([]);
});

describe('what is not known never passes and never fails', () => {
  const TAGS = ['', 'prod', 'test'];
  const VALUES = {
    priority: [7, 9],
    packet_length: [100, 200],
    enabled: [true, false],
    env: TAGS,
    tags: [undefined, { env: 'prod' }],
    target: ['lb-bp1sensors', 'lb-bp1other'],
  };
  type Name = keyof typeof VALUES;
  const NAMES = Object.keys(VALUES) as Name[];
  const IDS = ['TM801', 'TM802', 'TM804', 'TM806', 'TM807', 'TM810'];

  const verdicts = (values: Record<Name, unknown>) => {
    const f = right();
    f.governance = [{
      scope: '',
      targets: ['lb-bp1sensors'],
      requiredTags: { env: 'prod' },
      networks: [{ vpcs: ['vpc-bp1prod'], longestPacket: 150 }],
      monthlyCost: 5,
      sourcesPerTarget: 1,
      ...foreign({ priority: 7, targetId: 'lb-bp1sensors', virtualNetworkId: 1 }),
    }];
    const { env, tags, target: to, ...rest } = values;
    addSession(f, 'other', ['eni-bp1other'], 200, {
      ...rest,
      tags: tags === 'none' ? undefined : (tags ?? { env }),
      traffic_mirror_target_id: to,
      virtual_network_id: 2,
    });
    const { findings } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
    const own = (x: { path: string; id: string }) => x.path.endsWith('.other') || x.id === 'TM806' || x.id === 'TM810' || x.id === 'TM807';
    return Object.fromEntries(
      IDS.map((id) => [
        id,
        findings
          .filter((x) => x.id === id && own(x) && x.otherEdition === undefined)
          .map((x) => (x.severity === 'undecided' ? 'open' : 'wrong')),
      ]),
    );
  };

  test('a verdict that is reached holds for every value', () => {
    fc.assert(
      fc.property(
        fc.subarray(NAMES, { minLength: 1 }),
        fc.tuple(...NAMES.map((name) => fc.constantFrom<unknown>(...VALUES[name]))),
        (hidden, values) => {
          const full = Object.fromEntries(NAMES.map((name, i) => [name, values[i]])) as Record<Name, unknown>;
          const open = verdicts({ ...full, ...Object.fromEntries(hidden.map((name) => [name, `\${var.${name}}`])) });
          for (const completion of completions(full, hidden)) {
            const closed = verdicts(completion);
            for (const id of IDS) {
              expect(closed[id]).not.toContain('open');
              if (open[id].length === 0) expect([id, closed[id]]).toEqual([id, []]);
              if (open[id].includes('wrong')) expect([id, closed[id]]).toEqual([id, expect.arrayContaining(['wrong'])]);
            }
          }
        }), played(12, 1));
  });

  function completions(full: Record<Name, unknown>, hidden: readonly Name[]): Record<Name, unknown>[] {
    return hidden.reduce<Record<Name, unknown>[]>(
      (all, name) => all.flatMap((one) => VALUES[name].map((value) => ({ ...one, [name]: value }))),
      [full],
    );
  }
});

describe('in code', () => {
  test('a demand holds at its scope and below, and those of all scopes add up', () => {
    const app = newApp();
    const stack = newStack(app);
    const team = new Construct(stack, 'Team');
    const make = (scope: Construct, id: string, priority: number) =>
      new MirrorSession(scope, id, {
        filter: filterIn(scope, `${id}Filter`),
        sources: [source(`eni-${id.toLowerCase()}`)],
        target: target(),
        priority,
        virtualNetworkId: priority,
      });
    make(team, 'A', 1);
    make(stack, 'B', 2);
    MirrorPolicy.of(team).govern({ requiredTags: { owner: '*' } });
    MirrorPolicy.of(app).govern({ targets: ['lb-other'] }).acknowledge('TM801', 'agreed');
    messageOf(() => app.synth());
    const { errors, acknowledged } = MirrorPolicy.of(app).evaluate();
    expect(errors.map((f) => `${f.id} ${f.path}`)).toEqual(['TM802 stack/Team/A/Resource']);
    expect(acknowledged.map((f) => `${f.id} ${f.path} ${f.subject}`)).toEqual(['TM801 stack/B/Resource lb-sensors']);
  });

  test('tags of sources that a demand asks for are written beside the stack, and no others', () => {
    const written = (govern: boolean) => {
      const app = newApp();
      const stack = newStack(app);
      new MirrorSession(stack, 'A', {
        filter: filterIn(stack),
        sources: [source('eni-a', { tags: { mirror: 'yes', cost: '7' } })],
        target: target(),
      });
      if (govern) MirrorPolicy.of(app).govern({ excludedSourceTags: { mirror: 'never' } });
      synth(app);
      return {
        text: readFileSync(join(app.outdir, 'stacks', 'stack', 'traffic-mirror.json'), 'utf8'),
        passed: MirrorPolicy.of(app).evaluate().passed('TM805'),
      };
    };
    expect(written(false).text).not.toContain('tags');
    const { text, passed } = written(true);
    expect(text).toContain('"tags":{"mirror":"yes"}');
    expect(text).not.toContain('cost');
    expect(passed).toBe(1);
  });

  test.each<[string, MirrorGovernance | unknown, RegExp]>([
    ['no struct', undefined, /The governance of MirrorPolicy.govern is not set. Allowed: an object/],
    ['a key that is none', { target: ['lb-1'] }, /has the unknown key "target". Allowed: the keys targets,.* Fix: Write targets\./],
    ['an empty list', { targets: [] }, /targets of MirrorPolicy.govern is \[\]/],
    ['a token', { targets: ['${var.target}'] }, /targets of MirrorPolicy.govern is/],
    ['tags that are no texts', { requiredTags: { owner: 1 } }, /requiredTags of MirrorPolicy.govern is/],
    [
      'networks without a demand',
      { networks: [{ vpcs: ['vpc-1'] }] },
      /networks\[0\] of MirrorPolicy.govern is .*. Allowed: forbidAllTraffic or longestPacket/,
    ],
    [
      'a length that no session has',
      { networks: [{ vpcs: ['vpc-1'], longestPacket: 63 }] },
      /networks\[0\].longestPacket of .* is 63. Allowed: a whole number from 64 to 8500/,
    ],
    ['a negative budget', { monthlyCost: -1 }, /monthlyCost of .* is -1. Allowed: a number from 0/],
    ['no source for each target', { sourcesPerTarget: 0 }, /sourcesPerTarget of .* is 0. Allowed: a whole number from 1/],
    ['half a source', { interruptedSources: 0.5 }, /interruptedSources of .* is 0.5/],
    ['a text for a flag', { forbidPublicTargets: 'yes' }, /forbidPublicTargets of .* is "yes"/],
    ['an export that is not there', { foreignSessions: { exports: ['none.json'] } }, /none\.json.* does not exist/],
  ])('fails for %s', (_, governance, text) => {
    expect(messageOf(() => MirrorPolicy.of(newApp()).govern(governance as MirrorGovernance))).toMatch(text);
  });
});

describe('in the policy file', () => {
  const full = {
    targets: ['lb-*'],
    targetTags: { use: '*' },
    requiredTags: { owner: '*' },
    networks: [{ vpcs: ['vpc-1'], forbidAllTraffic: true, longestPacket: 128 }],
    excludedSourceTags: { mirror: 'never' },
    monthlyCost: 2000.5,
    gigabytesPerMonth: 10,
    sourcesPerTarget: 5,
    interruptedSources: 0,
    interruptedSeconds: 0,
    forbidPublicTargets: true,
    foreignSessions: { exports: ['sessions.json'], allowed: ['audit-*'] },
  };
  const EXPORT = {
    RequestId: 'x', TotalCount: 1, TrafficMirrorSessions: [{
      TrafficMirrorSessionId: 'tms-bp1old',
      Priority: 7,
      VirtualNetworkId: 7,
      TrafficMirrorTargetId: 'eni-bp1laptop',
      TrafficMirrorSourceIds: ['eni-bp1db'],
    }],
  };
  const file = (governance: unknown): string => {
    const folder = join(temporaryFolder(), 'policy');
    mkdirSync(folder);
    writeFileSync(join(folder, 'sessions.json'), JSON.stringify(EXPORT));
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ governance }));
    return join(folder, 'policy.json');
  };

  test('all demands are valid by the schema, and are read with the export beside the file', () => {
    expect([isPolicy({ governance: full }), isPolicy.errors]).toEqual([true, null]);
    const { foreignSessions: _, ...rest } = full;
    const { governance } = policyFile(file(full));
    expect(governance).toMatchObject(rest);
    expect(governance!.foreignSessions!.sessions).toMatchObject([{ id: 'tms-bp1old', priority: 7, sourceIds: ['eni-bp1db'] }]);
  });

  test.each<[string, unknown]>([
    ['a key', { target: ['lb-1'] }],
    ['a list', { targets: 'lb-1' }],
    ['tags', { requiredTags: {} }],
    ['a network', { networks: [{ forbidAllTraffic: true }] }],
    ['a budget', { sourcesPerTarget: 0 }], ['a flag', { forbidPublicTargets: 1 }], ['an export', { foreignSessions: {} }],
  ])('%s that is wrong is refused by the schema and by the reader', (_, governance) => {
    expect(isPolicy({ governance })).toBe(false);
    expect(messageOf(() => policyFile(file(governance)))).toMatch(/The policy\.governance/);
  });

  test('the command holds a written stack to it', () => {
    const app = newApp();
    const stack = newStack(app);
    new MirrorSession(stack, 'A', { filter: filterIn(stack), sources: [source('eni-a')], target: target() });
    synth(app);
    const lines: string[] = [];
    expect(
      run(['check', app.outdir, '--policy', file({ requiredTags: { owner: '*' }, foreignSessions: full.foreignSessions })], {
        out: (line) => lines.push(line),
        error: (line) => lines.push(line),
      }),
    ).toBe(1);
    expect(lines.join('\n')).toContain('TM802  stack/A does not have the required tag owner');
    expect(lines.join('\n')).toContain('TM810  Session tms-bp1old with priority 7');
  });
});

describe('the policy file, the code and the context', () => {
  const first = {
    targets: ['lb-1'],
    targetTags: { use: 'a' },
    requiredTags: { owner: '*' },
    networks: [{ vpcs: ['vpc-1'], longestPacket: 128 }],
    excludedSourceTags: { mirror: 'never' },
  };
  const exported = (id: string): string => {
    const path = join(temporaryFolder(), 'sessions.json');
    writeFileSync(path, JSON.stringify({
      RequestId: 'x', TotalCount: 1, TrafficMirrorSessions: [{
        TrafficMirrorSessionId: id,
        Priority: 7,
        VirtualNetworkId: 7,
        TrafficMirrorTargetId: 'eni-bp1laptop',
        TrafficMirrorSourceIds: ['eni-bp1db'],
      }],
    }));
    return path;
  };
  /** The value of a key in each layer. */
  const LISTS: { [Key in keyof MirrorGovernance]?: MirrorGovernance[Key][] } = {
    targets: [first.targets, ['lb-2'], ['lb-3']],
    targetTags: [first.targetTags, { use: 'b' }, { use: 'c' }],
    requiredTags: [first.requiredTags, { env: '*' }, { cost: '*' }],
    networks: [first.networks, [{ vpcs: ['vpc-2'], longestPacket: 256 }], [{ vpcs: ['vpc-3'], forbidAllTraffic: true }]],
    excludedSourceTags: [first.excludedSourceTags, { mirror: 'no' }, { mirror: 'off' }],
    foreignSessions: ['tms-bp1a', 'tms-bp1b', 'tms-bp1c'].map((id) => ({ exports: [exported(id)] })),
  };
  const SINGLE: { [Key in keyof MirrorGovernance]?: MirrorGovernance[Key][] } = {
    monthlyCost: [1, 2, 3],
    gigabytesPerMonth: [10, 20, 30],
    sourcesPerTarget: [4, 5, 6],
    interruptedSources: [7, 8, 0],
    interruptedSeconds: [9, 0, 10],
    forbidPublicTargets: [true, false, true],
  };

  /** The demands in force on a stack, with layers of which each may be left out. */
  const inForce = (layers: (MirrorGovernance | undefined)[], below?: MirrorGovernance): readonly Governance[] => {
    const [inFile, inCode, inContext] = layers;
    const app = newApp({ context: { trafficMirror: inContext ? { governance: inContext } : {} } });
    const path = join(temporaryFolder(), 'policy.json');
    writeFileSync(path, JSON.stringify(inFile ? { governance: inFile } : {}));
    MirrorPolicy.of(app).file(path);
    if (inCode) MirrorPolicy.of(app).govern(inCode);
    const stack = newStack(app);
    if (below) MirrorPolicy.of(stack).govern(below);
    return PolicySettings.of(app).governanceOf(stack);
  };

  test('all keys are here', () => {
    const schema = JSON.parse(readFileSync(join(__dirname, '..', '..', 'schema', 'policy-1.schema.json'), 'utf8'));
    expect([...Object.keys(LISTS), ...Object.keys(SINGLE)].sort()).toEqual(Object.keys(schema.properties.governance.properties).sort());
  });

  test.each(Object.entries(SINGLE))('%s: the last of them counts', (key, values) => {
    const layer = (i: number) => ({ [key]: values[i] });
    const now = (...present: number[]) =>
      inForce([0, 1, 2].map((i) => (present.includes(i) ? layer(i) : undefined))).map((demand) => (demand as any)[key]);
    expect([now(0), now(0, 1), now(0, 1, 2), now(0, 2), now(1, 2), now(1)]).toEqual([0, 1, 2, 2, 2, 1].map((i) => [values[i]]));
  });

  test.each(Object.entries(LISTS))('%s: they add up', (key, values) => {
    const all = inForce(values.map((value) => ({ [key]: value })));
    expect(all).toHaveLength(3);
    expect(all.map((demand) => key === 'foreignSessions' ? demand.foreignSessions!.sessions.map(({ id }) => id) : (demand as any)[key]))
      .toEqual(key === 'foreignSessions' ? [['tms-bp1a'], ['tms-bp1b'], ['tms-bp1c']] : values);
  });

  test('a budget of another scope adds up', () => {
    expect(
      inForce([{ sourcesPerTarget: 4 }, { sourcesPerTarget: 5 }], { sourcesPerTarget: 3 }).map(({ scope, sourcesPerTarget }) => [
        scope,
        sourcesPerTarget,
      ]),
    ).toEqual([
      ['', 5],
      ['stack', 3],
    ]);
  });

  test('a demand is one object in all stacks, since its budget is for all of them together', () => {
    const app = newApp({ context: { trafficMirror: { governance: { monthlyCost: 1, requiredTags: { owner: '*' } } } } });
    MirrorPolicy.of(app).govern({ monthlyCost: 2, targets: ['lb-1'] });
    const [one, two] = [newStack(app, 'one'), newStack(app, 'two')];
    const settings = PolicySettings.of(app);
    const of = settings.governanceOf(one);
    expect(of).toHaveLength(3);
    settings.governanceOf(two).forEach((demand, i) => expect(demand).toBe(of[i]));
  });
});
