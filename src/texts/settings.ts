import type { Reader } from './reason';

/** How a quota is raised for the checks: in code, or with an option of the command. */
export function quotaSetting(quota: string, reader: Reader): string {
  if (reader === 'constructs') return `MirrorPolicy.of(stack).quota(regionId, MirrorQuotaName.${quota}, limit)`;
  const option = quota.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `--quota REGION:${option}=LIMIT`;
}

/** How an account is set. */
export function accountSetting(reader: Reader): string {
  return reader === 'constructs' ? 'MirrorPolicy.of(stack).account(...)' : '--account';
}

/** How API responses about targets and interfaces are provided. */
export function factsSetting(reader: Reader): string {
  return reader === 'constructs' ? 'MirrorPolicy.of(app).networkFacts(...)' : '--network-facts';
}

/** How findings of a check are acknowledged: a call, or an entry of the policy file. */
export function acknowledgement(id: string, undecided: boolean, reader: Reader): string {
  if (reader === 'constructs') return `MirrorPolicy.of(scope).acknowledge${undecided ? 'Undecided' : ''}('${id}', 'reason')`;
  return `\`{ "check": "${id}", "subject": "ADDRESS", ${undecided ? '"undecided": true, ' : ''}"reason": "..." }\``;
}
