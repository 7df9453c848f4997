import { mirrorRules } from './arrival/written';
import { check } from './check';
import { isSure } from './counting';
import { aboutPart } from './outcomes';
import { SECURITY_GROUP } from '../catalog/target-side';
import { NetworkModel } from '../model/network/network-model';
import { WrittenRule } from '../model/network/security-groups';
import { followsResource, Identity, isOpaque, literalText } from '../model/reference';
import { PER_COPY } from '../model/stack-model';
import { gather } from '../net/gather';
import { expression } from '../net/known';
import { label } from '../texts/names';

/** No two resources describe the same rule. Otherwise the removal of one removes the other as well. */
export const TM414 = check('TM414', {
  run(model, _facts, outcomes) {
    const byContent = new Map<string, WrittenRule[]>();
    /** The groups with a rule whose content is known only at apply. It may be the same as every other rule of the group. */
    const open = new Set<Identity>();
    let openGroup = false;
    for (const rule of NetworkModel.of(model).groups.written) {
      if (!mayMatch(rule)) continue;
      if (isOpaque(rule.group)) openGroup = true;
      else if (isOpen(rule)) open.add(rule.group);
    }
    for (const rule of mirrorRules(model)) gather(byContent, contentOf(rule), rule);
    for (const rules of byContent.values()) {
      const [first, ...others] = rules;
      if (others.length === 0) {
        if (!openGroup && !open.has(first.group)) outcomes.pass(first.block);
        continue;
      }
      const sure = rules.filter(isSure);
      const { block, stack } = others[others.length - 1];
      const at = aboutPart(model, { path: block.path, stack, block }, first.group);
      const parameters = { rules: rules.map((r) => label(r.block.path)), group: model.nameOf(first.group) };
      if (sure.length < 2) outcomes.undecided(at, 'perhapsSame', parameters);
      else outcomes.warn(at, sure.every((r) => priorityOf(r) === priorityOf(sure[0])) ? 'same' : 'priorityOnly', parameters);
    }
  },
});

const FIELDS = ['ip_protocol', 'port_range', 'policy', 'cidr_ip', 'ipv6_cidr_ip'] as const;
const REFERENCES = ['source_security_group_id', 'prefix_list_id'] as const;

/** Whether a rule may match mirrored packets, as far as its protocol is known. */
function mayMatch({ block: { body } }: WrittenRule): boolean {
  const protocol = literalText(body.ip_protocol)?.toLowerCase();
  return protocol === undefined || protocol === SECURITY_GROUP.ipProtocol || protocol === 'all';
}

/** Whether a field that identifies a rule is known only at apply. The address of a resource is that of no other one. */
function isOpen({ block: { body }, stack }: WrittenRule): boolean {
  return FIELDS.some((name) => typeof body[name] === 'string' && expression(body[name]) && !followsResource(body[name]))
    || REFERENCES.some((name) => typeof body[name] === 'string' && isOpaque(stack.identity(body[name])));
}

/** The fields that identify a rule for the service. Copies of a block that differ are separate rules. */
function contentOf({ block, stack, group }: WrittenRule): string {
  const { body } = block;
  const fields = { ...body, policy: body.policy ?? 'accept' };
  const content = JSON.stringify([group, ...FIELDS.map((name) => fields[name]), ...REFERENCES.map((name) => stack.idOf(body[name]))]);
  // An expression means the same only within its stack.
  if (PER_COPY.test(content)) return `${stack.path} ${block.address} ${content}`;
  return content.includes('${') ? `${stack.path} ${content}` : content;
}

function priorityOf({ block }: WrittenRule): string {
  return String(block.body.priority ?? 1);
}
