import * as fc from 'fast-check';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { addCollector, documents, Fixture, INBOUND, right, SESSION } from '../checks/fixtures';

const found = (...fixtures: Fixture[]) => runChecks(new MirrorModel(documents(...fixtures)), MirrorEdition.EDITION_2023).findings;
const ids = (...fixtures: Fixture[]) => found(...fixtures).map((f) => `${f.severity} ${f.id}`).sort();
const web = (f: Fixture) => f.terraform.resource[SESSION].web;

/** Each prefix with what it may be: as source, as target of type SLB, as filter. */
const KINDS = [
  ['eni-1', 'source'], ['lb-1', 'target'], ['tmf-1', 'filter'], ['i-1', ''], ['vpc-1', ''], ['vsw-1', ''], ['sg-1', ''], ['alb-1', ''], ['nlb-1', ''], ['tms-1', ''], ['nacl-1', ''], ['rsp-1', ''], ['', ''], ['web', ''],
] as const;

test('an id is refused in each place that its kind does not fit', () => {
  fc.assert(fc.property(fc.constantFrom(...KINDS), fc.constantFrom('source', 'target', 'filter'), fc.boolean(), ([id, fits], place, byLocal) => {
    const f = right();
    const text = byLocal ? '${local.id}' : id;
    if (byLocal) f.terraform.locals = { id };
    if (place === 'source') web(f).traffic_mirror_source_ids = [text];
    else if (place === 'target') web(f).traffic_mirror_target_id = text;
    else web(f).traffic_mirror_filter_id = text;
    const refusing = { source: ['TM108'], target: ['TM401'], filter: ['TM208'] }[place];
    // An interface as target of type SLB is another fault of the same check.
    const errors = ids(f).filter((x) => x.startsWith('error') && refusing.some((r) => x.endsWith(r)));
    expect(errors.length > 0).toBe(fits !== place);
  }), { numRuns: 150 });
});

/** Ways to write how many there are, with how many that is. */
const COUNTS: [meta: object, copies: number | undefined, locals?: object][] = [
  [{}, 1], [{ count: 0 }, 0], [{ count: '0' }, 0], [{ count: '${0}' }, 0], [{ count: 1 }, 1], [{ count: '${local.on ? 1 : 0}' }, 0, { on: false }], [{ count: '${local.on ? 1 : 0}' }, 1, { on: true }],
  [{ count: '${length(local.list)}' }, 0, { list: [] }], [{ count: '${length(local.list)}' }, 2, { list: ['a', 'b'] }], [{ for_each: {} }, 0], [{ for_each: { a: 1, b: 2 } }, 2], [{ for_each: '${toset([])}' }, 0],
  [{ for_each: '${toset(["a"])}' }, 1], [{ for_each: '${local.map}' }, 0, { map: {} }], [{ count: '${var.on ? 1 : 0}' }, undefined], [{ for_each: '${var.map}' }, undefined],
];

test('how many of a block there are is what the ways to write it mean', () => {
  fc.assert(fc.property(fc.constantFrom(...COUNTS), fc.constantFrom(...COUNTS), ([meta, copies, locals], [other, others, more]) => {
    const f = right();
    if (locals && more && JSON.stringify(locals) !== JSON.stringify(more) && Object.keys(locals)[0] === Object.keys(more)[0]) return;
    f.terraform.locals = { ...locals, ...more };
    Object.assign(web(f), meta);
    f.terraform.resource[INBOUND]['inbound-1'] = { ...f.terraform.resource[INBOUND]['inbound-1'], ...other };
    const model = new MirrorModel(documents(f));
    const counted = model.sessions.map(({ block }) => block.copies);
    expect(copies === 0 ? counted : [counted.includes(undefined) ? undefined : counted.reduce<number>((n, c) => n + c!, 0)]).toEqual(copies === 0 ? [] : [copies]);
    const error = (id: string) => ids(f).includes(`error ${id}`);
    expect(error('TM201')).toBe(others === 0);
    // Equal copies of one session share source and priority.
    expect(error('TM304')).toBe(copies !== undefined && copies > 1);
  }), { numRuns: 200 });
});

/** Ways to write one body. */
const FORMS: ((name: string, body: any) => any)[] = [(name, body) => ({ [name]: body }), (name, body) => ({ [name]: [body] }), (name, body) => [{ [name]: body }], (name, body) => [{ [name]: [body] }]];

test('every form of a block has the same findings', () => {
  fc.assert(fc.property(fc.constantFrom(...FORMS), fc.constantFrom(SESSION, INBOUND), fc.constantFrom<(f: Fixture) => void>(
    () => undefined, (f) => { web(f).traffic_mirror_source_ids = Array.from({ length: 11 }, (_, i) => `eni-${i}`); }, (f) => { web(f).priority = 0; },
  (f) => { f.terraform.resource[INBOUND]['inbound-1'].source_cidr_block = '10.0.0.1/8'; },
  ), (form, type, change) => {
    const [plain, other] = [right(), right()];
    change(plain);
    change(other);
    const [[name, body]] = Object.entries(other.terraform.resource[type]);
    other.terraform.resource[type] = form(name, body);
    expect(ids(other)).toEqual(ids(plain));
  }), { numRuns: 100 });
});

/** Providers with the account that they surely reach, or the text that decides. */
const ACCOUNTS: [config: object, uid: string | undefined][] = [
  [{}, undefined], [{ assume_role: { role_arn: 'acs:ram::111:role/x' } }, '111'], [{ assume_role: [{ role_arn: 'acs:ram::222:role/x' }] }, '222'], [{ assume_role: { role_arn: 'acs:ram::111:role/y', session_name: 'z' } }, '111'],
  [{ account_id: '222' }, '222'], [{ account_id: 111 }, '111'], [{ assume_role_with_oidc: { role_arn: 'acs:ram::222:role/x' } }, '222'], [{ assume_role: { role_arn: 'acs:ram::${var.account}:role/x' } }, undefined],
  [{ profile: 'one' }, undefined], [{ access_key: '${var.key}', secret_key: '${var.secret}' }, undefined], [{ max_retry_timeout: 10 }, undefined],
];

test('two stacks with one priority collide in one account, do not in two, and are undecided otherwise', () => {
  fc.assert(fc.property(fc.constantFrom(...ACCOUNTS), fc.constantFrom(...ACCOUNTS), ([a, one], [b, two]) => {
    const [first, second] = [right(), right()];
    Object.assign(first.terraform.provider.alicloud[0], a);
    Object.assign(second.terraform.provider.alicloud[0], b);
    Object.assign(web(second), { traffic_mirror_source_ids: ['eni-bp1other'], traffic_mirror_target_id: 'lb-bp1other' });
    second.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1other': first.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'] };
    // The same credentials, word for word, reach the same account.
    const same = one !== undefined && two !== undefined ? one === two : JSON.stringify(a) === JSON.stringify(b) && 'profile' in a ? true : undefined;
    const own = ids(first, second).filter((x) => /TM304|TM110/.test(x));
    expect(own).toEqual(same === true ? ['error TM304'] : same === false ? [] : ['undecided TM110']);
  }), { numRuns: 200 });
});

/** Resource types that may write rules of a security group, or surely do not. */
const REFERRERS = [
  ['alicloud_cs_managed_kubernetes', true], ['alicloud_nas_mount_target', false], ['alicloud_eci_container_group', false], ['alicloud_type_that_is_new', true], ['terraform_data', false], ['null_resource', false], ['module', true],
] as const;
const WAYS = ['directly', 'by a local', 'in a list', 'from another stack'] as const;

test('whoever may write rules of a group makes it undecided, on whatever way the group gets there', () => {
  fc.assert(fc.property(fc.constantFrom(...REFERRERS), fc.constantFrom(...WAYS), ([type, may], way) => {
    const f = right();
    addCollector(f);
    f.terraform.terraform = { backend: { local: { path: 'net.tfstate' } } };
    f.terraform.resource.alicloud_security_group = { own: { vpc_id: 'vpc-bp1prod' } };
    f.terraform.resource.alicloud_security_group_rule.mirrored.security_group_id = '${alicloud_security_group.own.id}';
    f.terraform.resource.alicloud_instance = { sensor: { vswitch_id: 'vsw-bp1sensor', security_groups: ['${alicloud_security_group.own.id}'], instance_type: 'ecs.g7.large' } };
    f.terraform.resource.alicloud_slb_server_group_server_attachment.sensor.server_id = '${alicloud_instance.sensor.id}';
    const reference = '${alicloud_security_group.own.id}';
    const other = right();
    delete other.terraform.resource;
    other.statements.sessions = {};
    let holder = f.terraform;
    let text: unknown = reference;
    if (way === 'by a local') { f.terraform.locals = { group: reference }; text = '${local.group}'; }
    if (way === 'in a list') text = [[reference]];
    if (way === 'from another stack') {
      f.terraform.output = { group: { value: reference } };
      holder = other.terraform;
      holder.data = { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } };
      text = '${data.terraform_remote_state.net.outputs.group}';
    }
    if (type === 'module') holder.module = { cluster: { source: './cluster', groups: text } };
    else (holder.resource ??= {})[type] = { other: { groups: text } };
    const own = found(f, other).filter((x) => x.id === 'TM403').map((x) => `${x.severity}`);
    expect(own).toEqual(may ? ['undecided'] : []);
  }), { numRuns: 100 });
});

