import { check } from './check';
import { isSure } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import type { InterfaceStatement } from '../model/interface-statement';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral } from '../model/reference';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { shown } from '../net/refusal';
import { label } from '../texts/names';

const FIELDS = [
  'instanceType', 'primaryIp', 'regionId', 'vpcId', 'zoneId', 'vswitchId', 'securityGroupIds', 'mirroredMbps',
  'capacityMbps', 'mtu', 'ipv6Addresses', 'serviceManaged',
] as const;

/** A property of an interface has one value everywhere. With two values, the other checks may have used the wrong one. */
export const TM107 = check('TM107', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [identity, sessions] of group.bySource) {
        // A literal id that is used once cannot disagree.
        if (sessions.length === 1 && (isLiteral(identity) || agrees(model, identity, sessions[0])) && !group.byTarget.has(identity)) {
          continue;
        }
        compare(model, group, identity, outcomes);
      }
      for (const [identity, sessions] of group.byTarget) {
        if (sessions.length === 1 && isLiteral(identity) || group.bySource.has(identity)) continue;
        compare(model, group, identity, outcomes);
      }
    }
  },
});

/** Whether the only statement about a source agrees with its resource. The usual case in a large app. */
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

/** Compares lists as sets, since groups have no order. */
function same(a: unknown, b: unknown): boolean {
  return a === b || Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item) => b.includes(item));
}

interface Given {
  readonly value: unknown;
  /** The session with the value. Empty for the interface's resource. */
  readonly by: string;
  /** Whether that session or resource certainly exists. */
  readonly sure: boolean;
}

function compare(model: MirrorModel, group: ScopeGroup, identity: Identity, outcomes: Outcomes<'TM107'>): void {
  const first: Partial<Record<typeof FIELDS[number], Given>> = {};
  const resource = model.resourceFacts(identity);
  const sure = model.blockOf(identity)?.block.copies !== undefined;
  for (const field of FIELDS) if (resource[field] !== undefined) first[field] = { value: resource[field], by: '', sure };
  const compareWith = (session: SessionModel, statement: InterfaceStatement | undefined): void => {
    if (!statement) return;
    const block = outside(model, identity, statement);
    if (block !== undefined) {
      outcomes.error(aboutPart(model, session, identity, 'primaryIp'), 'outsideVswitch', {
        name: model.nameOf(identity), address: statement.primaryIp!, block,
      });
      return;
    }
    for (const field of FIELDS) {
      const value = statement[field];
      if (value === undefined) continue;
      const before = first[field];
      if (before === undefined) {
        first[field] = { value, by: label(session.path), sure: isSure(session) };
      } else if (same(before.value, value)) {
        outcomes.pass(session);
      } else {
        const at = aboutPart(model, session, identity, field);
        const parameters = {
          interface: model.nameOf(identity), field, got: shown(value), earlier: shown(before.value), by: before.by,
        };
        if (isSure(session) && before.sure) outcomes.error(at, 'disagree', parameters);
        else outcomes.undecided(at, 'perhapsDisagree', parameters);
        // One finding per session and interface, since the other fields follow from the same mistake.
        return;
      }
    }
  };
  for (const session of group.bySource.get(identity) ?? []) compareWith(session, session.sourceStatements?.get(identity));
  for (const session of group.byTarget.get(identity) ?? []) compareWith(session, session.targetStatement);
}

/** The CIDR block of an interface's vSwitch, if it does not contain the address in the statement. */
function outside(model: MirrorModel, identity: Identity, { primaryIp }: InterfaceStatement): string | undefined {
  if (primaryIp === undefined || isLiteral(identity)) return undefined;
  const network = NetworkModel.of(model);
  const { vswitch } = network.place(identity);
  const block = vswitch === undefined ? undefined : network.blockOf(vswitch);
  const parsed = parseIpv4Address(primaryIp);
  return block && parsed.ok && !block.contains(parsed.address) ? block.cidrs().join(', ') : undefined;
}
