import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, dependable, Lazy, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { alicloud, MirrorFilter, MirrorRule, MirrorSession, MirrorSessionProps, MirrorSource } from '../../src';
import { KeyNumbers, LONE_LEASE } from '../../src/session/numbering';
import {
  bodiesByPath, filterIn, findings, INBOUND, messageOf, newApp, newStack, onlyBody, SESSION, source, synth, target,
} from '../support/app';
import { expectConformsToSchema } from '../support/schema';
import { played } from '../support/runs';

let app: App;
let stack: TerraformStack;
beforeEach(() => {
  app = newApp();
  stack = newStack(app);
});

function session(props: Partial<MirrorSessionProps> = {}, id = 'Session', scope: Construct = stack): MirrorSession {
  return new MirrorSession(scope, id, { filter: filterIn(scope, `${id}Filter`), sources: [source('eni-1')], target: target(), ...props });
}

function statements(): any {
  const file = join(app.outdir, 'stacks', 'stack', 'traffic-mirror.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

test('what is left out: it is on, has numbers of its path, and nothing else is written', () => {
  const { priority, virtualNetworkId } = session();
  const json = synth(app).stack;
  expectConformsToSchema(json);
  const numbers = new KeyNumbers('stack/Session');
  expect({ priority, virtualNetworkId }).toEqual({ priority: numbers.priority(LONE_LEASE), virtualNetworkId: numbers.virtualNetworkId() });
  expect(onlyBody(json, SESSION)).toEqual({
    '//': { metadata: { path: 'stack/Session/Resource', uniqueId: expect.any(String) } },
    'depends_on': [`${INBOUND}.${Object.keys(json.resource[INBOUND])[0]}`],
    'enabled': true, priority, 'virtual_network_id': virtualNetworkId,
    'traffic_mirror_filter_id': expect.stringMatching(/^\$\{alicloud_vpc_traffic_mirror_filter\.SessionFilter_\w+\.id\}$/),
    'traffic_mirror_source_ids': ['eni-1'], 'traffic_mirror_target_id': 'lb-sensors', 'traffic_mirror_target_type': 'SLB',
  });
});

test('everything that can be stated is written as it is', () => {
  session({
    enabled: false,
    priority: 7,
    virtualNetworkId: 9,
    packetLength: 128,
    sessionName: 'web',
    description: 'web servers',
    resourceGroupId: 'rg-1',
    tags: { team: 'net' },
  });
  const json = synth(app).stack;
  expectConformsToSchema(json);
  expect(onlyBody(json, SESSION)).toMatchObject({
    enabled: false, priority: 7, virtual_network_id: 9, packet_length: 128, traffic_mirror_session_name: 'web',
    traffic_mirror_session_description: 'web servers', resource_group_id: 'rg-1', tags: { team: 'net' },
  });
  expect(onlyBody(json, SESSION)).not.toHaveProperty('dry_run');
});

test('numbers are those of the path, so another id or scope has others', () => {
  const numbersOf = (s: MirrorSession) => [s.priority, s.virtualNetworkId];
  const [a, b] = [session({}, 'A'), session({}, 'B')];
  const nested = session({}, 'A', new Construct(stack, 'Team'));
  expect(new Set([a, b, nested].map((s) => String(numbersOf(s)))).size).toBe(3);
  const again = new MirrorSession(newStack(newApp()), 'A', {
    filter: MirrorFilter.fromFilterId(stack, 'Imported', 'tmf-1'),
    sources: [source('eni-9')],
    target: target('lb-9'),
  });
  expect(numbersOf(again)).toEqual(numbersOf(a));
});

test('one number may be stated and the other not', () => {
  const numbers = new KeyNumbers('stack/Session');
  expect(session({ priority: 1 }).virtualNetworkId).toBe(numbers.virtualNetworkId());
  expect(
    new MirrorSession(newStack(newApp()), 'Session', {
      filter: MirrorFilter.fromFilterId(stack, 'F', 'tmf-1'),
      sources: [source('eni-1')],
      target: target(),
      virtualNetworkId: 1,
    }).priority,
  ).toBe(numbers.priority(LONE_LEASE));
});

describe('sources are written sorted', () => {
  test('literals, in whatever order they are given', () => {
    fc.assert(fc.property(fc.shuffledSubarray(['eni-c', 'eni-a', 'eni-b', 'eni-10', 'eni-9'], { minLength: 1 }), (ids) => {
      const own = newApp();
      const scope = newStack(own);
      new MirrorSession(scope, 'Session', { filter: filterIn(scope), sources: ids.map((id) => source(id)), target: target() });
      expect(onlyBody(synth(own).stack, SESSION).traffic_mirror_source_ids).toEqual([...ids].sort());
    }), played(15, 1));
  });

  test('references by what Terraform reads, not by when they were made', () => {
    const eni = (id: string) =>
      new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, id, { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] });
    const [late, early] = [eni('B'), eni('A')];
    session({ sources: [MirrorSource.fromResource(late), source('eni-1'), MirrorSource.fromResource(early)] });
    app.synth();
    const ids = onlyBody(
      JSON.parse(readFileSync(join(app.outdir, 'stacks', 'stack', 'cdk.tf.json'), 'utf8')),
      SESSION,
    ).traffic_mirror_source_ids;
    expect(ids).toEqual(['${alicloud_ecs_network_interface.A.id}', '${alicloud_ecs_network_interface.B.id}', 'eni-1']);
  });
});

test.each<[string, Partial<MirrorSessionProps>, string]>([
  ['no source', { sources: [] }, 'sources is empty. Allowed: at least one source'],
  ['a source twice', { sources: [source('eni-1', { key: 'a' }), source('eni-1', { key: 'b' })] }, 'sources has b twice'],
  ['priority 0', { priority: 0 }, 'priority is 0. Allowed: whole numbers 1 to 32766'],
  ['priority 32767', { priority: 32_767 }, 'priority is 32767'],
  ['half a priority', { priority: 1.5 }, 'priority is 1.5'],
  ['no number', { priority: NaN }, 'priority is NaN'],
  ['VNI 0', { virtualNetworkId: 0 }, 'virtualNetworkId is 0. Allowed: whole numbers 1 to 16777215'],
  ['a VNI of 25 bits', { virtualNetworkId: 2 ** 24 }, 'virtualNetworkId is 16777216'],
  ['63 bytes of a packet', { packetLength: 63 }, 'packetLength is 63. Allowed: whole numbers 64 to 8500'],
  ['8501 bytes of a packet', { packetLength: 8501 }, 'packetLength is 8501'],
  ['a name of one byte', { sessionName: 'a' }, 'sessionName is "a": 1 byte long, outside 2 to 128'],
  ['a description of one byte', { description: 'a' }, 'description is "a": 1 byte long, outside 2 to 256'],
  ['a name that is a link', { sessionName: 'https://a' }, 'Leave the scheme out'],
  ['21 tags', { tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, ''])) }, 'has 21 tags'],
  ['a reserved tag', { tags: { aliyunx: '' } }, 'starts with aliyun, which is reserved'],
])('fails for %s', (_, props, text) => {
  const message = messageOf(() => session(props));
  expect(message.startsWith('[stack/Session] ')).toBe(true);
  expect(message).toContain(text);
});

test('the bounds themselves are taken', () => {
  session({ priority: 1, virtualNetworkId: 2 ** 24 - 1, packetLength: 64 }, 'Low');
  session({ priority: 32_766, virtualNetworkId: 1, packetLength: 8500, sources: [source('eni-2')] }, 'High');
  expect(Object.keys(bodiesByPath(synth(app).stack, SESSION))).toHaveLength(2);
  expect(findings(app).filter((f) => f.severity === 'error')).toEqual([]);
});

test('its id is a reference to the resource', () => {
  const web = session();
  new alicloud.vpc.Vpc(stack, 'Vpc', { description: web.sessionId });
  expect(onlyBody(synth(app).stack, 'alicloud_vpc').description).toMatch(/^\$\{alicloud_vpc_traffic_mirror_session\.Session_\w+\.id\}$/);
});

test('a session from elsewhere writes nothing, and has the id that it was given', () => {
  expect(MirrorSession.fromSessionId(stack, 'Imported', 'tms-bp1').sessionId).toBe('tms-bp1');
  expect(synth(app).stack.resource).toBeUndefined();
});

test.each(['', 'tmf-1', 'tms-', 'session'])('fails to import session id %j', (id) => {
  expect(messageOf(() => MirrorSession.fromSessionId(stack, 'Imported', id))).toContain(
    `[stack/Imported] sessionId is ${JSON.stringify(id)}`,
  );
});

describe('what is kept beside the Terraform', () => {
  test('is found by the address that is written, also where the logical id is overridden', () => {
    const web = session({ sources: [MirrorSource.networkInterface('eni-1', { instanceType: 'ecs.g7.large' })], priority: 1 });
    (web.node.defaultChild as alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession).overrideLogicalId('mine');
    expect(Object.keys(synth(app).stack.resource[SESSION])).toEqual(['mine']);
    expect(statements()).toEqual({
      version: 1,
      sessions: { [`${SESSION}.mine`]: { sources: { 'eni-1': { instanceType: 'ecs.g7.large' } } } },
      fleets: [],
      findings: [],
    });
  });

  test('says that the library chose the priority', () => {
    session({ sources: [MirrorSource.networkInterface('eni-1')] });
    synth(app);
    expect(Object.values(statements().sessions)).toEqual([{ defaultPriority: true }]);
  });

  test('is no file where nothing is to be said, and goes away when nothing is said any more', () => {
    const folder = app.outdir;
    session();
    synth(app);
    expect(statements()).toBeDefined();
    app = newApp({ outdir: folder });
    stack = newStack(app);
    session({ sources: [MirrorSource.networkInterface('eni-1')], priority: 1 });
    synth(app);
    expect(statements()).toBeUndefined();
  });
});

describe('a session waits for the rules of its filter', () => {
  const awaited = () => onlyBody(synth(app).stack, SESSION).depends_on;

  test('also for one that is added after it', () => {
    const filter = filterIn(stack);
    session({ filter });
    filter.addOutboundRule(MirrorRule.accept());
    expect(awaited()).toEqual([expect.stringMatching(/^alicloud_vpc_traffic_mirror_filter_egress_rule\.Filter_outbound-1_/)]);
  });

  test('beside what the resource is told to wait for, known or not', () => {
    const vpc = new alicloud.vpc.Vpc(stack, 'Vpc');
    const resourceOf = (s: MirrorSession) => s.node.defaultChild as TerraformResource;
    const rule = expect.stringMatching(/_ingress_rule\./);
    resourceOf(session()).dependsOn = [dependable(vpc)];
    expect(awaited()).toEqual(['alicloud_vpc.Vpc', rule]);
    app = newApp();
    stack = newStack(app);
    const later = new alicloud.vpc.Vpc(stack, 'Vpc');
    resourceOf(session()).dependsOn = Lazy.listValue({ produce: () => [dependable(later)] });
    expect(awaited()).toEqual(['alicloud_vpc.Vpc', rule]);
  });

  test('not for those of a filter of another stack, or from elsewhere', () => {
    session({ filter: filterIn(newStack(app, 'filters')) });
    expect(awaited()).toBeUndefined();
    app = newApp();
    stack = newStack(app);
    session({ filter: MirrorFilter.fromFilterId(stack, 'Imported', 'tmf-1') });
    expect(awaited()).toBeUndefined();
  });
});
