import { Demand, Requirement } from './requirements';
import { titleOf } from '../texts/catalogue';

const text = (value: unknown): string => JSON.stringify(value);
const list = (values: readonly unknown[]): string => `[${values.map(text).join(', ')}]`;

/**
 * The lines of a rule body that hold if the argument of `r` violates the demand. `value` is the argument. Elements of a
 * list may be unknown.
 */
function violation(demand: Demand): string[] {
  switch (demand.kind) {
    case 'set':
      return ['value == null'];
    case 'not':
      return [`value == ${demand.value}`];
    case 'within':
      return ['value != null', `not whole_within(value, ${demand.bounds.min}, ${demand.bounds.max})`];
    case 'distinct':
      return ['count(elements(value)) > count({x | some x in elements(value)})'];
    case 'atMost':
      return [`count({x | some x in elements(value)}) > ${demand.count}`];
    case 'allBeginWith':
      return [`none_or_other(value, ${text(demand.prefix)})`];
    case 'beginsWithNone':
      return [
        `begins_or_is(value, ${list(demand.prefixes)}, object.get(r.change.after, ${text(demand.other)}, null), ${text(demand.otherIsNot)})`,
      ];
    case 'beginsAs':
      return [
        'value != null',
        `not begins_with_any(value, ${list(demand.except)})`,
        `other := object.get(r.change.after, ${text(demand.other)}, null)`,
        'other != null',
        `other != ${text(demand.exceptOther)}`,
        `not begins_as(value, other, ${text(Object.fromEntries(demand.pairs))})`,
      ];
  }
}

const HELPERS = `# Objects that exist after the apply.
planned contains r if {
	some r in input.resource_changes
	r.mode == "managed"
	not r.deposed
	is_object(r.change.after)
}

# The arguments that the configuration sets, by resource, in whatever module.
configured contains [c.type, c.name, argument] if {
	walk(input.configuration, [_, c])
	is_object(c.expressions)
	some argument, _ in c.expressions
}

# An argument that the configuration sets and that is known only at apply.
open(r, argument) if {
	r.change.after_unknown[argument] == true
	[r.type, r.name, argument] in configured
}

known(r, argument) := object.get(r.change.after, argument, null) if not open(r, argument)

# The elements of a list that the plan knows.
elements(value) := [x |
	some x in value
	x != null
]

whole_within(value, least, most) if {
	is_number(value)
	value >= least
	value <= most
	floor(value) == value
}

none_or_other(value, prefix) if {
	some x in elements(value)
	not startswith(x, prefix)
}

none_or_other(value, _) if value == null

none_or_other(value, _) if value == []

begins_with_any(value, prefixes) if {
	some prefix in prefixes
	startswith(value, prefix)
}

begins_or_is(value, prefixes, _, _) if begins_with_any(value, prefixes)

begins_or_is(_, _, other, wrong) if other == wrong

begins_as(value, other, pairs) if {
	some prefix, right in pairs
	startswith(value, prefix)
	other == right
}
`;

function rule(requirement: Requirement): string {
  const { check, level, types, argument, demand, allowed } = requirement;
  const head = level === 'error' ? 'deny' : 'warn';
  const subject = ['\tsome r in planned', `	r.type in ${list(types)}`];
  const open = requirement.part === 'b' ? [] : [
    '',
    'warn contains msg if {',
    ...subject,
    `	open(r, ${text(argument)})`,
    `	msg := sprintf(${text(`${check} %s: ${argument} is known only at apply, so this rule decides nothing. Allowed: ${allowed}.`)}, [r.address])`,
    '}',
  ];
  return [
    `# ${check}: ${titleOf(check, 'en')}`,
    `${head} contains msg if {`,
    ...subject,
    `	value := known(r, ${text(argument)})`,
    ...violation(demand).map((line) => `	${line}`),
    `	msg := sprintf(${text(`${check} %s: ${argument} is %v. Allowed: ${allowed}.`)}, [r.address, value])`,
    '}',
    ...open,
    '',
  ].join('\n');
}

/** The requirements as Rego for the JSON of a plan: `deny` and `warn`, as conftest and OPA read them. */
export function rego(requirements: readonly Requirement[], heading: readonly string[]): string {
  return [
    ...heading.map((line) => `# ${line}`),
    'package main',
    '',
    'import rego.v1',
    '',
    HELPERS,
    ...requirements.map(rule),
  ].join('\n').trimEnd();
}
