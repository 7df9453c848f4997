import { nameOf, Requirement } from './requirements';
import { PROVIDER_CONSTRAINT, PROVIDER_SOURCE } from '../catalog/versions';
import { titleOf } from '../texts/catalogue';

/** How an engine writes an argument of the resource and a function of Terraform. */
export interface HclDialect {
  readonly argument: (name: string) => string;
  readonly call: (name: string) => string;
}

/** In a resource block of Terraform: its arguments after the plan, in a `postcondition`. */
export const TERRAFORM: HclDialect = { argument: (name) => `self.${name}`, call: (name) => name };
/** In a policy of Terraform 1.17 or later. */
export const TERRAFORM_POLICY: HclDialect = { argument: (name) => `attrs.${name}`, call: (name) => `core::${name}` };

const text = (value: string): string => JSON.stringify(value);

/** An expression that is true if the argument meets the demand, and unknown if the argument is. */
export function condition({ argument, demand }: Pick<Requirement, 'argument' | 'demand'>, { argument: of, call }: HclDialect): string {
  const value = of(argument);
  const begins = (prefix: string): string => `${call('startswith')}(${value}, ${text(prefix)})`;
  // A list that is not set has no elements.
  const elements = `${call('coalesce')}(${value}, [])`;
  const amount = `${call('length')}(${call('distinct')}(${elements}))`;
  switch (demand.kind) {
    case 'set':
      return `${value} != null`;
    case 'not':
      return `${value} != ${demand.value}`;
    case 'within': {
      const { min, max } = demand.bounds;
      // An argument that is not set is not compared: a number within the range takes its place.
      const number = `${call('coalesce')}(${value}, ${min})`;
      return `${number} >= ${min} && ${number} <= ${max} && ${call('floor')}(${number}) == ${number}`;
    }
    case 'beginsWithNone':
      return [`${of(demand.other)} != ${text(demand.otherIsNot)}`, ...demand.prefixes.map((prefix) => `!${begins(prefix)}`)].join(' && ');
    case 'beginsAs':
      return [
        ...demand.pairs.map(([prefix, other]) => `(${begins(prefix)} && ${of(demand.other)} == ${text(other)})`),
        ...demand.except.map(begins),
        `${of(demand.other)} == ${text(demand.exceptOther)}`,
      ].join(' || ');
    case 'distinct':
      return `${amount} == ${call('length')}(${elements})`;
    case 'atMost':
      return `${amount} <= ${demand.count}`;
    case 'allBeginWith':
      return `${call('length')}(${elements}) > 0 && ${call('alltrue')}([for id in ${elements} : ${call('startswith')}(id, ${text(demand.prefix)})])`;
  }
}

const message = ({ check, argument, allowed }: Requirement): string => text(
  `${check}: ${titleOf(check, 'en')}. Allowed for ${argument}: ${allowed}.`,
);

/** The requirements as policies of Terraform 1.17 or later. */
export function terraformPolicy(requirements: readonly Requirement[], heading: readonly string[]): string {
  const blocks = requirements.flatMap((requirement) => requirement.types.map((type) => [
    `# ${requirement.check}: ${titleOf(requirement.check, 'en')}`,
    `resource_policy ${text(type)} ${text(nameOf(requirement))} {`,
    '  operations        = ["create", "update"]',
    `  enforcement_level = ${text(requirement.level === 'error' ? 'mandatory' : 'advisory')}`,
    '',
    '  enforce {',
    `    condition     = ${condition(requirement, TERRAFORM_POLICY)}`,
    `    error_message = ${message(requirement)}`,
    '  }',
    '}',
    '',
  ].join('\n')));
  return [
    ...heading.map((line) => `# ${line}`),
    'policy {',
    '  required_providers {',
    '    alicloud = {',
    `      source  = ${text(PROVIDER_SOURCE)}`,
    `      version = ${text(PROVIDER_CONSTRAINT)}`,
    '    }',
    '  }',
    '}',
    '',
    ...blocks,
  ].join('\n').trimEnd();
}

/** The requirements of errors as conditions to paste into resource blocks, by type. A condition that fails stops the plan. */
export function conditions(requirements: readonly Requirement[], heading: readonly string[]): string {
  const errors = requirements.filter(({ level }) => level === 'error');
  const types = [...new Set(errors.flatMap((requirement) => requirement.types))];
  return [
    ...heading.map((line) => `# ${line}`),
    ...types.flatMap((type) => [
      `# In every resource ${text(type)}:`,
      'lifecycle {',
      ...errors.filter((requirement) => requirement.types.includes(type)).flatMap((requirement) => [
        '  postcondition {',
        `    condition     = ${condition(requirement, TERRAFORM)}`,
        `    error_message = ${message(requirement)}`,
        '  }',
      ]),
      '}',
      '',
    ]),
  ].join('\n').trimEnd();
}
