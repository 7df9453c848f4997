import { mirrorRules } from './arrival/written';
import { check } from './check';
import { aboutPart, Outcomes, Subject } from './outcomes';
import { VXLAN_PORT } from '../catalog/limits';
import { SECURITY_GROUP } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { rangeProblem } from '../model/network/packet-rule';
import { WrittenRule } from '../model/network/security-groups';
import { literalText, surelyDiffer } from '../model/reference';
import { parseIpv4Cidr } from '../net/ipv4-cidr';
import { phrase } from '../texts/phrase';

/** The arguments of a rule are complete, and written in the form that the service returns. */
export const TM416 = check('TM416', {
  run(model, _facts, outcomes) {
    for (const rule of mirrorRules(model)) {
      const { block, stack, group } = rule;
      const at = aboutPart(model, { path: block.path, stack, block }, group);
      // Only the most serious problem is reported.
      if (!failing(model, rule, at, outcomes) && !questionable(rule, at, outcomes)) outcomes.pass(at);
    }
  },
});

const { nicType } = SECURITY_GROUP;

/** Whether the apply fails. */
function failing(model: MirrorModel, rule: WrittenRule, at: Subject, outcomes: Outcomes<'TM416'>): boolean {
  const { body } = rule.block;
  const written = String(body.ip_protocol);
  const range = rangeProblem(written, body.port_range);
  if (body.port_range === undefined) {
    outcomes.error(at, 'noPortRange', { port: VXLAN_PORT });
  } else if (written !== written.toLowerCase()) {
    outcomes.error(at, 'protocol', { written, allowed: written.toLowerCase() });
  } else if (range) {
    outcomes.error(at, 'portRange', { protocol: written, written: String(body.port_range), ...range });
  } else if (body.nic_type === 'internet') {
    outcomes.error(at, 'internet', { nicType });
  } else {
    return namesGroup(model, rule, at, outcomes);
  }
  return true;
}

/** A rule with a group as source needs a basic group, and a source group in the same VPC. */
function namesGroup(model: MirrorModel, { block, stack, group }: WrittenRule, at: Subject, outcomes: Outcomes<'TM416'>): boolean {
  const source = block.body.source_security_group_id;
  if (typeof source !== 'string') return false;
  const { groups } = NetworkModel.of(model);
  const [own, other] = [groups.of(group), groups.of(stack.identity(source))];
  const names = { group: model.nameOf(group), source: model.nameOf(other.identity) };
  if (own.advanced) {
    outcomes.error(at, 'advancedGroup', names);
    return true;
  }
  if (own.vpc === undefined || other.vpc === undefined || !surelyDiffer(own.vpc, other.vpc)) return false;
  outcomes.error(at, 'otherVpc', { ...names, vpc: model.nameOf(own.vpc), sourceVpc: model.nameOf(other.vpc) });
  return true;
}

/** Whether the apply may create another rule than described. */
function questionable({ block: { body } }: WrittenRule, at: Subject, outcomes: Outcomes<'TM416'>): boolean {
  const cidr = literalText(body.cidr_ip);
  if (body.nic_type === undefined) {
    outcomes.warn(at, 'noNicType', { nicType });
  } else if (typeof body.cidr_ip === 'string' && typeof body.prefix_list_id === 'string') {
    outcomes.warn(at, 'cidrAndList');
  } else if (cidr !== undefined && !cidr.includes(':')) {
    const parsed = parseIpv4Cidr(cidr);
    if (parsed.ok) return false;
    outcomes.warn(at, 'cidrForm', {
      cidr,
      why: phrase('malformed', { problem: parsed.problem }),
      change: phrase('remedy', { fix: parsed.fix }),
    });
  } else {
    return false;
  }
  return true;
}
