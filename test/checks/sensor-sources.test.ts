// The sources of an account, asked whether they contain a sensor, another interface of its instance, or perhaps one of these.
import { addCollector, documents, Fixture, INBOUND, right, rule, SESSION, stated } from './fixtures';
import { mirroringElsewhere, Sources } from '../../src/checks/sensor-sources';
import { MirrorModel } from '../../src/model/mirror-model';
import { NetworkModel } from '../../src/model/network/network-model';
import '../support/recorded-inputs';

const SENSOR = 'eni-bp1sensor';
const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };
const copyAll = (f: Fixture) => { f.terraform.resource[INBOUND] = { all: rule(1, ALL) }; };
/** The sources, each with its instance if that is known. */
const sources = (f: Fixture, of: Record<string, string | undefined>) => {
  f.terraform.resource[SESSION].web.traffic_mirror_source_ids = Object.keys(of);
  f.statements.sessions[`${SESSION}.web`].sources =
    Object.fromEntries(Object.entries(of).map(([id, instanceId]) => [id, stated(instanceId === undefined ? {} : { instanceId })]));
};
/** The API shows no instance of the sensor. */
const alone = (f: Fixture) => {
  const { interfaces } = f.network[0];
  interfaces.set(SENSOR, { ...interfaces.get(SENSOR)!, instanceId: undefined });
};

type Found = 'yes' | 'perhaps' | 'no';
test.each<[name: string, change: (f: Fixture) => void, server: Found, target: Found]>([
  ['of unknown instances', copyAll, 'perhaps', 'perhaps'],
  ['of another instance', (f) => { copyAll(f); sources(f, { 'eni-bp1web': 'i-bp1web' }); }, 'no', 'no'],
  ['of its instance', (f) => sources(f, { 'eni-bp1web': 'i-bp1sensor' }), 'yes', 'yes'],
  ['itself', (f) => { copyAll(f); sources(f, { [SENSOR]: undefined }); }, 'yes', 'no'],
  ['itself, without copies of VXLAN', (f) => sources(f, { [SENSOR]: undefined }), 'no', 'no'],
  ['itself and another one of its instance', (f) => sources(f, { [SENSOR]: undefined, 'eni-bp1web': 'i-bp1sensor' }), 'yes', 'yes'],
  ['of unknown instances, as its own', (f) => { copyAll(f); alone(f); }, 'no', 'no'],
  ['itself, of an unknown instance', (f) => { copyAll(f); alone(f); sources(f, { [SENSOR]: undefined }); }, 'yes', 'no'],
  ['perhaps itself, of an unknown instance', (f) => { copyAll(f); alone(f); sources(f, { '${var.source}': undefined }); }, 'perhaps', 'no'],
  ['perhaps itself, of an unknown instance, without copies of VXLAN', (f) => {
    alone(f);
    sources(f, { '${var.source}': undefined });
  }, 'no', 'no'],
])('sources beside a sensor: %s', (_, change, server, target) => {
  const f = right();
  change(f);
  const model = new MirrorModel(documents(f));
  const [group] = model.groups;
  const found = (balanced: boolean): Found => {
    const of = new Sources(model, NetworkModel.of(model, group.scope), group);
    return of.mirrors(SENSOR, balanced) ? 'yes' : of.mayMirror(SENSOR, balanced) ? 'perhaps' : 'no';
  };
  expect({ server: found(true), target: found(false) }).toEqual({ server, target });
});

describe('stacks that mirror a sensor of an account that may be the same', () => {
  /** The stacks: the first sends to the sensor. */
  const elsewhere = (account: object, ...mirrored: string[]) => {
    const stacks = [right(), ...mirrored.map((id, i) => {
      const f = right();
      Object.assign(f.terraform.provider.alicloud[0], account);
      copyAll(f);
      sources(f, { [id]: undefined });
      Object.assign(f.terraform.resource[SESSION].web, { priority: 101 + i, traffic_mirror_target_id: 'lb-bp1other' });
      return f;
    })];
    addCollector(stacks[0]);
    stacks[0].terraform.provider.alicloud[0].assume_role = { role_arn: 'acs:ram::1:role/x' };
    return mirroringElsewhere(new MirrorModel(documents(...stacks))).map((stack) => stack.path);
  };

  test('are listed', () => {
    expect(elsewhere({}, SENSOR)).toStrictEqual(['net', 'net1']);
    expect(elsewhere({}, 'eni-bp1other', SENSOR)).toStrictEqual(['net', 'net2']);
  });
  test('are none', () => {
    expect(elsewhere({}, 'eni-bp1other')).toStrictEqual([]);
    expect(elsewhere({ account_id: '1' }, SENSOR)).toStrictEqual([]);
    expect(elsewhere({ account_id: '2' }, SENSOR)).toStrictEqual([]);
  });
});
