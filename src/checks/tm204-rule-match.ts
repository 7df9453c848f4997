import { check } from './check';
import { allRules, ruleSubject } from './filter-rules';
import { RuleModel } from '../model/mirror-model';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { expression } from '../net/known';
import { isProtocolName, MirrorProtocol } from '../net/mirror-protocol';
import { hasPorts } from '../net/packet';
import { parsePortRange, PortRange } from '../net/port-range';
import { shown } from '../net/refusal';
import { phrase, Words } from '../texts/phrase';

/** A problem of one field of a rule. */
type FieldProblem = { readonly field: string } & (
  | { readonly reason: 'protocol'; readonly parameters: { protocol: string; write?: string } }
  | { readonly reason: 'malformed'; readonly parameters: { field: string; got: string; why: Words; remedy: Words } }
  | { readonly reason: 'noPorts'; readonly parameters: { field: string; got: string; protocol: string } }
);

const EVERY_RANGE = PortRange.ALL.toString();

/** Protocol, CIDRs and ports of a rule are well formed. */
export const TM204 = check('TM204', {
  run(model, _facts, outcomes) {
    for (const rule of allRules(model)) {
      if (isRight(rule)) {
        outcomes.pass(rule.block);
        continue;
      }
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
        if (problem.reason === 'protocol') outcomes.error(at, problem.reason, problem.parameters);
        else if (problem.reason === 'malformed') outcomes.error(at, problem.reason, problem.parameters);
        else outcomes.error(at, problem.reason, problem.parameters);
      }
      if (problems.length > 0) continue;
      if (open.length === 0) outcomes.pass(ruleSubject(rule));
      else outcomes.undecided(ruleSubject(rule), 'onlyAtApply', { fields: open });
    }
  },
});

/** Almost every rule is well formed. */
function isRight({ protocol, sourceCidr, destinationCidr, sourcePorts, destinationPorts }: RuleModel): boolean {
  if (typeof protocol !== 'string' || !isProtocolName(protocol)) return false;
  const withPorts = hasPorts(protocol);
  const isCidr = (cidr: unknown) => typeof cidr === 'string' && parseIpv4Cidr(cidr).ok;
  const isRange = (ports: unknown) => ports === EVERY_RANGE || withPorts && typeof ports === 'string' && parsePortRange(ports).ok;
  return isCidr(sourceCidr) && isCidr(destinationCidr) && isRange(sourcePorts) && isRange(destinationPorts);
}

function protocolProblem({ protocol }: RuleModel, open: string[]): FieldProblem | undefined {
  if (typeof protocol !== 'string') return undefined;
  if (isProtocolName(protocol)) return undefined;
  if (expression(protocol)) {
    open.push('protocol');
    return undefined;
  }
  return { field: 'protocol', reason: 'protocol', parameters: { protocol: shown(protocol), write: capitals(protocol) } };
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
  return parsed.ok
    ? undefined
    : {
      field,
      reason: 'malformed',
      parameters: {
        field,
        got: shown(cidr),
        why: phrase('malformed', { problem: parsed.problem }),
        remedy: phrase('remedy', { fix: parsed.fix }),
      },
    };
}

function portProblems(rule: RuleModel, open: string[]): (FieldProblem | undefined)[] {
  const takesPorts = rule.protocol === MirrorProtocol.TCP.name || rule.protocol === MirrorProtocol.UDP.name;
  const takesNone = rule.protocol === MirrorProtocol.ALL.name || rule.protocol === MirrorProtocol.ICMP.name;
  return (['source', 'destination'] as const).map((end) => {
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
      return { field, reason: 'noPorts', parameters: { field, got: shown(ports), protocol: String(rule.protocol) } };
    }
    if (takesPorts && !parsed.ok) {
      return {
        field,
        reason: 'malformed',
        parameters: {
          field,
          got: shown(ports),
          why: phrase('malformed', { problem: parsed.problem }),
          remedy: phrase('remedy', { fix: parsed.fix }),
        },
      };
    }
    return undefined;
  });
}
