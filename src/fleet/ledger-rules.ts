import { RULE_PRIORITY, within } from '../catalog/limits';
import { compare } from '../net/compare';
import type { Span } from '../net/packet';
import { refusal } from '../net/refusal';
import type { RuleInLedger } from '../terraform/ledger';

/** One line of a ledger about a rule of a filter. */
export interface LedgerRuleLine extends RuleInLedger {
  readonly filter: string;
}

/** The compiled rules of filters, by the construct path of the filter. Any list is a valid one to start from, whatever a merge made of it. */
export type LedgerFilters = Map<string, RuleInLedger[]>;

/** Whether a record is about a rule of a filter. */
export function isRule(record: any): boolean {
  return record !== null && typeof record === 'object' && record.fleet === undefined && record.filter !== undefined;
}

/** Checks the fields of a line about a rule. */
export function readRule(path: string, record: any): LedgerRuleLine {
  const check = (name: string, right: boolean, allowed: string) => {
    if (right) return;
    throw refusal({ path, what: `field ${name} of a ledger line`, got: record[name], allowed, fix: 'restore the line from version control, or delete it: the next synth writes it again' });
  };
  const text = (name: string, parse: (given: string) => boolean) => typeof record[name] === 'string' && parse(record[name]);
  check('filter', text('filter', (given) => given !== ''), 'the construct path of a filter');
  check('direction', record.direction === 'inbound' || record.direction === 'outbound', 'inbound or outbound');
  check('priority', Number.isInteger(record.priority) && within(RULE_PRIORITY, record.priority), `${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}`);
  check('action', record.action === 'accept' || record.action === 'drop', 'accept or drop');
  check('protocol', text('protocol', (given) => ['ALL', 'ICMP', 'TCP', 'UDP'].includes(given)), 'ALL, ICMP, TCP or UDP');
  for (const name of ['source', 'destination']) check(name, text(name, (given) => ledgerBlock(given) !== undefined), 'an IPv4 CIDR');
  for (const name of ['sourcePorts', 'destinationPorts']) check(name, text(name, (given) => ledgerPorts(given) !== undefined), 'a range of ports such as 80/443, or -1/-1');
  return record;
}

/** The addresses of a CIDR as the library writes it. Nothing if it is none. What reads ledgers alone loads no cdktf, as our CIDRs do. */
export function ledgerBlock(text: string): Span | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a, b, c, d, length] = match ? match.slice(1).map(Number) : [256, 0, 0, 0, 0];
  const size = 2 ** (32 - length);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return Math.max(a, b, c, d) < 256 && length <= 32 && first % size === 0 ? [first, first + size] : undefined;
}

/** The first port, and one past the last. */
const PORTS: Span = [1, 65_536];

/** The ports of a range as the provider writes it, `-1/-1` for all. Nothing if it is none. */
export function ledgerPorts(text: string): Span | undefined {
  if (text === '-1/-1') return PORTS;
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(text);
  const [first, last] = match ? [Number(match[1]), Number(match[2])] : [0, 0];
  return first >= PORTS[0] && first <= last && last < PORTS[1] ? [first, last + 1] : undefined;
}

/** How a rule is written. */
export function ruleText(filter: string, { direction, priority, action, protocol, source, destination, sourcePorts, destinationPorts }: RuleInLedger): string {
  return JSON.stringify({ filter, direction, priority, action, protocol, source, destination, sourcePorts, destinationPorts });
}

/** The place of a rule among those of all filters. */
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

/** The rules of some lines by filter. Of two lines about one place the first counts. */
export function filtersOf(lines: Iterable<LedgerRuleLine>): LedgerFilters {
  const filters: LedgerFilters = new Map();
  for (const { filter, ...rule } of lines) {
    let rules = filters.get(filter);
    if (!rules) filters.set(filter, rules = []);
    if (!rules.some((r) => r.direction === rule.direction && r.priority === rule.priority)) rules.push(rule);
  }
  return filters;
}
