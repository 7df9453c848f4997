import { relative, sep } from 'path';
import type { TerraformStack } from 'cdktf';
import { Acknowledgement } from './acknowledgement';
import { concerns } from './demands';
import { PolicySettings } from './policy-settings';
import { AcknowledgementStatement, DemandStatement, PolicyStatement } from '../model/policy-statement';
import { compare } from '../net/compare';

/**
 * The policy of a stack in code and in the context, for commands that read only its folder. Nothing if there is none.
 *
 * @param all the stacks of the app
 * @param folder the folder of the stack
 */
export function policyStatement(
  { overFile }: PolicySettings, stack: TerraformStack, all: readonly TerraformStack[], folder: string,
): PolicyStatement | undefined {
  const { path } = stack.node;
  const { file, edition, strict, severities } = overFile;
  // A scope without a stack is written once, and so is an export, which is long.
  const isFirst = (scope: string) => all.find((s) => concerns(scope, s.node.path)) === stack;
  const isHere = (scope: string) => concerns(scope, path) || all[0] === stack && !all.some((s) => concerns(scope, s.node.path));
  const account = overFile.account(stack);
  const quotas = overFile.quotas(stack);
  const acknowledgements = overFile.acknowledgements.filter(({ scope = '' }) => isHere(scope)).map(acknowledgementStatement);
  const governance = overFile.governance.map((demand, index): DemandStatement => ({ index, ...demand }))
    .filter(({ scope }) => concerns(scope, path))
    .map((demand) => isFirst(demand.scope) ? demand : { ...demand, foreignSessions: undefined });
  const settings = {
    ...file !== undefined && { file: relative(folder, file).split(sep).join('/') },
    ...edition !== undefined && { edition },
    ...strict !== undefined && { strict },
    ...account !== undefined && { account },
    ...Object.keys(quotas).length > 0 && { quotas: byKey(quotas) },
    ...Object.keys(severities).length > 0 && { severities: byKey(severities) },
    ...acknowledgements.length > 0 && { acknowledgements },
    ...governance.length > 0 && { governance: governance.map(byKey) },
  };
  if (Object.keys(settings).length === 0) return undefined;
  return { stacks: all.map((s) => s.node.id).sort(compare), path, ...settings };
}

function acknowledgementStatement(
  { id, scope = '', subject, reason, undecided, owner, expires, where }: Acknowledgement,
): AcknowledgementStatement {
  return {
    check: id,
    scope,
    ...subject !== undefined && { subject },
    reason,
    ...undecided && { undecided },
    ...owner !== undefined && { owner },
    ...expires !== undefined && { expires },
    where,
  };
}

/** A value with the keys of all its objects in their order. */
function byKey<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => byKey(item)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)).map(([key, item]) => [key, byKey(item)])) as T;
}
