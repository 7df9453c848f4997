import * as fc from 'fast-check';
import { Names } from '../../src/model/network/names';
import { NetworkAcls } from '../../src/model/network/network-acls';
import { Reach } from '../../src/model/network/reach';
import { network } from '../checks/network';
import { modelOf, stackOf } from '../model/documents';
import { played } from '../support/runs';
import '../support/recorded-inputs';

/** A third one stands for all others that a variable may name. */
const VSWITCHES = ['vsw-1', 'vsw-2', 'vsw-3'];
const ACLS = ['a', 'b'];
const FORMS = ['resources of the ACL', 'alicloud_vpc_network_acl_attachment', 'alicloud_network_acl_attachment'] as const;

interface Binding {
  readonly form: (typeof FORMS)[number];
  readonly acl: string;
  /** Undefined for a variable. */
  readonly vswitch?: string;
  readonly exists: 'surely' | 'perhaps' | 'never';
}
interface World {
  readonly bindings: readonly Binding[];
  /** What the API said of the first vSwitch: its ACL, none, or nothing. */
  readonly told: 'nacl-old' | '' | undefined;
  /** The response is about the ACL, and none is about the vSwitch. */
  readonly toldByAcl: boolean;
}

const binding: fc.Arbitrary<Binding> = fc.record({
  form: fc.constantFrom(...FORMS),
  acl: fc.constantFrom(...ACLS),
  vswitch: fc.constantFrom(undefined, 'vsw-1', 'vsw-2'),
  exists: fc.constantFrom('surely' as const, 'perhaps' as const, 'never' as const),
}).map((b) => b.form === FORMS[0] ? { ...b, exists: 'surely' as const } : b);
const world: fc.Arbitrary<World> = fc.record({
  bindings: fc.array(binding, { maxLength: 3 }),
  told: fc.constantFrom('nacl-old' as const, '' as const, undefined),
  toldByAcl: fc.boolean(),
});

function aclsOf({ bindings, told, toldByAcl }: World): NetworkAcls {
  const resource: any = { alicloud_network_acl: Object.fromEntries(ACLS.map((name) => [name, { vpc_id: 'vpc-1', resources: [] }])) };
  bindings.forEach(({ form, acl, vswitch = '${var.vswitch}', exists }, i) => {
    const bound = { resource_id: vswitch, resource_type: 'VSwitch' };
    if (form === FORMS[0]) {
      resource.alicloud_network_acl[acl].resources.push(bound);
      return;
    }
    const count = { surely: {}, perhaps: { count: '${var.n}' }, never: { count: 0 } }[exists];
    const whole = form === FORMS[1] ? bound : { resources: [bound] };
    (resource[form] ??= {})[`b${i}`] = { ...count, network_acl_id: `\${alicloud_network_acl.${acl}.id}`, ...whole };
  });
  const facts = network();
  const byAcl = toldByAcl && told === 'nacl-old';
  facts.vswitches = new Map(told === undefined || byAcl ? [] : [['vsw-1', { vpcId: 'vpc-1', networkAclId: told }]]);
  facts.networkAcls = new Map(byAcl ? [['nacl-old', { vswitchIds: ['vsw-1'], entries: [] }]] : []);
  const model = modelOf(stackOf('net', { resource }));
  return new NetworkAcls(new Reach(model), facts, new Names(model, facts));
}

/** Every way in which counts and variables may turn out, as far as the service takes it: a vSwitch has at most one ACL. */
function possible({ bindings, told }: World): Set<string | undefined> {
  const found = new Set<string | undefined>();
  const play = (at: number, bound: ReadonlyMap<string, string>): void => {
    if (at === bindings.length) {
      found.add(bound.get('vsw-1') ?? (told === '' ? 'none' : told));
      return;
    }
    const { acl, vswitch, exists } = bindings[at];
    if (exists !== 'surely') play(at + 1, bound);
    if (exists === 'never') return;
    for (const one of vswitch === undefined ? VSWITCHES : [vswitch]) if (!bound.has(one)) play(at + 1, new Map(bound).set(one, acl));
  };
  play(0, new Map());
  return found;
}

test('the ACL of a vSwitch is the same however what is unknown turns out, or it is open', () => {
  const seen = { acl: 0, none: 0, open: 0 };
  fc.assert(fc.property(world, (w) => {
    const answers = possible(w);
    // The service takes none of these worlds.
    fc.pre(answers.size > 0);
    const { acl, open } = aclsOf(w).ofVswitch('vsw-1');
    const [one] = answers;
    if (answers.size > 1 || one === undefined) {
      seen.open++;
      expect({ acl, open }).toEqual({ open: expect.anything() });
    } else if (one === 'none') {
      seen.none++;
      expect({ acl, open }).toEqual({});
    } else {
      seen.acl++;
      expect(open).toBeUndefined();
      expect(acl!.identity).toMatch(new RegExp(`${one}$`));
    }
  }), played(300, 117));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
