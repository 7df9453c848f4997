import { mirrorRules } from './arrival/written';
import { check } from './check';
import { WrittenRule } from '../model/network/security-groups';
import { isLiteral, isManaged, named } from '../model/reference';
import { label } from '../texts/names';

/** No two resources describe the same rule. Otherwise the removal of one removes the other as well. */
export const TM414 = check('TM414', {
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
        outcomes.pass(first.block);
        continue;
      }
      const { block, stack } = others[others.length - 1];
      const same = rules.every((r) => priorityOf(r) === priorityOf(first));
      const parameters = { rules: rules.map((r) => label(r.block.path)), group: model.nameOf(first.group) };
      outcomes.warn({ path: block.path, stack, block, subject: named(first.group) }, same ? 'same' : 'priorityOnly', parameters);
    }
  },
});

/** The fields that identify a rule for the service. A rule with a different value that is known only at apply is another rule. */
function contentOf({ block, stack, group }: WrittenRule): string {
  const b = block.body;
  const id = (value: unknown) => typeof value === 'string' ? stack.identity(value) : String(value ?? '');
  const copies = block.repeated || !(isLiteral(group) || isManaged(group)) ? `${stack.path} ${block.address}` : '';
  return JSON.stringify([
    group,
    b.ip_protocol,
    b.port_range,
    b.policy ?? 'accept',
    b.cidr_ip,
    b.ipv6_cidr_ip,
    id(b.source_security_group_id),
    id(b.prefix_list_id),
    copies,
  ]);
}

function priorityOf({ block }: WrittenRule): string {
  return String(block.body.priority ?? 1);
}
