import { PerhapsSame } from './perhaps-same';
import type { InterfaceStatement } from '../model/interface-statement';
import { ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';

/** The properties of an interface that have one value everywhere. */
export const STATED_FIELDS = [
  'instanceType', 'primaryIp', 'regionId', 'vpcId', 'zoneId', 'vswitchId', 'securityGroupIds', 'mirroredMbps',
  'capacityMbps', 'mtu', 'ipv6Addresses', 'serviceManaged',
] as const;

/** Compares lists as sets, since groups have no order. */
export function sameValue(a: unknown, b: unknown): boolean {
  return a === b || Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item) => b.includes(item));
}

/** Whether an account and region that may be the same has another value for a property of an interface. */
export function disagreesElsewhere(perhapsSame: PerhapsSame, group: ScopeGroup, identity: Identity): boolean {
  const elsewhere = given(identity, (use) => perhapsSame.elsewhere(group, use, identity));
  if (elsewhere.length === 0) return false;
  const own = given(identity, (use) => group[use].get(identity) ?? []);
  return own.some((one) => elsewhere.some((other) => STATED_FIELDS.some((field) =>
    one[field] !== undefined && other[field] !== undefined && !sameValue(one[field], other[field]))));
}

/** What sessions set about an interface, as source and as target. */
function given(identity: Identity, users: (use: 'bySource' | 'byTarget') => readonly SessionModel[]): InterfaceStatement[] {
  return [
    ...users('bySource').map((s) => s.sourceStatements?.get(identity)), ...users('byTarget').map((s) => s.targetStatement),
  ].filter((one) => one !== undefined);
}
