import { check } from './check';
import { allRules, ruleSubject } from './filter-rules';
import { Outcomes, Subject } from './outcomes';
import { RuleModel } from '../model/mirror-model';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { expression } from '../net/known';
import { isProtocolName, MirrorProtocol } from '../net/mirror-protocol';
import { parsePortRange } from '../net/port-range';
import { shown } from '../net/refusal';
import { phrase } from '../texts/phrase';

/** The problem of a field of a rule. */
interface FieldProblem {
  readonly field: string;
  readonly report: (outcomes: Outcomes<'TM204'>, at: Subject) => void;
}

/** Protocol, CIDRs and ports of a rule are well formed. */
export const TM204 = check('TM204', {
  run(model, _facts, outcomes) {
    for (const rule of allRules(model)) {
      const open: string[] = [];
      const problems = [
        protocolProblem(rule, open),
        cidrProblem('source', rule.sourceCidr, open),
        cidrProblem('destination', rule.destinationCidr, open),
        ...portProblems(rule, open),
      ].filter((p) => p !== undefined);
      for (const problem of problems) {
        const { subject, ...place } = ruleSubject(rule);
        const at = { ...place, subject: subject === undefined ? problem.field : `${subject} ${problem.field}` };
        problem.report(outcomes, at);
      }
      if (problems.length > 0) continue;
      if (open.length === 0) outcomes.pass(ruleSubject(rule));
      else outcomes.undecided(ruleSubject(rule), 'onlyAtApply', { fields: open });
    }
  },
});

function protocolProblem({ protocol }: RuleModel, open: string[]): FieldProblem | undefined {
  if (typeof protocol !== 'string') return undefined;
  if (isProtocolName(protocol)) return undefined;
  if (expression(protocol)) {
    open.push('protocol');
    return undefined;
  }
  const parameters = { protocol: shown(protocol), write: capitals(protocol) };
  return { field: 'protocol', report: (outcomes, at) => outcomes.error(at, 'protocol', parameters) };
}

function capitals(protocol: string): string | undefined {
  const upper = protocol.trim().toUpperCase();
  return isProtocolName(upper) ? upper : undefined;
}

function cidrProblem(end: 'source' | 'destination', cidr: unknown, open: string[]): FieldProblem | undefined {
  if (typeof cidr !== 'string') return undefined;
  const field = `${end}_cidr_block`;
  if (expression(cidr)) {
    open.push(field);
    return undefined;
  }
  const parsed = parseIpv4Cidr(cidr);
  return parsed.ok ? undefined : malformed(field, cidr, parsed);
}

function malformed(field: string, got: string, { problem, fix }: { readonly problem: string; readonly fix: string }): FieldProblem {
  const parameters = { field, got: shown(got), why: phrase('malformed', { problem }), remedy: phrase('remedy', { fix }) };
  return { field, report: (outcomes, at) => outcomes.error(at, 'malformed', parameters) };
}

function portProblems(rule: RuleModel, open: string[]): (FieldProblem | undefined)[] {
  const takesPorts = rule.protocol === MirrorProtocol.TCP.name || rule.protocol === MirrorProtocol.UDP.name;
  const takesNone = rule.protocol === MirrorProtocol.ALL.name || rule.protocol === MirrorProtocol.ICMP.name;
  return (['source', 'destination'] as const).map((end): FieldProblem | undefined => {
    const ports = end === 'source' ? rule.sourcePorts : rule.destinationPorts;
    // For TCP and UDP, the service fills in every port if the range is missing. TM207 reports ALL and ICMP.
    if (typeof ports !== 'string' || ports === '') return undefined;
    const field = `${end}_port_range`;
    if (expression(ports)) {
      open.push(field);
      return undefined;
    }
    const parsed = parsePortRange(ports);
    if (takesNone && !(parsed.ok && parsed.range.isAll)) {
      const parameters = { field, got: shown(ports), protocol: String(rule.protocol) };
      return { field, report: (outcomes, at) => outcomes.error(at, 'noPorts', parameters) };
    }
    return takesPorts && !parsed.ok ? malformed(field, ports, parsed) : undefined;
  });
}
