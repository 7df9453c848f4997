import type { PlanDocument } from './plan-document';
import { deletes, makes, PlannedValues } from './planned-states';
import { directionOf } from '../model/mirror-model';
import { Words, phrase } from '../texts/phrase';

const PORTS = ['source_port_range', 'destination_port_range'] as const;
const EVERY_PORT = '-1/-1';

/**
 * Rules that change to ICMP in place. The provider ignores the ports of an ICMP rule, so the service keeps the old ones. The constructs
 * replace such a rule, unless it is imported in the same apply.
 */
export function keptPorts(plan: PlanDocument): Words[] {
  const values = new PlannedValues(plan);
  return plan.changes.flatMap((row) => {
    if (directionOf(row.type) === undefined || row.deposed !== undefined || deletes(row) || makes(row)) return [];
    const [was, is] = [values.before(row, 'protocol'), values.after(row, 'protocol')];
    if (is !== 'ICMP' || was === undefined || was === is) return [];
    const ports = PORTS.map((name) => values.before(row, name)).filter((range) => typeof range === 'string' && range !== EVERY_PORT);
    return ports.length === 0 ? [] : [phrase('portsStay', { address: row.address, ports: ports.map(String) })];
  });
}
