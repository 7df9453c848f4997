import { check } from './check';
import { about, Outcomes } from './outcomes';
import { InterfaceStatement } from '../model/document';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral, named } from '../model/reference';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { shown } from '../net/refusal';
import { label } from '../texts/names';

const FIELDS = [
  'instanceType', 'primaryIp', 'regionId', 'vpcId', 'zoneId', 'vswitchId', 'securityGroupIds', 'mirroredMbps', 'capacityMbps', 'mtu', 'ipv6Addresses', 'serviceManaged',
] as const;

/** Two values for one property of an interface: one of them misled the other checks. */
export const TM107 = check('TM107', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [identity, sessions] of group.bySource) {
        // One use of a literal id has nothing to disagree with.
        if (sessions.length === 1 && (isLiteral(identity) || agrees(model, identity, sessions[0])) && !group.byTarget.has(identity)) continue;
        compare(model, group, identity, outcomes);
      }
      for (const [identity, sessions] of group.byTarget) {
        if (sessions.length === 1 && isLiteral(identity) || group.bySource.has(identity)) continue;
        compare(model, group, identity, outcomes);
      }
    }
  },
});

/** Whether the one statement about a source is what its resource shows. The ordinary case of a large app. */
function agrees(model: MirrorModel, identity: Identity, session: SessionModel): boolean {
  const statement = session.sourceStatements?.get(identity);
  if (!statement) return true;
  const resource = model.resourceFacts(identity);
  if (outside(model, identity, statement) !== undefined) return false;
  for (const field of FIELDS) {
    const value = resource[field];
    if (value !== undefined && statement[field] !== undefined && !same(statement[field], value)) return false;
  }
  return true;
}

/** Lists are sets here: groups have no order. */
function same(a: unknown, b: unknown): boolean {
  return a === b || Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item) => b.includes(item));
}

interface Given {
  readonly value: unknown;
  /** The session that gives it. Empty for the interface's own resource. */
  readonly by: string;
}

function compare(model: MirrorModel, group: ScopeGroup, identity: Identity, outcomes: Outcomes<'TM107'>): void {
  const first: Partial<Record<typeof FIELDS[number], Given>> = {};
  const resource = model.resourceFacts(identity);
  for (const field of FIELDS) if (resource[field] !== undefined) first[field] = { value: resource[field], by: '' };
  const compareWith = (session: SessionModel, statement: InterfaceStatement | undefined): void => {
    if (!statement) return;
    const block = outside(model, identity, statement);
    if (block !== undefined) {
      outcomes.error(about(session, `${named(identity)} primaryIp`), 'outsideVswitch', { name: model.nameOf(identity), address: statement.primaryIp!, block });
      return;
    }
    for (const field of FIELDS) {
      const value = statement[field];
      if (value === undefined) continue;
      const before = first[field];
      if (before === undefined) {
        first[field] = { value, by: label(session.path) };
      } else if (same(before.value, value)) {
        outcomes.pass(session);
      } else {
        outcomes.error(about(session, `${named(identity)} ${field}`), 'disagree', {
          interface: model.nameOf(identity), field, got: shown(value), earlier: shown(before.value), by: before.by,
        });
        // Once a session and interface: the other fields follow from the same mistake.
        return;
      }
    }
  };
  for (const session of group.bySource.get(identity) ?? []) compareWith(session, session.sourceStatements?.get(identity));
  for (const session of group.byTarget.get(identity) ?? []) compareWith(session, session.targetStatement);
}

/** The block of the vSwitch of an interface's own resource, if the address that is set for it is not in it. */
function outside(model: MirrorModel, identity: Identity, { primaryIp }: InterfaceStatement): string | undefined {
  if (primaryIp === undefined || isLiteral(identity)) return undefined;
  const network = NetworkModel.of(model);
  const { vswitch } = network.place(identity);
  const block = vswitch === undefined ? undefined : network.blockOf(vswitch);
  const parsed = parseIpv4Address(primaryIp);
  return block && parsed.ok && !block.contains(parsed.address) ? block.cidrs().join(', ') : undefined;
}
