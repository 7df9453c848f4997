import { mirrorRules } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Failure } from './outcomes';
import { VXLAN_PORT } from '../catalog/limits';
import { SECURITY_GROUP } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { WrittenRule } from '../model/network/security-groups';
import { literalText, named, surelyDiffer } from '../model/reference';
import { parseIpv4Cidr } from '../net/ipv4-cidr';

/** The arguments of a rule are all written, in the form in which the service gives them back. */
export const TM416: IMirrorCheck = {
  id: 'TM416',
  title: 'A rule for mirrored packets is written as the service keeps it',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const rule of mirrorRules(model)) {
      const failure = wrong(model, rule);
      if (failure) outcomes.fail({ path: rule.block.path, stack: rule.stack, subject: named(rule.group) }, failure);
      else outcomes.pass();
    }
  },
};

const { nicType, ipProtocol } = SECURITY_GROUP;
const warning = (problem: string, fix: string): Failure => ({ severity: MirrorSeverity.WARNING, problem, fix });

/** The first thing that is wrong, the worst first. */
function wrong(model: MirrorModel, rule: WrittenRule): Failure | undefined {
  const b = rule.block.body;
  if (b.port_range === undefined) {
    return { problem: 'the rule writes no port_range: the plan passes, the request carries no port, and the apply fails', fix: `write port_range = "${VXLAN_PORT}/${VXLAN_PORT}"` };
  }
  if (literalText(b.ip_protocol) !== ipProtocol) return { problem: `ip_protocol is ${b.ip_protocol}, and the provider takes lower case only`, fix: `write ip_protocol = "${ipProtocol}"` };
  if (b.nic_type === 'internet') return { problem: 'nic_type is internet, which fails at apply in a VPC; where the rule is changed, the old one is revoked before', fix: `write nic_type = "${nicType}"` };
  const byGroup = namesGroup(model, rule);
  if (byGroup) return byGroup;
  if (b.nic_type === undefined) return warning('the rule writes no nic_type: its id then holds "<nil>", and the provider asks the service for rules of that type (not verified what it answers)', `write nic_type = "${nicType}"; that replaces the rule once, so write lifecycle { create_before_destroy = true } with it`);
  if (typeof b.cidr_ip === 'string' && typeof b.prefix_list_id === 'string') return warning('the rule names cidr_ip and prefix_list_id, and the list is dropped without a word', 'write one rule for each');
  const cidr = literalText(b.cidr_ip);
  const parsed = cidr === undefined ? undefined : parseIpv4Cidr(cidr);
  if (parsed && !parsed.ok && !cidr!.includes(':')) return warning(`cidr_ip is ${cidr}: ${parsed.problem}; the provider compares texts, so where the service answers another form (not verified) the apply fails and the rule belongs to no state`, `${parsed.fix}, with lifecycle { create_before_destroy = true }`);
  return undefined;
}

/** A rule by group: in a basic group, and for a group of the same VPC. */
function namesGroup(model: MirrorModel, { block, stack, group }: WrittenRule): Failure | undefined {
  const source = block.body.source_security_group_id;
  if (typeof source !== 'string') return undefined;
  const groups = NetworkModel.of(model).groups;
  const [own, other] = [groups.of(group), groups.of(stack.identity(source))];
  if (own.advanced) {
    return { problem: `security group ${named(group)} is an advanced one, and the rule names group ${named(other.identity)}: the plan passes, and the apply fails`, fix: 'write rules for the CIDRs of the sources, or use a basic group' };
  }
  if (own.vpc !== undefined && other.vpc !== undefined && own.vpc !== other.vpc && surelyDiffer(own.vpc, other.vpc)) {
    return { problem: `security group ${named(group)} is in VPC ${named(own.vpc)}, and the rule names group ${named(other.identity)} of VPC ${named(other.vpc)}: the plan passes, and the apply fails`, fix: 'write rules for the CIDRs of the sources' };
  }
  return undefined;
}
