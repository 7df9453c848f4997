import { mirrorRules } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { few } from './wording';
import { WrittenRule } from '../model/network/security-groups';
import { isLiteral, isManaged, named } from '../model/reference';

/** No two resources are one rule: the one that is taken away takes the other with it. */
export const TM414: IMirrorCheck = {
  id: 'TM414',
  title: 'No two security group rules are one',
  byEdition: false,
  run(model, _facts, outcomes) {
    const byContent = new Map<string, WrittenRule[]>();
    for (const rule of mirrorRules(model)) {
      const key = contentOf(rule);
      const there = byContent.get(key);
      if (there) there.push(rule);
      else byContent.set(key, [rule]);
    }
    for (const rules of byContent.values()) {
      const [first, ...others] = rules;
      if (others.length === 0) {
        outcomes.pass();
        continue;
      }
      const { block, stack } = others[others.length - 1];
      const same = rules.every((r) => priorityOf(r) === priorityOf(first));
      const paths = few(rules.map((r) => r.block.path));
      outcomes.fail({ path: block.path, stack, subject: named(first.group) }, {
        severity: MirrorSeverity.WARNING,
        problem: same
          ? `${rules.length} resources are one rule of ${named(first.group)} (${paths}): they share one id, both plans are empty, and taking one away closes the port for all until the next apply`
          : `${rules.length} rules of ${named(first.group)} differ in priority alone (${paths}): a rule is known by the rest (not verified whether the second is added or swallowed), and taking one away may take the other`,
        fix: same ? 'keep one of them, and `terraform state rm` the others before they go, so that nothing is revoked' : 'keep one of them; take the other away in one apply and look at the group after it',
      });
    }
  },
};

/** What the service knows a rule by; what differs in something that Terraform alone knows is another. */
function contentOf({ block, stack, group }: WrittenRule): string {
  const b = block.body;
  const id = (value: unknown) => typeof value === 'string' ? stack.identity(value) : String(value ?? '');
  const copies = block.repeated || !(isLiteral(group) || isManaged(group)) ? `${stack.path} ${block.address}` : '';
  return JSON.stringify([group, b.ip_protocol, b.port_range, b.policy ?? 'accept', b.cidr_ip, b.ipv6_cidr_ip, id(b.source_security_group_id), id(b.prefix_list_id), copies]);
}

function priorityOf({ block }: WrittenRule): string {
  return String(block.body.priority ?? 1);
}
