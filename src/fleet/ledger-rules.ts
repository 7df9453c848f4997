import { RULE_PRIORITY, within } from '../catalog/limits';
import { compare } from '../net/compare';
import { refusal } from '../net/refusal';
import type { RuleInLedger } from '../terraform/ledger';
import { ledgerBlock, ledgerPorts } from '../terraform/recorded-rules';

/** A ledger line of a filter rule. */
export interface LedgerRuleLine extends RuleInLedger {
  readonly filter: string;
}

/** The compiled rules of filters, by the construct path of the filter. The compiler starts from any list, so any merge result is valid. */
export type LedgerFilters = Map<string, RuleInLedger[]>;

/** Whether a record is a rule of a filter. */
export function isRule(record: any): boolean {
  return record !== null && typeof record === 'object' && record.fleet === undefined && record.filter !== undefined;
}

/** Checks the fields of the line of a rule. */
export function readRule(path: string, record: any): LedgerRuleLine {
  const check = (name: string, right: boolean, allowed: string) => {
    if (right) return;
    throw refusal({
      path,
      what: `field ${name} of a ledger line`,
      got: record[name],
      allowed,
      fix: 'restore the line from version control, or delete it. The next synth writes it again',
    });
  };
  const text = (name: string, parse: (given: string) => boolean) => typeof record[name] === 'string' && parse(record[name]);
  check('filter', text('filter', (given) => given !== ''), 'the construct path of a filter');
  check('direction', record.direction === 'inbound' || record.direction === 'outbound', 'inbound or outbound');
  check(
    'priority',
    Number.isInteger(record.priority) && within(RULE_PRIORITY, record.priority),
    `${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}`,
  );
  check('action', record.action === 'accept' || record.action === 'drop', 'accept or drop');
  check('protocol', text('protocol', (given) => ['ALL', 'ICMP', 'TCP', 'UDP'].includes(given)), 'ALL, ICMP, TCP or UDP');
  for (const name of ['source', 'destination']) check(name, text(name, (given) => ledgerBlock(given) !== undefined), 'an IPv4 CIDR');
  for (const name of ['sourcePorts', 'destinationPorts']) {
    check(name, text(name, (given) => ledgerPorts(given) !== undefined), 'a range of ports such as 80/443, or -1/-1');
  }
  return record;
}

/** The ledger line of a rule. */
export function ruleText(
  filter: string, { direction, priority, action, protocol, source, destination, sourcePorts, destinationPorts }: RuleInLedger,
): string {
  return JSON.stringify({ filter, direction, priority, action, protocol, source, destination, sourcePorts, destinationPorts });
}

/** The key of a rule among all filters. */
export function ruleKey({ filter, direction, priority }: Pick<LedgerRuleLine, 'filter' | 'direction' | 'priority'>): string {
  return `${filter}\n${direction}\n${priority}`;
}

export function sameRuleLine(a: LedgerRuleLine, b: LedgerRuleLine): boolean {
  return ruleText(a.filter, a) === ruleText(b.filter, b);
}

/** The lines of all rules, by filter, direction and priority. */
export function* ruleParts(filters: LedgerFilters): Generator<string> {
  for (const filter of [...filters.keys()].sort(compare)) {
    const rules = [...filters.get(filter)!].sort((a, b) => compare(a.direction, b.direction) || a.priority - b.priority);
    for (const rule of rules) yield `${ruleText(filter, rule)}\n`;
  }
}

/** Of lines with the same filter, direction and priority, the one that counts if none is known to be deployed. */
export function oneOf(lines: readonly LedgerRuleLine[]): LedgerRuleLine {
  return lines.length === 1 ? lines[0] : [...lines].sort((a, b) => compare(ruleText(a.filter, a), ruleText(b.filter, b)))[0];
}

/** The rules of some lines, by filter. Of two lines with the same filter, direction and priority, it takes the same one as a repair. */
export function filtersOf(lines: Iterable<LedgerRuleLine>): LedgerFilters {
  const filters: LedgerFilters = new Map();
  for (const { filter, ...rule } of lines) {
    let rules = filters.get(filter);
    if (!rules) filters.set(filter, rules = []);
    const at = rules.findIndex((r) => r.direction === rule.direction && r.priority === rule.priority);
    if (at < 0) rules.push(rule);
    else rules[at] = oneOf([{ filter, ...rules[at] }, { filter, ...rule }]);
  }
  return filters;
}
