import { IMirrorCheck } from './check';
import { allRules, ruleSubject } from './filter-rules';
import { Outcomes } from './outcomes';
import { RuleModel } from '../model/mirror-model';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { expression } from '../net/known';
import { isProtocolName, MirrorProtocol } from '../net/mirror-protocol';
import { parsePortRange } from '../net/port-range';
import { shown } from '../net/refusal';

const UPDATED = 'a stand-alone rule is updated in place, and sessions keep running';

/** What a rule matches is well formed: protocol, CIDRs and ports. */
export const TM204: IMirrorCheck = {
  id: 'TM204',
  title: 'A rule\'s protocol, CIDRs and ports are well formed',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const rule of allRules(model)) {
      const open: string[] = [];
      const problems = [
        protocolProblem(rule, open),
        cidrProblem('source', rule.sourceCidr, open),
        cidrProblem('destination', rule.destinationCidr, open),
        ...portProblems(rule, open),
      ].filter((p) => p !== undefined);
      for (const { field, problem, fix } of problems) {
        const { subject, ...at } = ruleSubject(rule);
        outcomes.fail({ ...at, subject: subject === undefined ? field : `${subject} ${field}` }, { problem, fix: `${fix}; ${UPDATED}` });
      }
      if (problems.length === 0) decided(rule, open, outcomes);
    }
  },
};

interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
}

function decided(rule: RuleModel, open: string[], outcomes: Outcomes): void {
  if (open.length === 0) outcomes.pass();
  else outcomes.unknown(ruleSubject(rule), `of a rule's match, ${open.join(', ')} ${open.length > 1 ? 'are' : 'is'} known to Terraform alone`, 'write the values themselves');
}

function protocolProblem({ protocol }: RuleModel, open: string[]): FieldProblem | undefined {
  if (typeof protocol !== 'string') return undefined;
  if (isProtocolName(protocol)) return undefined;
  if (expression(protocol)) {
    open.push('protocol');
    return undefined;
  }
  return { field: 'protocol', problem: `protocol ${shown(protocol)} is none of ALL, ICMP, TCP and UDP`, fix: `write ${capitals(protocol) ?? 'one of them'}` };
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
  return parsed.ok ? undefined : { field, problem: `${field} ${shown(cidr)}: ${parsed.problem}`, fix: parsed.fix };
}

function portProblems(rule: RuleModel, open: string[]): (FieldProblem | undefined)[] {
  const takesPorts = rule.protocol === MirrorProtocol.TCP.name || rule.protocol === MirrorProtocol.UDP.name;
  const takesNone = rule.protocol === MirrorProtocol.ALL.name || rule.protocol === MirrorProtocol.ICMP.name;
  return (['source', 'destination'] as const).map((end) => {
    const ports = end === 'source' ? rule.sourcePorts : rule.destinationPorts;
    // Left out, the service fills in every port for TCP and UDP; for ALL and ICMP that is TM207's.
    if (typeof ports !== 'string' || ports === '') return undefined;
    const field = `${end}_port_range`;
    if (expression(ports)) {
      open.push(field);
      return undefined;
    }
    const parsed = parsePortRange(ports);
    if (takesNone && !(parsed.ok && parsed.range.isAll)) {
      return { field, problem: `${field} ${shown(ports)} on protocol ${rule.protocol}, which takes no ports`, fix: 'write -1/-1, or match TCP or UDP' };
    }
    if (takesPorts && !parsed.ok) return { field, problem: `${field} ${shown(ports)}: ${parsed.problem}`, fix: parsed.fix };
    return undefined;
  });
}
