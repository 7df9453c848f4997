import { ExportedFilter, ExportedRule } from '../export/exported-filter';
import { ExportedSession } from '../export/exported-session';
import { ExportedStatus } from '../export/exported-status';
import {
  Bounds, FILTER_DESCRIPTION, FILTER_NAME, RULE_PRIORITY, SESSION_DESCRIPTION, SESSION_NAME, TARGET_TYPES, textProblem, VNI, within,
} from '../catalog/limits';
import { ENI_ID } from '../input/interface-id';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { MirrorProtocol } from '../net/mirror-protocol';
import { parsePortRange, PortRange } from '../net/port-range';
import { shown } from '../net/refusal';
import { CLB_ID } from '../session/interface-resource';

/** The reason why an object cannot be imported without changes, and the fix. */
export interface Obstacle {
  readonly reason: string;
  readonly fix: string;
}

/** A change to make in the service. The export must be repeated after it. */
const inService = (change: string): string => `${change} in the service, and export again`;

/** The obstacles to the adoption of a filter. Empty if it can be adopted. */
export function filterObstacles(filter: ExportedFilter): Obstacle[] {
  return [
    ...beingChanged('the filter', filter.status),
    ...outsideBytes('the name', FILTER_NAME, filter.filterName),
    ...outsideBytes('the description', FILTER_DESCRIPTION, filter.description),
    ...filter.inbound.flatMap((rule) => ruleObstacles('inbound', rule)),
    ...filter.outbound.flatMap((rule) => ruleObstacles('outbound', rule)),
  ];
}

/** The obstacles to the adoption of a session. Empty if it can be adopted. */
export function sessionObstacles(session: ExportedSession): Obstacle[] {
  const obstacles = [
    ...beingChanged('the session', session.status),
    ...outsideBytes('the name', SESSION_NAME, session.sessionName),
    ...outsideBytes('the description', SESSION_DESCRIPTION, session.description),
    ...targetObstacles(session),
  ];
  if (!within(VNI, session.virtualNetworkId)) {
    obstacles.push({
      reason: `its VNI is ${session.virtualNetworkId}, which the provider cannot write, since it takes 0 for a missing VNI`,
      fix: `${inService(`give the session a VNI of ${VNI.min} to ${VNI.max}`)}. Inform the users who identify its packets by VNI`,
    });
  }
  if (session.sourceIds.length === 0) {
    obstacles.push({ reason: 'it has no source', fix: inService('delete it, or add a source') });
  }
  return obstacles;
}

function targetObstacles({ targetType, targetId }: ExportedSession): Obstacle[] {
  if (!TARGET_TYPES.includes(targetType as typeof TARGET_TYPES[number])) {
    return [{
      reason: `its target ${targetId} is of the type ${shown(targetType)}, and the provider supports only ${TARGET_TYPES.join(' and ')}`,
      fix: 'keep the session in the console. It can be adopted if its target is the interface of a sensor or an internal CLB',
    }];
  }
  const form = targetType === 'SLB' ? CLB_ID : ENI_ID;
  if (form.test(targetId)) return [];
  return [{
    reason: `its target ${shown(targetId)} does not have the form of an id of the type ${targetType}`,
    fix: 'keep the session in the console, or use the resource alicloud_vpc_traffic_mirror_session directly',
  }];
}

function ruleObstacles(direction: string, rule: ExportedRule): Obstacle[] {
  const named = `${direction} rule ${rule.priority} (${rule.ruleId})`;
  if (rule.ipv6) {
    return [{
      reason: `${named} is for IPv6, for which the provider has no argument`,
      fix: `${inService('delete the rule')}, since IPv6 is not mirrored, or keep the filter in the console`,
    }];
  }
  const obstacles = beingChanged(named, rule.status);
  if (!within(RULE_PRIORITY, rule.priority)) {
    obstacles.push({
      reason: `${named} has a priority outside ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}, the only priorities that the provider accepts`,
      fix: `${inService(`give the ${direction} rules priorities from ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max} in the same order`)}. If there are more rules, combine several into one with a wider CIDR or port range`,
    });
  }
  for (const [end, cidr] of [['source', rule.source], ['destination', rule.destination]]) {
    const parsed = parseIpv4Cidr(cidr);
    if (!parsed.ok) obstacles.push({ reason: `the ${end} ${shown(cidr)} of ${named}: ${parsed.problem}`, fix: inService(parsed.fix) });
  }
  for (const [end, ports] of [['source', rule.sourcePort], ['destination', rule.destinationPort]] as const) {
    obstacles.push(...portObstacles(end, named, rule.protocol, ports));
  }
  return obstacles;
}

/** The ports must be those that a MirrorFilter writes, unless the provider does not compare them. */
function portObstacles(end: string, named: string, protocol: string, ports?: string): Obstacle[] {
  // The provider ignores the ports of an ICMP rule, so any value is no change.
  if (protocol === MirrorProtocol.ICMP.name) return [];
  if (protocol === MirrorProtocol.ALL.name) {
    if (ports === PortRange.ALL.toString()) return [];
    return [{
      reason: `${named} is for ALL and has ${ports === undefined ? 'no' : 'the'} ${end} ports${ports === undefined ? '' : ` ${ports}, left over from another protocol`}. The first plan would change it to ${PortRange.ALL}`,
      fix: inService(`write its ${end} ports as ${PortRange.ALL}`),
    }];
  }
  const parsed = parsePortRange(ports ?? '');
  return parsed.ok ? [] : [{ reason: `the ${end} ports ${shown(ports)} of ${named}: ${parsed.problem}`, fix: inService(parsed.fix) }];
}

function beingChanged(what: string, status: ExportedStatus): Obstacle[] {
  if (status === ExportedStatus.CREATED) return [];
  return [{
    reason: `${what} is ${status}`,
    fix: `wait until it is ${status === ExportedStatus.DELETING ? 'gone' : ExportedStatus.CREATED}, and export again`,
  }];
}

function outsideBytes(what: string, bounds: Bounds, text?: string): Obstacle[] {
  const problem = text === undefined ? undefined : textProblem(bounds, text);
  return problem
    ? [{
      reason: `${what} ${shown(text)}, as the provider counts: ${problem.problem}`,
      fix: `change it in the service, and export again: ${problem.fix}`,
    }]
    : [];
}
