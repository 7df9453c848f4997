import { TerraformCount, TerraformIterator, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { alicloud, MirrorEdition, MirrorPolicy, MirrorSession, MirrorSource } from '../../src';
import { lone, sensor } from './apps';
import { filterIn, messageOf, newApp, newStack, notAboutArrival, onlyBody, SESSION, source, written } from '../support/app';
import { expectConformsToSchema } from '../support/schema';

/** What `forEach` and `count` of a resource make of a session: none, one, or many of it. */
function appWith(give: (stack: TerraformStack) => void) {
  const app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
  const stack = newStack(app);
  give(stack);
  let refusal = '';
  try {
    app.synth();
  } catch (error) {
    refusal = (error as Error).message;
  }
  const json = written(app).stack;
  expectConformsToSchema(json);
  return {
    json,
    refusal,
    said: [
      ...new Set(
        MirrorPolicy.of(app)
          .evaluate()
          .findings.filter(notAboutArrival)
          .map((f) => `${f.severity} ${f.id}`),
      ),
    ],
    policy: MirrorPolicy.of(app),
  };
}

const resource = (session: MirrorSession) => session.node.defaultChild as TerraformResource;
const variable = (stack: TerraformStack, name: string, type: string) => new TerraformVariable(stack, name, { type });

test('a session for each of a list that Terraform alone knows: the shared priority and every count are undecided', () => {
  const { json, said } = appWith((stack) => {
    const iterator = TerraformIterator.fromList(variable(stack, 'enis', 'list(string)').listValue);
    resource(lone(stack, { sources: [source(iterator.value)] })).forEach = iterator;
  });
  expect(onlyBody(json, SESSION)).toMatchObject({
    for_each: '${toset(var.enis)}',
    traffic_mirror_source_ids: ['${each.value}'],
    priority: 1,
  });
  expect(said).toEqual(['TM302', 'TM304', 'TM308', 'TM502', 'TM503', 'TM504'].map((id) => `undecided ${id}`));
});

test('a priority and VNI of their own leave what counts the sessions, and a source that two entries of the map may share', () => {
  const { json, said } = appWith((stack) => {
    const iterator = TerraformIterator.fromMap(variable(stack, 'machines', 'map(any)').value);
    const session = lone(stack, {
      sources: [source(iterator.getString('eni'))],
      priority: iterator.getNumber('priority'),
      virtualNetworkId: iterator.getNumber('vni'),
    });
    resource(session).forEach = iterator;
  });
  expect(onlyBody(json, SESSION)).toMatchObject({
    priority: '${each.value.priority}',
    virtual_network_id: '${each.value.vni}',
    traffic_mirror_source_ids: ['${each.value.eni}'],
  });
  expect(said).toEqual(['TM301', 'TM302', 'TM304', 'TM308', 'TM502', 'TM503', 'TM504', 'TM602'].map((id) => `undecided ${id}`));
});

test('what is stated of the source of every copy is kept, by the text that Terraform reads', () => {
  const { policy } = appWith((stack) => {
    const iterator = TerraformIterator.fromList(variable(stack, 'enis', 'list(string)').listValue);
    resource(lone(stack, { sources: [source(iterator.value)] })).forEach = iterator;
  });
  expect(policy.evaluate().passed('TM102')).toBe(1);
});

test.each<[string, (stack: TerraformStack) => TerraformCount | number]>([
  ['a number', () => 3],
  ['a count of a number', () => TerraformCount.of(3)],
])('fails for %s of copies that share one priority, VNI and source', (_, count) => {
  const { said, refusal } = appWith((stack) => { resource(lone(stack)).count = count(stack); });
  expect(refusal).toMatch(/ERROR TM304 {2}stack\/.* 3 copies with the same priority 1/);
  expect(said).toEqual(['error TM301', 'error TM304', 'warning TM308']);
});

test('a count that Terraform alone knows is undecided, and so is all that counts it', () => {
  const { json, said } = appWith((stack) => {
    resource(lone(stack)).count = TerraformCount.of(variable(stack, 'n', 'number').numberValue);
  });
  expect(onlyBody(json, SESSION).count).toBe('${var.n}');
  expect(said).toEqual(['TM301', 'TM304', 'TM308', 'TM502', 'TM503', 'TM504'].map((id) => `undecided ${id}`));
});

test('one copy is one session, and no copy is none', () => {
  expect(appWith((stack) => { resource(lone(stack)).count = 1; }).said).toEqual([]);
  expect(appWith((stack) => { resource(lone(stack)).count = 0; }).said).toEqual([]);
});

test('a hand-written session for each entry of a map goes the same way', () => {
  const { said } = appWith((stack) => {
    const iterator = TerraformIterator.fromMap(variable(stack, 'machines', 'map(any)').value);
    new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, 'Raw', {
      forEach: iterator,
      enabled: true,
      trafficMirrorFilterId: filterIn(stack).filterId,
      trafficMirrorSourceIds: [iterator.getString('eni')],
      trafficMirrorTargetId: 'lb-sensors', trafficMirrorTargetType: 'SLB', priority: iterator.getNumber('priority'),
    });
  });
  // Nothing is stated of its sources.
  expect(said).toEqual(['TM102', 'TM301', 'TM304', 'TM502', 'TM503', 'TM504', 'TM701'].map((id) => `undecided ${id}`));
});

describe('a resource of many copies', () => {
  const many = (stack: TerraformStack) =>
    new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Enis', { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'], count: 2 });

  test('fails as a source, and the error says how to name one', () => {
    const stack = newStack(newApp());
    expect(messageOf(() => MirrorSource.fromResource(many(stack)))).toMatch(
      /\[stack\/Enis\] .*has count\. .*alicloud_ecs_network_interface\.NAME\[0\]\.id/,
    );
  });

  test('is a source by a hand-written index, and two indexes are two interfaces', () => {
    const { said } = appWith((stack) => {
      const name = many(stack).friendlyUniqueId;
      lone(stack, {
        sources: [0, 1].map((i) => source(`\${alicloud_ecs_network_interface.${name}[${i}].id}`)),
        target: sensor('${alicloud_ecs_network_interface_attachment.Attached.network_interface_id}'),
      });
      const sensorInterface = new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Sensor', {
        vswitchId: 'vsw-1',
        securityGroupIds: ['sg-1'],
      });
      new alicloud.ecsNetworkInterfaceAttachment.EcsNetworkInterfaceAttachment(stack, 'Attached', {
        networkInterfaceId: sensorInterface.id,
        instanceId: 'i-sensor',
      });
    });
    expect(said).toEqual([]);
  });
});
