// What each check of regions, instance families and interfaces finds, alone: its paths, values and passes.
import { Alone, alone, changed } from './alone';
import { addSession, documents, FILTER, Fixture, INBOUND, right, rule, SESSION, session, stated } from './fixtures';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { mostFilters, mostSessions, PerhapsSame, sharedPriorities } from '../../src/checks/perhaps-same';
import { passedBelow, runChecks } from '../../src/checks/run';
import { InterfaceStatement } from '../../src/model/interface-statement';
import { MirrorModel } from '../../src/model/mirror-model';
import { PERHAPS } from '../model/documents';
import '../support/recorded-inputs';

const WEB = `net/${SESSION}.web`;
const NONE: Alone = { passed: 0, found: [], values: [] };
const { EDITION_2023, EDITION_2026 } = MirrorEdition;

const web = (f: Fixture): any => f.terraform.resource[SESSION].web;
/** Gives the session sources, each with its statement. */
const sources = (own: Record<string, InterfaceStatement>, more: object = {}) => (f: Fixture): void => {
  Object.assign(web(f), { traffic_mirror_source_ids: Object.keys(own), ...more });
  f.statements.sessions[`${SESSION}.web`].sources = own;
};
/** Sends the session to an interface. */
const toInterface = (target: string, statement: InterfaceStatement) => (f: Fixture): void => {
  Object.assign(web(f), { traffic_mirror_target_id: target, traffic_mirror_target_type: 'NetworkInterface' });
  f.statements.sessions[`${SESSION}.web`].target = statement;
};
/** Two stacks with an account each, or with unknown ones. */
const two = (change: (first: Fixture, second: Fixture) => void): [Fixture, Fixture] => {
  const [first, second] = [right(), right()];
  change(first, second);
  return [first, second];
};

describe('TM101', () => {
  const region = (id?: string, edition = EDITION_2023) =>
    changed('TM101', (f) => { f.terraform.provider.alicloud[0].region = id; }, edition);

  test('a region in the list passes, once for each stack', () => {
    expect(region('cn-hangzhou')).toEqual({ passed: 1, found: [], values: [] });
    expect(alone('TM101', documents(right(), right()))).toMatchObject({ passed: 2, found: [] });
  });
  test('fails: a region outside the list, with its name and note', () => {
    expect(region('cn-wulanchabu')).toEqual({
      passed: 0, found: ['error notListed net cn-wulanchabu'],
      values: [{ region: 'cn-wulanchabu', name: 'China (Ulanqab)', edition: EDITION_2023, note: undefined }],
    });
    // Only the page of the later edition has notes.
    expect(region('ap-southeast-2', EDITION_2026).values).toEqual([
      { region: 'ap-southeast-2', name: 'Australia (Sydney)', edition: EDITION_2026, note: 'The region is closed.' },
    ]);
    expect(region('cn-nanjing')).toEqual({
      passed: 0, found: ['error notListed net cn-nanjing'],
      values: [{ region: 'cn-nanjing', name: 'China (Nanjing, local region)', edition: EDITION_2023, note: undefined }],
    });
  });
  test('fails: a region that does not exist', () => {
    expect(region('cn-nowhere')).toEqual({ passed: 0, found: ['error noRegion net cn-nowhere'], values: [{ region: 'cn-nowhere' }] });
  });
  test('a region of the environment, or of an expression, is undecided', () => {
    expect(region()).toEqual({ passed: 0, found: ['undecided environment net environment'], values: [{}] });
    expect(region('${var.r}')).toEqual({ passed: 0, found: ['undecided onlyAtApply net ${var.r}'], values: [{ region: '${var.r}' }] });
  });
});

describe('TM102', () => {
  const types = (own: Record<string, string | undefined>, edition = EDITION_2023, more: object = {}) => changed('TM102', sources(
    Object.fromEntries(Object.entries(own).map(([id, instanceType]) => [id, { instanceType }])), more), edition);

  test('each source is judged by its family', () => {
    expect(types({ 'eni-bp1a': 'ecs.g7.large', 'eni-bp1b': 'ecs.c7.large' })).toEqual({ passed: 2, found: [], values: [] });
    expect(types({ 'eni-bp1a': 'ecs.g7.large', 'eni-bp1b': 'ecs.g5.large', 'eni-bp1c': 'g7.large', 'eni-bp1d': 'ecs.r7.large' })).toEqual({
      passed: 2,
      found: [`error notListed ${WEB} eni-bp1b`, `error malformed ${WEB} eni-bp1c`],
      values: [
        { source: 'eni-bp1b', type: 'ecs.g5.large', family: 'g5', edition: EDITION_2023 }, { source: 'eni-bp1c', type: 'g7.large' },
      ],
    });
    expect(types({ 'eni-bp1a': 'ecs.g5.large' }, EDITION_2026)).toEqual({
      passed: 0, found: [`warning undocumented ${WEB} eni-bp1a`],
      values: [{ source: 'eni-bp1a', type: 'ecs.g5.large', family: 'g5', edition: EDITION_2026 }],
    });
    expect(types({ 'eni-bp1a': 'ecs.g8i.large' }, EDITION_2026)).toMatchObject({ passed: 1, found: [] });
  });
  test('the sources of a session without a type are one undecided finding, with their number', () => {
    expect(types({ 'eni-bp1a': 'ecs.g7.large', 'eni-bp1b': undefined, 'eni-bp1c': undefined })).toEqual({
      passed: 1, found: [`undecided notSpecified ${WEB} eni-bp1b (2)`], values: [{}],
    });
    expect(types({ 'eni-bp1a': undefined })).toEqual({ passed: 0, found: [`undecided notSpecified ${WEB} eni-bp1a`], values: [{}] });
  });
  test('an id of another kind is left to TM108, and a list that is not known to others', () => {
    expect(types({ 'i-bp1a': undefined, 'eni-bp1a': 'ecs.g7.large' })).toEqual({ passed: 1, found: [], values: [] });
    expect(types({}, EDITION_2023, { traffic_mirror_source_ids: '${var.enis}' })).toEqual({ passed: 0, found: [], values: [] });
  });
  test('what a later edition would change counts the families that it does not list either', () => {
    const run = (type: string) => {
      const f = right();
      sources({ 'eni-bp1web': { instanceType: type } })(f);
      const { wouldAdd, wouldNotHold } = runChecks(
        new MirrorModel(documents(f)), EDITION_2023, ALL_CHECKS.filter(({ id }) => id === 'TM102'),
      );
      return [wouldAdd, wouldNotHold];
    };
    // A malformed type stays an error, an old family becomes a warning.
    expect([run('g7.large'), run('ecs.g5.large'), run('ecs.g7.large')]).toEqual([[0, 0], [0, 1], [0, 0]]);
  });
  test('the sources that pass below a path', () => {
    const below = (own: Record<string, InterfaceStatement>, path: string) => {
      const f = right();
      sources(own)(f);
      return passedBelow('TM102', new MirrorModel(documents(f)), EDITION_2023, path);
    };
    const mixed = { 'eni-bp1a': { instanceType: 'ecs.g7.large' }, 'eni-bp1b': { instanceType: 'ecs.c7.large' }, 'eni-bp1c': {} };
    expect([below(mixed, 'net'), below(mixed, 'other'), below({ 'eni-bp1a': {} }, 'net')]).toEqual([2, 0, 0]);
  });
});

describe('TM103', () => {
  const type = (instanceType: string | undefined, edition = EDITION_2023) =>
    changed('TM103', toInterface('eni-bp1sensor', { instanceType }), edition);

  test('the family of an interface target', () => {
    expect(type('ecs.g7.large')).toEqual({ passed: 1, found: [], values: [] });
    expect(type('ecs.g5.large')).toEqual({
      passed: 0, found: [`warning notListed ${WEB} eni-bp1sensor`],
      values: [{ target: 'eni-bp1sensor', type: 'ecs.g5.large', family: 'g5', edition: EDITION_2023 }],
    });
    expect(type('ecs.g5.large', EDITION_2026)).toEqual({
      passed: 0, found: [`warning undocumented ${WEB} eni-bp1sensor`],
      values: [{ target: 'eni-bp1sensor', type: 'ecs.g5.large', family: 'g5', edition: EDITION_2026 }],
    });
    expect(type('g7')).toEqual({
      passed: 0, found: [`error malformed ${WEB} eni-bp1sensor`], values: [{ target: 'eni-bp1sensor', type: 'g7' }],
    });
    expect(type(undefined)).toEqual({
      passed: 0, found: [`undecided notSpecified ${WEB} eni-bp1sensor`], values: [{ target: 'eni-bp1sensor' }],
    });
  });
  test('a load balancer and an id of another kind have none', () => {
    expect(changed('TM103', () => {})).toEqual({ passed: 0, found: [], values: [] });
    expect(changed('TM103', toInterface('i-bp1sensor', {}))).toEqual({ passed: 0, found: [], values: [] });
    expect(changed('TM103', (f) => {
      Object.assign(web(f), { traffic_mirror_target_id: '${var.target}', traffic_mirror_target_type: '${var.type}' });
    })).toEqual({ passed: 0, found: [], values: [] });
  });
});

describe('TM104', () => {
  const enable = (written: object) =>
    changed('TM104', (f) => { f.terraform.data = { alicloud_vpc_traffic_mirror_service: { on: written } }; });
  const at = 'net/alicloud_vpc_traffic_mirror_service.on';

  test.each([[{}], [{ enable: null }], [{ enable: 'Off' }]])('%j reads the status', (written) => {
    expect(enable(written)).toEqual({ passed: 1, found: [], values: [] });
  });
  test.each(['On', 'on', 'ON'])('fails: %s opens the service', (written) => {
    expect(enable({ enable: written })).toEqual({ passed: 0, found: [`error opens ${at}`], values: [{ enable: written }] });
  });
  test('an expression is undecided', () => {
    expect(enable({ enable: '${var.on}' })).toEqual({ passed: 0, found: [`undecided onlyAtApply ${at}`], values: [{}] });
  });
});

describe('TM105', () => {
  const managed = (own: Record<string, boolean | undefined>, target?: boolean) => changed('TM105', (f) => {
    sources(Object.fromEntries(Object.entries(own).map(([id, serviceManaged]) => [id, { serviceManaged }])))(f);
    f.statements.sessions[`${SESSION}.web`].target = { serviceManaged: target };
  });
  const source = (id: string) => `error source ${WEB} ${id}`;
  const target = `error target ${WEB} lb-bp1sensors`;

  test.each<[Record<string, boolean | undefined>, boolean | undefined, number, string[]]>([
    [{ 'eni-bp1a': false }, undefined, 1, []], [{ 'eni-bp1a': false }, false, 2, []], [{ 'eni-bp1a': undefined }, undefined, 0, []],
    [{ 'eni-bp1a': undefined }, false, 1, []], [{ 'eni-bp1a': false, 'eni-bp1b': false }, undefined, 2, []],
    [{ 'eni-bp1a': true }, undefined, 0, [source('eni-bp1a')]],
    [{ 'eni-bp1a': true }, false, 1, [source('eni-bp1a')]],
    [{ 'eni-bp1a': false }, true, 1, [target]],
    [{ 'eni-bp1a': undefined }, true, 0, [target]],
    [{ 'eni-bp1a': true, 'eni-bp1b': false, 'eni-bp1c': undefined }, true, 1, [source('eni-bp1a'), target]],
    [{ 'eni-bp1a': false, 'eni-bp1b': undefined }, false, 2, []],
  ])('sources %j and target %j', (own, of, passed, found) => {
    expect(managed(own, of)).toMatchObject({ passed, found });
  });
  test('the finding names the interface', () => {
    expect(managed({ 'eni-bp1a': true }, true).values).toEqual([{ source: 'eni-bp1a' }, { target: 'lb-bp1sensors' }]);
  });
  test('a target that is not known is not judged', () => {
    expect(changed('TM105', (f) => { delete web(f).traffic_mirror_target_id; })).toMatchObject({ passed: 1, found: [] });
    // Two sources that differ are looked at one by one.
    expect(changed('TM105', (f) => {
      sources({ 'eni-bp1a': { serviceManaged: false }, 'eni-bp1b': {} })(f);
      delete web(f).traffic_mirror_target_id;
    })).toMatchObject({ passed: 1, found: [] });
  });
});

describe('TM106', () => {
  const regions = (own: Record<string, string | undefined>, sessionRegion: string | undefined = 'cn-hangzhou', more: object = {}) =>
    changed('TM106', (f) => {
      sources(Object.fromEntries(Object.entries(own).map(([id, regionId]) => [id, { regionId }])), more)(f);
      f.terraform.provider.alicloud[0].region = sessionRegion;
    });

  test('each source with a region is compared with the session', () => {
    expect(regions({ 'eni-bp1a': 'cn-hangzhou' })).toEqual({ passed: 1, found: [], values: [] });
    expect(regions({ 'eni-bp1a': 'cn-hangzhou', 'eni-bp1b': 'cn-shanghai', 'eni-bp1c': undefined })).toEqual({
      passed: 1, found: [`error elsewhere ${WEB} eni-bp1b`],
      values: [{ source: 'eni-bp1b', region: 'cn-shanghai', sessionRegion: 'cn-hangzhou' }],
    });
    expect(regions({ 'eni-bp1a': 'cn-shanghai' })).toMatchObject({ passed: 0, found: [`error elsewhere ${WEB} eni-bp1a`] });
    expect(regions({ 'eni-bp1a': undefined })).toEqual({ passed: 0, found: [], values: [] });
  });
  test('without the region of the session, or its sources, nothing is compared', () => {
    expect(regions({ 'eni-bp1a': 'cn-hangzhou' }, '${var.region}')).toEqual({ passed: 0, found: [], values: [] });
    expect(regions({ 'eni-bp1a': 'cn-hangzhou', 'eni-bp1b': 'cn-shanghai' }, '${var.region}')).toEqual(
      { passed: 0, found: [], values: [] },
    );
    expect(regions({ x: 'cn-hangzhou' }, undefined, { traffic_mirror_source_ids: '${var.enis}' })).toEqual(
      { passed: 0, found: [], values: [] },
    );
  });
});

describe('TM107', () => {
  /** Two sessions with one source, and a statement of each. */
  const twice = (one: InterfaceStatement, other: InterfaceStatement, more: object = {}, change: (f: Fixture) => void = () => {}) =>
    changed('TM107', (f) => {
      sources({ 'eni-bp1x': one })(f);
      addSession(f, 'other', ['eni-bp1x'], 200, more);
      f.statements.sessions[`${SESSION}.other`].sources = { 'eni-bp1x': other };
      for (const statement of Object.values(f.statements.sessions)) statement.target = {};
      change(f);
    });
  const other = `net/${SESSION}.other`;

  test.each<[keyof InterfaceStatement, unknown, unknown, string, string]>([
    ['instanceType', 'ecs.g7.large', 'ecs.c7.large', '"ecs.c7.large"', '"ecs.g7.large"'],
    ['primaryIp', '10.0.0.1', '10.0.0.2', '"10.0.0.2"', '"10.0.0.1"'], [
      'regionId', 'cn-hangzhou', 'cn-beijing', '"cn-beijing"', '"cn-hangzhou"',
    ],
    ['vpcId', 'vpc-1', 'vpc-2', '"vpc-2"', '"vpc-1"'], ['zoneId', 'a', 'b', '"b"', '"a"'], [
      'vswitchId', 'vsw-1', 'vsw-2', '"vsw-2"', '"vsw-1"',
    ],
    ['securityGroupIds', ['sg-1'], ['sg-2'], '["sg-2"]', '["sg-1"]'],
    ['securityGroupIds', ['sg-1'], ['sg-1', 'sg-2'], '["sg-1","sg-2"]', '["sg-1"]'],
    ['securityGroupIds', ['sg-1', 'sg-3'], ['sg-1', 'sg-2'], '["sg-1","sg-2"]', '["sg-1","sg-3"]'],
    ['mirroredMbps', 1, 2, '2', '1'], ['capacityMbps', 1, 2, '2', '1'], ['mtu', 1500, 1450, '1450', '1500'],
    ['ipv6Addresses', 0, 1, '1', '0'], ['serviceManaged', false, true, 'true', 'false'],
  ])('fails: two sessions with another %s', (field, first, second, got, earlier) => {
    expect(twice({ [field]: first }, { [field]: second })).toEqual({
      passed: 0, found: [`error disagree ${other} eni-bp1x ${field}`],
      values: [{ interface: 'eni-bp1x', field, got, earlier, by: WEB, answered: false }],
    });
  });
  test('equal values pass one by one, and lists in any order', () => {
    expect(twice({ mtu: 1450, vpcId: 'vpc-1' }, { mtu: 1450, vpcId: 'vpc-1', zoneId: 'a' })).toMatchObject({ passed: 2, found: [] });
    expect(twice({ securityGroupIds: ['sg-1', 'sg-2'] }, { securityGroupIds: ['sg-2', 'sg-1'] })).toMatchObject({ passed: 1, found: [] });
    expect(twice({}, {})).toMatchObject({ passed: 0, found: [] });
    expect(twice({ mtu: 1450 }, {}, {}, (f) => { f.statements.sessions = {}; })).toMatchObject({ passed: 0, found: [] });
    expect(twice({ mtu: 1450 }, {}, {}, (f) => { f.statements.sessions[`${SESSION}.other`].sources = {}; }))
      .toMatchObject({ passed: 0, found: [] });
  });
  test('one finding for a session, of the first field that differs', () => {
    expect(twice({ mtu: 1450, vpcId: 'vpc-1', zoneId: 'a' }, { mtu: 1500, vpcId: 'vpc-2', zoneId: 'a' }).found)
      .toEqual([`error disagree ${other} eni-bp1x vpcId`]);
  });
  test('a session that perhaps exists is undecided, whichever of the two it is', () => {
    expect(twice({ mtu: 1450 }, { mtu: 1500 }, PERHAPS)).toEqual({
      passed: 0, found: [`undecided perhapsDisagree ${other} eni-bp1x mtu`],
      values: [{ interface: 'eni-bp1x', field: 'mtu', got: '1500', earlier: '1450', by: WEB, answered: false }],
    });
    expect(twice({ mtu: 1450 }, { mtu: 1500 }, {}, (f) => { Object.assign(web(f), PERHAPS); }).found)
      .toEqual([`undecided perhapsDisagree ${other} eni-bp1x mtu`]);
  });

  const INTERFACE = '${alicloud_ecs_network_interface.x.id}';
  const x = 'net/alicloud_ecs_network_interface.x';
  /** One session with an interface of the app. */
  const made = (own: InterfaceStatement, body: object = {}, change: (f: Fixture) => void = () => {}) => changed('TM107', (f) => {
    f.terraform.resource.alicloud_ecs_network_interface = {
      x: { vswitch_id: '${alicloud_vswitch.v.id}', security_group_ids: ['sg-1', 'sg-2'], primary_ip_address: '10.10.0.4', ...body },
    };
    f.terraform.resource.alicloud_vswitch = { v: { vpc_id: 'vpc-1', cidr_block: '10.10.0.0/24' } };
    sources({ [INTERFACE]: own })(f);
    change(f);
  });
  test('an interface of the app without a statement', () => {
    expect(made({}, {}, (f) => { f.statements.sessions = {}; })).toEqual(NONE);
    expect(made({}, {}, (f) => { f.statements.sessions[`${SESSION}.web`].sources = {}; })).toEqual(NONE);
  });
  test('fails: a statement against the resource of its interface', () => {
    expect(made({ primaryIp: '10.10.0.5' })).toEqual({
      passed: 0, found: [`error disagree ${WEB} ${x} primaryIp`],
      values: [{ interface: x, field: 'primaryIp', got: '"10.10.0.5"', earlier: '"10.10.0.4"', by: '', answered: false }],
    });
    expect(made({ securityGroupIds: ['sg-3'] }).found).toEqual([`error disagree ${WEB} ${x} securityGroupIds`]);
    expect(made({ primaryIp: '10.10.0.5' }, PERHAPS).found).toEqual([`undecided perhapsDisagree ${WEB} ${x} primaryIp`]);
    expect(made({ primaryIp: '10.10.0.4', securityGroupIds: ['sg-2', 'sg-1'], mtu: 1450 })).toMatchObject({ passed: 0, found: [] });
    // A value that only the statement has is not compared.
    expect(made({ zoneId: 'a' })).toMatchObject({ found: [] });
  });
  test('fails: an address outside the block of the vSwitch', () => {
    const noAddress = { primary_ip_address: undefined };
    expect(made({ primaryIp: '10.10.1.4', mtu: 1450 }, noAddress)).toEqual({
      passed: 0, found: [`error outsideVswitch ${WEB} ${x} primaryIp`],
      values: [{ name: x, address: '10.10.1.4', block: '10.10.0.0/24' }],
    });
    expect(made({ primaryIp: '10.10.0.255' }, noAddress).found).toEqual([]);
    expect(made({ primaryIp: 'none' }, noAddress).found).toEqual([]);
    expect(made({}, noAddress).found).toEqual([]);
    expect(made({ primaryIp: '10.10.1.4' }, { ...noAddress, vswitch_id: '${var.vswitch}' }).found).toEqual([]);
  });
  test('nothing else of that session is compared then', () => {
    expect(made({ primaryIp: '10.10.1.4', ipv6Addresses: 3 }).found).toEqual([`error outsideVswitch ${WEB} ${x} primaryIp`]);
  });

  /** One session with a literal source, with an API response about it. */
  const answered = (own: InterfaceStatement, fact: object = {}, change: (f: Fixture) => void = () => {}) => changed('TM107', (f) => {
    f.network[0].interfaces.set('eni-bp1x', {
      vpcId: 'vpc-1', vswitchId: 'vsw-1', primaryIp: '10.10.0.4', securityGroupIds: ['sg-1'], status: 'InUse', ...fact,
    } as any);
    sources({ 'eni-bp1x': own })(f);
    change(f);
  });
  test.each<[keyof InterfaceStatement, unknown]>([
    ['vpcId', 'vpc-2'], ['vswitchId', 'vsw-2'], ['primaryIp', '10.10.0.5'], ['securityGroupIds', ['sg-2']],
  ])('fails: a statement against the API response, by its %s', (field, value) => {
    expect(answered({ [field]: value })).toMatchObject({
      passed: 0, found: [`error disagree ${WEB} eni-bp1x ${field}`], values: [{ by: '', answered: true }],
    });
  });
  test('what agrees with the API response, or is not in it, is no finding', () => {
    expect(answered({ vpcId: 'vpc-1', vswitchId: 'vsw-1', primaryIp: '10.10.0.4', securityGroupIds: ['sg-1'] }))
      .toMatchObject({ found: [] });
    expect(answered({ securityGroupIds: ['sg-2'] }, { securityGroupIds: [] })).toMatchObject({ found: [] });
    expect(answered({ primaryIp: '10.10.0.9' }, { primaryIp: undefined })).toMatchObject({ found: [] });
    expect(answered({ mtu: 1500 })).toMatchObject({ found: [] });
    expect(answered({ vpcId: 'vpc-2' }, {}, (f) => { f.network[0].vswitches.clear(); }).found).toEqual(
      [`error disagree ${WEB} eni-bp1x vpcId`],
    );
    expect(changed('TM107', (f) => {
      f.network[0].interfaces.clear();
      sources({ 'eni-bp1x': { vpcId: 'vpc-2' } })(f);
    })).toMatchObject({ found: [] });
  });
  test('the block of the vSwitch of an API response holds its addresses', () => {
    const block = (f: Fixture) => f.network[0].vswitches.set('vsw-1', { vpcId: 'vpc-1', networkAclId: '', cidr: '10.10.0.0/24' } as any);
    const noIp = { primaryIp: undefined };
    expect(answered({ primaryIp: '10.10.1.4' }, noIp, block).found).toEqual([`error outsideVswitch ${WEB} eni-bp1x primaryIp`]);
    expect(answered({ primaryIp: '10.10.0.4' }, noIp, block).found).toEqual([]);
    // The vSwitch of the response is the one that counts.
    expect(answered({ primaryIp: '10.10.1.4', vswitchId: 'vsw-2' }, { ...noIp, vswitchId: undefined }, (f) => {
      block(f);
      f.network[0].vswitches.set('vsw-2', { vpcId: 'vpc-1', networkAclId: '', cidr: '10.10.1.0/24' } as any);
    }).found).toEqual([]);
    expect(answered({ primaryIp: '10.10.1.4', vswitchId: 'vsw-2' }, noIp, (f) => {
      block(f);
      f.network[0].vswitches.set('vsw-2', { vpcId: 'vpc-1', networkAclId: '', cidr: '10.10.1.0/24' } as any);
    }).found).toEqual([`error outsideVswitch ${WEB} eni-bp1x primaryIp`]);
    // Without an answer about the interface, the statement names its vSwitch.
    expect(changed('TM107', (f) => {
      f.network[0].interfaces.clear();
      block(f);
      sources({ 'eni-bp1y': { primaryIp: '10.10.1.4', vswitchId: 'vsw-1' } })(f);
    }).found).toEqual([`error outsideVswitch ${WEB} eni-bp1y primaryIp`]);
  });
  test('fails: the statement about a target', () => {
    const balancer = (own: InterfaceStatement) => changed('TM107', (f) => { f.statements.sessions[`${SESSION}.web`].target = own; });
    expect(balancer({ vpcId: 'vpc-2' })).toMatchObject({
      found: [`error disagree ${WEB} lb-bp1sensors vpcId`], values: [{ earlier: '"vpc-bp1prod"', answered: true }],
    });
    expect(balancer({ primaryIp: '10.10.9.8' }).found).toEqual([`error disagree ${WEB} lb-bp1sensors primaryIp`]);
    expect(balancer({ vpcId: 'vpc-bp1prod', primaryIp: '10.10.9.9', mtu: 1500 })).toMatchObject({ passed: 2, found: [] });
  });
  test('fails: an interface that is a source of one session and the target of another', () => {
    const both = (target: InterfaceStatement) => changed('TM107', (f) => {
      sources({ 'eni-bp1x': { mtu: 1450, zoneId: 'a' } })(f);
      addSession(
        f, 'other', ['eni-bp1other'], 200, { traffic_mirror_target_id: 'eni-bp1x', traffic_mirror_target_type: 'NetworkInterface' },
      );
      f.statements.sessions[`${SESSION}.other`].target = target;
    });
    expect(both({ mtu: 1500 })).toEqual({
      passed: 0, found: [`error disagree ${other} eni-bp1x mtu`],
      values: [{ interface: 'eni-bp1x', field: 'mtu', got: '1500', earlier: '1450', by: WEB, answered: false }],
    });
    expect(both({ mtu: 1450 })).toMatchObject({ passed: 1, found: [] });
  });
  test('values that agree pass, unless another account that may be the same has another one', () => {
    const passedBeside = (own: InterfaceStatement | undefined, profile: string) => {
      const [first, second] = two((a, b) => {
        sources({ 'eni-bp1x': { mtu: 1450 } })(a);
        addSession(a, 'other', ['eni-bp1x'], 200);
        a.statements.sessions[`${SESSION}.other`] = { sources: { 'eni-bp1x': { mtu: 1450 } } };
        a.statements.sessions[`${SESSION}.web`].target = undefined;
        sources({ 'eni-bp1x': own ?? {} })(b);
        if (own === undefined) b.statements.sessions = {};
        for (const f of [a, b]) f.terraform.provider.alicloud[0].profile = f === a ? 'a' : profile;
      });
      const { passed, found } = alone('TM107', documents(first, second));
      return [passed, found];
    };
    expect(passedBeside({ mtu: 1500 }, 'b')).toEqual([0, []]);
    for (const own of [undefined, {}, { mtu: 1450 }, { zoneId: 'a' }]) expect(passedBeside(own, 'b')).toEqual([1, []]);
  });
  test('a literal source that the app attaches to an instance of another type', () => {
    const attached = (own: InterfaceStatement) => changed('TM107', (f) => {
      f.network = [];
      f.terraform.resource.alicloud_instance = { i: { instance_type: 'ecs.g7.large' } };
      f.terraform.resource.alicloud_ecs_network_interface_attachment = {
        a: { network_interface_id: 'eni-bp1x', instance_id: '${alicloud_instance.i.id}' },
      };
      sources({ 'eni-bp1x': own })(f);
    });
    expect(attached({ instanceType: 'ecs.c7.large' })).toMatchObject({
      found: [`undecided perhapsDisagree ${WEB} eni-bp1x instanceType`],
    });
    expect(attached({ instanceType: 'ecs.g7.large' })).toMatchObject({ found: [] });
  });
});

describe('TM108', () => {
  const of = (ids: unknown, more: object = {}) => changed('TM108', (f) => {
    Object.assign(web(f), { traffic_mirror_source_ids: ids, ...more });
    f.terraform.resource.alicloud_vpc = { v: {} };
    f.terraform.resource.alicloud_ecs_network_interface = { e: {} };
  });

  test('every network interface passes', () => {
    expect(of(['eni-bp1a', 'eni-bp1b'])).toEqual({ passed: 2, found: [], values: [] });
    expect(of(['eni-bp1a', '${alicloud_ecs_network_interface.e.id}', '${var.x}'])).toEqual({ passed: 2, found: [], values: [] });
  });
  test('fails: no sources', () => {
    expect(of([])).toEqual({ passed: 0, found: [`error none ${WEB}`], values: [{}] });
    expect(of(undefined)).toEqual({ passed: 0, found: [`error none ${WEB}`], values: [{}] });
    expect(of('${var.enis}')).toEqual({ passed: 0, found: [], values: [] });
  });
  test('fails: ids of another kind, beside right ones', () => {
    expect(of(['eni-bp1a', 'i-bp1a', ' eni-bp1b', 'web', '${alicloud_vpc.v.id}', ''])).toEqual({
      passed: 1,
      found: [
        `error otherKind ${WEB} i-bp1a`, `error noId ${WEB}  eni-bp1b`, `error noId ${WEB} web`,
        `error otherKind ${WEB} net/alicloud_vpc.v`, `error empty ${WEB}`,
      ],
      values: [
        { source: 'i-bp1a', kind: 'instance' }, { source: '" eni-bp1b"', prefix: 'eni-' }, { source: 'web', prefix: 'eni-' },
        { source: 'net/alicloud_vpc.v', kind: 'VPC' }, {},
      ],
    });
  });

  const VARIABLES = {
    'empty': { default: '' }, 'other-empty': { default: '' }, 'full': { default: 'eni-bp1a' }, 'list': { default: ['', 'eni-bp1a'] },
    'off': { default: false }, 'none': {},
  };
  const byDefault = (ids: unknown, more: object = {}, locals: object = {}) => changed('TM108', (f) => {
    Object.assign(f.terraform, { variable: VARIABLES, locals });
    Object.assign(web(f), { traffic_mirror_source_ids: ids, ...more });
  });
  const warned = (...variables: string[]) => ({ found: [`warning emptyByDefault ${WEB}`], values: [{ variables }] });

  test('fails: variables whose defaults add an empty text, sorted, each once, also through locals', () => {
    expect(byDefault(['${var.other-empty}', '${var.empty}', '${var.empty}'])).toMatchObject(warned('var.empty', 'var.other-empty'));
    expect(byDefault(['${local.a}'], {}, { a: '${local.b}', b: '${var.empty}' })).toMatchObject(warned('var.empty'));
    expect(byDefault('${local.a}', {}, { a: ['${local.b}'], b: '${var.empty}' })).toMatchObject(warned('var.empty'));
    expect(byDefault('${var.list}')).toMatchObject(warned('var.list'));
    expect(byDefault(['eni-bp1a', '${var.empty}'])).toMatchObject(warned('var.empty'));
    // A local with the name of a variable is another thing.
    expect(byDefault(['${var.empty}'], {}, { empty: '${var.other-empty}' })).toMatchObject(warned('var.empty'));
    expect(changed('TM108', (f) => { web(f).traffic_mirror_source_ids = ['${local.none}']; })).toEqual(NONE);
    expect(byDefault(['${local.none}', '${var.empty}'])).toMatchObject(warned('var.empty'));
  });
  test('a local that refers to itself ends', () => {
    expect(byDefault(['${local.a}', '${var.empty}'], {}, { a: '${local.a}' })).toMatchObject(warned('var.empty'));
  });
  test.each<[string, unknown, object]>([
    ['a default with an id', ['${var.full}'], {}], ['no default', ['${var.none}'], {}],
    ['what only looks like a variable', ['${data.x.var.empty}', '${x-var.empty}'], {}],
    ['a session that the defaults turn off', ['${var.empty}'], { count: '${var.off ? 1 : 0}' }],
    ['a session that exists only perhaps with the defaults', ['${var.empty}'], { count: '${length(data.alicloud_instances.a.ids)}' }],
    ['literals', ['eni-bp1a'], { description: '${var.empty}' }],
  ])('%s is no finding', (_, ids, more) => {
    expect(byDefault(ids, more).found).toEqual([]);
  });
  test('a certain empty text is reported alone', () => {
    expect(byDefault(['', '${var.empty}']).found).toEqual([`error empty ${WEB}`]);
  });
  test('each of several sessions has its own defaults', () => {
    expect(changed('TM108', (f) => {
      Object.assign(f.terraform, { variable: VARIABLES });
      web(f).traffic_mirror_source_ids = ['${var.full}'];
      f.terraform.resource[SESSION].other = session(['${var.empty}'], 200);
    }).found).toEqual([`warning emptyByDefault net/${SESSION}.other`]);
  });
});

describe('TM109', () => {
  const REGIONS: Record<string, object> = {
    'beijing': { region: 'cn-beijing', account_id: '1' }, 'other': { region: 'cn-hangzhou', account_id: '2' },
    'same': { region: 'cn-hangzhou', account_id: '1' }, 'open': { region: '${var.region}', account_id: '1' },
    'far': { region: 'cn-beijing', account_id: '2' },
  };
  /** The provider of a resource. The sessions are in account 1 in cn-hangzhou. */
  const by = (providers: Record<string, string>, change: (f: Fixture) => void = () => {}) => changed('TM109', (f) => {
    Object.assign(f.terraform.provider.alicloud[0], { account_id: '1' });
    for (const [alias, provider] of Object.entries(REGIONS)) f.terraform.provider.alicloud.push({ alias, ...provider });
    change(f);
    for (const [address, alias] of Object.entries(providers)) {
      const [type, name] = address.split('.');
      f.terraform.resource[type][name].provider = `alicloud.${alias}`;
    }
  });
  const [filter, inbound] = [`${FILTER}.web`, `${INBOUND}.inbound-1`];
  const path = (address: string) => `net/${address}`;

  test('a rule and a filter of the session pass', () => {
    const none = { passed: 2, found: [], values: [] };
    expect(by({})).toEqual(none);
    expect(by({ [filter]: 'same', [inbound]: 'same' })).toEqual(none);
  });
  test.each<[string, string, object]>([
    ['beijing', 'ruleInOtherRegion', { filter: path(filter), region: 'cn-beijing', filterRegion: 'cn-hangzhou' }],
    ['other', 'ruleInOtherAccount', { filter: path(filter), account: '2', filterAccount: '1' }],
    ['far', 'ruleInOtherAccount', { filter: path(filter), account: '2', filterAccount: '1' }],
  ])('fails: a rule with the provider %s', (alias, reason, values) => {
    expect(by({ [inbound]: alias })).toEqual({ passed: 1, found: [`error ${reason} ${path(inbound)} ${path(filter)}`], values: [values] });
  });
  test('a rule in a region that is not known is undecided, and one without its provider is left to TM604', () => {
    expect(by({ [inbound]: 'open' })).toMatchObject({
      passed: 1, found: [`undecided partPerhapsElsewhere ${path(inbound)} ${path(filter)}`],
      values: [{ part: path(inbound), provider: 'alicloud.open', session: path(filter), sessionProvider: 'alicloud' }],
    });
    expect(by({ [inbound]: 'missing' })).toMatchObject({ passed: 1, found: [] });
  });
  test('a rule without its provider is not compared with a filter elsewhere', () => {
    expect(by({ [filter]: 'other', [inbound]: 'missing' })).toMatchObject(
      { passed: 0, found: [`error otherAccount ${WEB} ${path(filter)}`] },
    );
    expect(by({ [filter]: 'missing' }, (f) => { web(f).provider = 'alicloud.other'; })).toMatchObject({ passed: 0, found: [] });
  });
  test('a rule of another stack, whose environment has its account', () => {
    const output = { id: { value: `\${${filter}.id}` } };
    const [first, second] = two((a, b) => {
      Object.assign(a.terraform, { output, terraform: { backend: { local: { path: 'net.tfstate' } } } });
      b.terraform.data = { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } };
      b.terraform.resource = { [INBOUND]: { r: rule(2, { traffic_mirror_filter_id: '${data.terraform_remote_state.net.outputs.id}' }) } };
      b.statements.sessions = {};
    });
    const found = () => alone('TM109', documents(first, second));
    expect(found()).toMatchObject({ passed: 2, found: [] });
    // A profile may be of another account than the environment.
    second.terraform.provider.alicloud[0].profile = 'b';
    expect(found()).toMatchObject({ passed: 2, found: [`undecided partPerhapsElsewhere net1/${INBOUND}.r ${path(filter)}`] });
  });
  test('a target of another stack and account, whose provider is missing there', () => {
    const [first, second] = two((a, b) => {
      Object.assign(a.terraform, {
        output: { id: { value: '${alicloud_slb_load_balancer.x.id}' } }, terraform: { backend: { local: { path: 'net.tfstate' } } },
      });
      a.terraform.resource.alicloud_slb_load_balancer = { x: { address_type: 'intranet', provider: 'alicloud.missing' } };
      b.terraform.data = { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } };
      web(b).traffic_mirror_target_id = '${data.terraform_remote_state.net.outputs.id}';
    });
    const found = () => alone('TM109', documents(first, second).map((d, i) => ({ ...d, account: String(i + 1) }))).found;
    const other = `error otherAccount net1/${SESSION}.web net/alicloud_slb_load_balancer.x`;
    expect(found()).not.toContain(other);
    delete first.terraform.resource.alicloud_slb_load_balancer.x.provider;
    expect(found()).toContain(other);
  });
  test('a session of another stack, whose environment has the account of the filter', () => {
    const output = { id: { value: `\${${filter}.id}` } };
    const [first, second] = two((a, b) => {
      Object.assign(a.terraform, { output, terraform: { backend: { local: { path: 'net.tfstate' } } } });
      b.terraform.data = { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } };
      b.terraform.resource = {
        [SESSION]: { web: session(['eni-bp1b'], 200, { traffic_mirror_filter_id: '${data.terraform_remote_state.net.outputs.id}' }) },
      };
    });
    const found = () => alone('TM109', documents(first, second));
    expect(found()).toMatchObject({ passed: 2, found: [] });
    second.terraform.provider.alicloud[0].profile = 'b';
    expect(found()).toMatchObject({ passed: 2, found: [`undecided partPerhapsElsewhere net1/${SESSION}.web ${path(filter)}`] });
  });
  test('a part that is not known is elsewhere', () => {
    expect(by({}, (f) => { delete web(f).traffic_mirror_filter_id; })).toMatchObject({ passed: 1, found: [] });
    expect(by({}, (f) => { delete web(f).traffic_mirror_target_id; })).toMatchObject({ passed: 2, found: [] });
    expect(by({}, (f) => { web(f).traffic_mirror_source_ids = '${var.enis}'; })).toMatchObject({ passed: 2, found: [] });
  });
  test.each(['missing', 'open'])('a target with the provider %s is not certainly one of another region', (alias) => {
    const target = (more: object) => by({ 'alicloud_slb_load_balancer.x': alias }, (f) => {
      f.terraform.resource.alicloud_slb_load_balancer = { x: { address_type: 'intranet' } };
      Object.assign(web(f), { traffic_mirror_target_id: '${alicloud_slb_load_balancer.x.id}', ...more });
    });
    const perhaps = [`undecided partPerhapsElsewhere ${WEB} net/alicloud_slb_load_balancer.x`];
    expect(target({})).toMatchObject({ passed: 2, found: perhaps });
    const inBeijing = { provider: 'alicloud.beijing', traffic_mirror_filter_id: 'tmf-bp1x' };
    if (alias === 'missing') expect(target(inBeijing)).toMatchObject({ found: perhaps });
  });
  test('an inline rule has the provider of its filter', () => {
    expect(by({}, (f) => {
      delete f.terraform.resource[INBOUND];
      f.terraform.resource[FILTER].web.ingress_rules = [{ ...rule(1), traffic_mirror_filter_id: undefined }];
    })).toEqual({ passed: 1, found: [], values: [] });
  });
  test.each<[string, string, object]>([
    ['beijing', 'otherRegion', { part: 'filter', name: path(filter), region: 'cn-beijing', sessionRegion: 'cn-hangzhou' }],
    ['other', 'otherAccount', { part: 'filter', name: path(filter), account: '2', sessionAccount: '1' }],
    ['far', 'otherAccount', { part: 'filter', name: path(filter), account: '2', sessionAccount: '1' }],
  ])('fails: a filter with the provider %s', (alias, reason, values) => {
    expect(by({ [filter]: alias, [inbound]: alias })).toEqual({
      passed: 1, found: [`error ${reason} ${WEB} ${path(filter)}`], values: [values],
    });
  });
  test('a filter in a region that is not known is undecided', () => {
    expect(by({ [filter]: 'open', [inbound]: 'open' })).toMatchObject({
      passed: 1, found: [`undecided partPerhapsElsewhere ${WEB} ${path(filter)}`],
      values: [{ part: path(filter), provider: 'alicloud.open', session: WEB, sessionProvider: 'alicloud' }],
    });
    expect(by({ [filter]: 'missing', [inbound]: 'missing' })).toMatchObject({ passed: 0, found: [] });
  });
  test('fails: a source of another account. TM106 has its region', () => {
    const eni = 'alicloud_ecs_network_interface.x';
    const source = (alias: string) => by({ [eni]: alias }, (f) => {
      f.terraform.resource.alicloud_ecs_network_interface = { x: {} };
      sources({ [`\${${eni}.id}`]: {}, 'eni-bp1a': {} })(f);
    });
    expect(source('same')).toMatchObject({ passed: 3, found: [] });
    expect(source('other')).toEqual({
      passed: 2, found: [`error otherAccount ${WEB} ${path(eni)}`],
      values: [{ part: 'source', name: path(eni), account: '2', sessionAccount: '1' }],
    });
    expect(source('beijing')).toMatchObject({ passed: 2, found: [] });
    expect(source('open')).toMatchObject({ passed: 2 });
  });
  test('fails: a target of another region, reported at each session', () => {
    const balancer = 'alicloud_slb_load_balancer.x';
    const { found, values } = by({ [balancer]: 'beijing' }, (f) => {
      f.terraform.resource.alicloud_slb_load_balancer = { x: { address_type: 'intranet' } };
      web(f).traffic_mirror_target_id = `\${${balancer}.id}`;
      addSession(f, 'other', ['eni-bp1b'], 200, { traffic_mirror_target_id: `\${${balancer}.id}` });
    });
    expect(found).toEqual([`error otherRegion ${WEB} ${path(balancer)}`, `error otherRegion net/${SESSION}.other ${path(balancer)}`]);
    expect(values[0]).toEqual({ part: 'target', name: path(balancer), region: 'cn-beijing', sessionRegion: 'cn-hangzhou' });
  });
  test('ids belong to no account', () => {
    expect(by({}, (f) => {
      web(f).traffic_mirror_filter_id = 'tmf-bp1x';
      sources({ 'eni-bp1a': {}, '${var.eni}': {} })(f);
    })).toEqual({ passed: 1, found: [], values: [] });
  });
  test('fails: an account that is set, against the one of the provider', () => {
    const f = right();
    Object.assign(f.terraform.provider.alicloud[0], { account_id: '1' });
    const [document] = documents(f);
    expect(alone('TM109', [{ ...document, account: '2' }])).toMatchObject({
      found: ['error otherAccountSet net alicloud'], values: [{
        provider: 'alicloud', account: '2', uid: '1', by: expect.any(String), against: expect.any(String), ledger: '', otherLedger: '',
      }],
    });
  });
});

describe('TM110', () => {
  /** Two stacks whose accounts are not known, with nothing in common. */
  const apart = (change: (first: Fixture, second: Fixture) => void, edition?: MirrorEdition) => {
    const [first, second] = two((_, b) => {
      b.terraform.resource[SESSION].web = session(['eni-bp1other'], 200, { traffic_mirror_target_id: 'lb-bp1other' });
      b.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1other': stated() };
    });
    change(first, second);
    return alone('TM110', documents(first, second), edition);
  };
  const SAME = { passed: 1, found: [], values: [] };
  const BOTH = { passed: 0, found: ['undecided notKnown net'], values: [{ stacks: ['net', 'net1'] }] };

  const atInterface = (id: string) => ({ traffic_mirror_target_id: id, traffic_mirror_target_type: 'NetworkInterface' });

  test('stacks that share nothing pass, and so does one stack alone', () => {
    expect(apart(() => {})).toEqual(SAME);
    expect(changed('TM110', () => {})).toEqual(SAME);
  });
  test.each<[string, (first: any, second: any, a: Fixture, b: Fixture) => void]>([
    ['one priority', (_, second) => { second.priority = 100; }],
    ['one source', (_, second) => { second.traffic_mirror_source_ids = ['eni-bp1web']; }],
    ['a target that is a source', (_, second) => { Object.assign(second, atInterface('eni-bp1web')); }],
    ['a source that is a target', (first) => { Object.assign(first, atInterface('eni-bp1other')); }],
    ['one VNI at one target', (_, second) => {
      Object.assign(second, { traffic_mirror_target_id: 'lb-bp1sensors', virtual_network_id: 100 });
    }],
  ])('%s is undecided', (_, change) => {
    const { passed, found, values } = apart((a, b) => change(web(a), web(b), a, b));
    expect([passed, found.length, [...values[0].stacks].sort()]).toEqual([0, 1, ['net', 'net1']]);
  });
  test.each<[string, (first: any, second: any, a: Fixture, b: Fixture) => void]>([
    ['one target with other VNIs', (_, second) => { second.traffic_mirror_target_id = 'lb-bp1sensors'; }],
    ['one target, and VNIs that are not set', (first, second) => {
      for (const one of [first, second]) Object.assign(one, { traffic_mirror_target_id: 'lb-bp1sensors', virtual_network_id: undefined });
    }],
    ['another region', (_, second, __, b) => {
      b.terraform.provider.alicloud[0].region = 'cn-beijing';
      second.priority = 100;
    }],
    ['two accounts', (_, second, a, b) => {
      Object.assign(a.terraform.provider.alicloud[0], { account_id: '1' });
      Object.assign(b.terraform.provider.alicloud[0], { account_id: '2' });
      second.priority = 100;
    }],
    ['one account', (_, second, a, b) => {
      for (const f of [a, b]) Object.assign(f.terraform.provider.alicloud[0], { account_id: '1' });
      second.priority = 100;
    }],
  ])('%s is none', (_, change) => {
    expect(apart((a, b) => change(web(a), web(b), a, b))).toEqual(SAME);
  });
  /** The second stack, whose source or target is only known at apply. */
  const VARIABLE = { traffic_mirror_source_ids: ['${var.eni}'] };
  test('a source that may be one of another stack counts for the sessions of a source', () => {
    expect(apart((_, b) => { Object.assign(web(b), VARIABLE); }, EDITION_2023)).toEqual(BOTH);
    expect(apart((_, b) => { Object.assign(web(b), VARIABLE); })).toEqual(SAME);
    // Three sessions of a source are allowed, a fourth one is not.
    const more = (count: number) => apart((a, b) => {
      for (let i = 0; i < count; i++) addSession(a, `s${i}`, ['eni-bp1web'], 500 + i);
      Object.assign(web(b), VARIABLE);
    });
    expect([more(1), more(2)]).toEqual([SAME, BOTH]);
    // TM301 has those of one account that may be too many.
    expect(apart((a, b) => {
      addSession(a, 'second', ['eni-bp1web'], 500);
      Object.assign(web(b), VARIABLE);
      addSession(b, 'second', ['${var.eni}'], 600);
    }, EDITION_2023)).toEqual(SAME);
  });
  test('an interface target that may be a source of another stack', () => {
    const target = (own: object, change: (a: Fixture) => void = () => {}) => apart((a, b) => {
      Object.assign(web(a), own);
      Object.assign(web(b), VARIABLE);
      change(a);
    });
    expect(target(atInterface('eni-bp1t'))).toEqual(BOTH);
    // TM302 has a target that may be a source of its own account.
    expect(target(atInterface('eni-bp1t'), (a) => { addSession(a, 'second', ['${var.x}'], 500); })).toEqual(SAME);
    expect(target({})).toEqual(SAME);
  });
  test('a target with other values in another stack', () => {
    const target = (own: object, others: object) => apart((a, b) => {
      Object.assign(web(b), { traffic_mirror_target_id: 'lb-bp1sensors' });
      a.statements.sessions[`${SESSION}.web`].target = own;
      b.statements.sessions[`${SESSION}.web`].target = others;
    });
    expect(target({ mtu: 1500 }, { mtu: 1400 })).toEqual(BOTH);
    expect(target({ mtu: 1500 }, { mtu: 1500 })).toEqual(SAME);
    expect(target({ mtu: 1500 }, {})).toEqual(SAME);
    // One of several sessions sets it.
    for (const at of [[0], [1], [0, 1]]) {
      expect(apart((...both) => {
        both.forEach((f, i) => {
          web(f).traffic_mirror_target_id = 'lb-bp1sensors';
          f.statements.sessions[`${SESSION}.web`].target = at.includes(i) ? {} : { mtu: 1400 };
          if (!at.includes(i)) return;
          addSession(f, 'second', [`eni-bp1second${i}`], 500 + i, { traffic_mirror_target_id: 'lb-bp1sensors' });
          f.statements.sessions[`${SESSION}.second`].target = { mtu: 1500 + i };
        });
      })).toEqual(BOTH);
    }
    // Without a statement, there is no value.
    expect(apart((a, b) => {
      web(b).traffic_mirror_target_id = 'lb-bp1sensors';
      a.statements.sessions = {};
    })).toEqual(SAME);
  });
  test('a priority that is known only at apply is no pass', () => {
    expect(apart((_, b) => { web(b).priority = '${var.priority}'; })).toEqual({ passed: 0, found: [], values: [] });
    expect(apart((a, b) => { for (const f of [a, b]) web(f).priority = '${var.priority}'; })).toEqual({ passed: 0, found: [], values: [] });
    expect(apart((a) => { addSession(a, 'second', ['eni-bp1b'], 300, { priority: '${var.priority}' }); })).toEqual(
      { passed: 0, found: [], values: [] },
    );
    expect(changed('TM110', (f) => { web(f).priority = '${var.priority}'; })).toEqual(SAME);
  });
  test('three stacks are named once', () => {
    expect(alone('TM110', documents(right(), right(), right())).values).toEqual([{ stacks: ['net', 'net1', 'net2'] }]);
  });

  test('every stack with a shared priority is named', () => {
    const all = [right(), right(), right()];
    all[0].terraform.provider.alicloud[0].profile = all[1].terraform.provider.alicloud[0].profile = 'a';
    const used = ['eni-bp1a', 'eni-bp1b', 'eni-bp1c'].map((eni, i) => session([eni], i + 1, { traffic_mirror_target_id: `lb-bp1${i}` }));
    all.forEach((f, i) => { f.terraform.resource[SESSION] = { web: used[i] }; });
    all[2].terraform.resource[SESSION] = { one: { ...used[2], priority: 1 }, two: { ...used[2], priority: 2 } };
    for (const f of all) f.statements.sessions = {};
    expect(alone('TM110', documents(...all)).values.map(({ stacks }) => [...stacks].sort())).toEqual([['net', 'net1', 'net2']]);
  });
  test('a quota that one account exceeds is none of it', () => {
    const f = right();
    addSession(f, 'second', ['eni-bp1b'], 200);
    const [document] = documents(f);
    expect(alone('TM110', [{ ...document, quotas: { 'cn-hangzhou': { sessionsPerRegion: 1 } } }])).toEqual(SAME);
  });

  const quotas = (name: string, limit: number, change: (first: Fixture, second: Fixture) => void) => {
    const [first, second] = two((a, b) => {
      b.terraform.resource[SESSION].web = session(['eni-bp1other'], 200, { traffic_mirror_target_id: 'lb-bp1other' });
      change(a, b);
    });
    return alone('TM110', documents(first, second).map((d) => ({ ...d, quotas: { 'cn-hangzhou': { [name]: limit } } })));
  };
  const oneTarget = (type?: string) => (...both: Fixture[]): void => {
    for (const f of both) {
      Object.assign(web(f), {
        traffic_mirror_target_id: type === undefined ? 'lb-bp1x' : 'eni-bp1x', traffic_mirror_target_type: type ?? 'SLB',
      });
    }
  };
  const oneFilter = (...both: Fixture[]): void => { for (const f of both) web(f).traffic_mirror_filter_id = 'tmf-bp1x'; };
  test.each<[string, number, (first: Fixture, second: Fixture) => void]>([
    ['sessionsPerRegion', 1, () => {}], ['filtersPerRegion', 1, () => {}], ['sessionsPerFilter', 1, oneFilter],
    ['loadBalancerTarget', 1, oneTarget()], ['networkInterfaceTarget', 1, oneTarget('NetworkInterface')],
  ])('%s: two stacks that exceed it together are undecided', (name, limit, change) => {
    expect(quotas(name, limit, change)).toEqual(BOTH);
    expect(quotas(name, limit + 1, change)).toEqual(SAME);
  });
  test('sessions of one filter, or one target, do not count for the others', () => {
    expect(quotas('sessionsPerFilter', 1, () => {})).toEqual(SAME);
    expect(quotas('loadBalancerTarget', 1, () => {})).toEqual(SAME);
  });
  test('only the stacks with sessions of the filter or target are named', () => {
    const others = (use: (...f: Fixture[]) => void, name: string) => {
      const all = [right(), right(), right()];
      all.forEach((f, i) => {
        f.terraform.resource[SESSION].web = session([`eni-bp1n${i}`], 100 * i + 1, { traffic_mirror_target_id: `lb-bp1n${i}` });
      });
      use(all[0], all[2]);
      return alone('TM110', documents(...all).map((d) => ({ ...d, quotas: { 'cn-hangzhou': { [name]: 1 } } }))).values;
    };
    expect(others(oneFilter, 'sessionsPerFilter')).toEqual([{ stacks: ['net', 'net2'] }]);
    expect(others(oneTarget(), 'loadBalancerTarget')).toEqual([{ stacks: ['net', 'net2'] }]);
  });

  const fleets = (...ranges: [fixture: 0 | 1, first: number, last: number, ledger: string][]) => apart((a, b) => {
    for (const [at, first, last, ledger] of ranges) {
      [a, b][at].statements.fleets.push({ path: `net/${ledger}`, ledger, firstPriority: first, lastPriority: last });
    }
  });
  test('fleets with overlapping ranges and separate ledgers are undecided', () => {
    expect(fleets([0, 1, 100, 'a'], [1, 100, 200, 'b'])).toEqual(BOTH);
    expect(fleets([1, 100, 200, 'b'], [0, 1, 100, 'a'])).toMatchObject({ passed: 0, values: [{ stacks: ['net', 'net1'] }] });
    expect(fleets([0, 1, 100, 'a'], [1, 101, 200, 'b'])).toEqual(SAME);
    expect(fleets([0, 101, 200, 'a'], [1, 1, 100, 'b'])).toEqual(SAME);
    expect(alone('TM110', documents(right()).map(({ statements: _, ...d }) => d))).toEqual(SAME);
    expect(fleets([0, 1, 100, 'a'], [1, 1, 100, 'a'])).toEqual(SAME);
    // Of one stack and so of one account.
    expect(fleets([0, 1, 100, 'a'], [0, 50, 200, 'b'])).toEqual(SAME);
    // The long one is still open behind a short one.
    expect(fleets([0, 1, 100, 'a'], [0, 2, 3, 'c'], [1, 100, 200, 'b'])).toEqual(BOTH);
  });
});

describe('accounts that may be the same', () => {
  /** A stack for each account: its arguments, and its number of sessions. All sessions have one filter and one target. */
  const model = (...accounts: [provider: object, sessions: number][]) => new MirrorModel(documents(...accounts.map((
    [provider, count], n,
  ) => {
    const f = right();
    Object.assign(f.terraform.provider.alicloud[0], provider);
    f.terraform.resource[SESSION] = Object.fromEntries(Array.from({ length: count }, (_, i) => [
      `s${i}`, session([`eni-bp1x${n}`], 10 * n + i + 1, { traffic_mirror_filter_id: 'tmf-bp1x' }),
    ]));
    f.statements.sessions = {};
    return f;
  })));
  const [one, two_, open, key] = [{ account_id: '1' }, { account_id: '2' }, {}, { profile: 'b' }];

  test('an account that is certainly another one has no others', () => {
    const apart = model([one, 1], [two_, 1]);
    const [a, b] = apart.groups;
    const same = PerhapsSame.of(apart);
    expect([same.hasOthers(a), same.mayBe(a, b), same.mayBe(a, a), same.together(a), same.elsewhere(a, 'byFilter', 'tmf-bp1x')])
      .toEqual([false, false, false, [a], []]);
    expect([mostSessions(apart, a), mostFilters(apart, a)]).toEqual([1, 1]);
  });
  test('an unknown account may be each of the others', () => {
    const perhaps = model([one, 1], [two_, 2], [open, 3]);
    const [a, b, c] = perhaps.groups;
    const same = PerhapsSame.of(perhaps);
    expect([a, b, c].map((group) => same.hasOthers(group))).toEqual([true, true, true]);
    expect([same.mayBe(a, b), same.mayBe(a, c), same.mayBe(c, a), same.mayBe(c, b)]).toEqual([false, true, true, true]);
    expect([same.together(a), same.together(c)]).toEqual([[a, c], [c, a, b]]);
    expect(same.elsewhere(a, 'byFilter', 'tmf-bp1x')).toEqual(c.sessions);
    expect(same.elsewhere(c, 'byFilter', 'tmf-bp1x')).toEqual([...a.sessions, ...b.sessions]);
    expect(same.elsewhere(c, 'bySource', 'eni-bp1x1')).toEqual(b.sessions);
    expect(same.elsewhere(a, 'bySource', 'eni-bp1x1')).toEqual([]);
    const far = model([one, 1], [open, 1], [{ ...two_, region: 'cn-beijing' }, 1]);
    expect(PerhapsSame.of(far).elsewhere(far.groups[2], 'byFilter', 'tmf-bp1x')).toEqual([]);
    expect([same.elsewhere(c, 'byFilter', 'tmf-bp1y'), same.elsewhere(c, 'byTarget', 'lb-bp1sensors')]).toEqual(
      [[], [...a.sessions, ...b.sessions]],
    );
  });
  test('a thing may be used under another name', () => {
    const sourcesOf = (...lists: string[][]) => {
      const [f, g] = [right(), right()];
      g.terraform.provider.alicloud[0].profile = 'b';
      f.terraform.resource.alicloud_ecs_network_interface = { x: {} };
      f.terraform.resource[SESSION] = Object.fromEntries(lists.map((ids, i) => [`s${i}`, session(ids, i + 1)]));
      g.terraform.resource = { [FILTER]: { web: {} } };
      f.statements.sessions = g.statements.sessions = {};
      const both = new MirrorModel(documents(f, g));
      const same = PerhapsSame.of(both);
      const [own, other] = both.groups;
      const managed = '#net\u0000alicloud_ecs_network_interface.x';
      const opaque = '?net\u0000${var.eni}';
      return ['eni-bp1a', managed, opaque].map((id) => [same.mayUse(own, 'bySource', id), same.stacksOf(other, 'bySource', id).size]);
    };
    const [made, variable] = ['${alicloud_ecs_network_interface.x.id}', '${var.eni}'];
    expect(sourcesOf(['eni-bp1a'], ['eni-bp1a'], ['eni-bp1b'])).toEqual([[2, 1], [3, 1], [3, 1]]);
    expect(sourcesOf(['eni-bp1a'], [made])).toEqual([[2, 1], [2, 1], [2, 1]]);
    expect(sourcesOf(['eni-bp1a'], [made], [variable])).toEqual([[3, 1], [3, 1], [3, 1]]);
    expect(sourcesOf([made])).toEqual([[1, 1], [1, 1], [1, 1]]);
    // A session is counted once.
    expect(sourcesOf(['eni-bp1a', variable], ['eni-bp1a'])).toEqual([[2, 1], [2, 1], [2, 1]]);
    expect(sourcesOf(['eni-bp1a', made, variable])).toEqual([[1, 1], [1, 1], [1, 1]]);
    expect(sourcesOf(['eni-bp1b'])).toEqual([[0, 0], [1, 1], [1, 1]]);
  });
  test('of two accounts that differ, at most one counts', () => {
    const most = (...accounts: [object, number][]) => {
      const all = model(...accounts);
      return all.groups.map((group) => mostSessions(all, group));
    };
    expect(most([one, 1], [two_, 2], [open, 4])).toEqual([5, 6, 6]);
    expect(most([one, 1], [key, 2], [open, 4])).toEqual([7, 7, 7]);
    // Without a region, two accounts by id need not differ from the group in question.
    const nowhere = { ...two_, region: '${var.region}' };
    expect(most([one, 1], [nowhere, 2], [{ ...one, region: '${var.region}' }, 4])).toEqual([5, 2, 5]);
    expect(most([open, 1], [nowhere, 2], [one, 4])).toEqual([1 + 2 + 4, 3, 5]);
  });
  test('every priority that two accounts share, with the stack that has it', () => {
    const all = model([open, 2], [key, 1]);
    expect([...sharedPriorities(all).values()]).toEqual([]);
    const [f, g] = [right(), right()];
    g.terraform.provider.alicloud[0].profile = 'b';
    const both = new MirrorModel(documents(f, g));
    const [a, b] = both.stacks;
    expect([...sharedPriorities(both).values()].map((shared) => [...shared])).toEqual([[[100, a]], [[100, b]]]);
  });
});
