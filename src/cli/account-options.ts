import { CommandOption } from './command';
import { QuotaStatements } from '../model/policy-statement';
import { refusal } from '../net/refusal';
import { checkQuota } from '../policy/policy-values';

/** The options for the policy and for facts about the account that plans do not show. */
export const ACCOUNT_OPTIONS: readonly CommandOption[] = [
  {
    name: 'policy',
    value: 'FILE',
    about: 'the policy. Default: traffic-mirror.policy.json in this folder or in a parent folder, up to the git root',
  },
  { name: 'region', value: 'ID', about: 'the region of providers whose region comes from the environment' },
  { name: 'account', value: 'ID', about: 'the account of all inputs' },
  {
    name: 'quota',
    value: 'REGION:NAME=N',
    several: true,
    about: 'a raised quota, for example cn-hangzhou:sessionsPerRegion=200. Overrides the policy',
  },
];

/**
 * The quotas of the options.
 *
 * @param path the name of the command, for errors
 */
export function quotasOf(texts: readonly string[], path: string): QuotaStatements {
  const quotas: Record<string, Record<string, number>> = {};
  for (const text of texts) {
    const [, region, name, limit] = /^([a-z]{2}-[a-z0-9-]+):(\w+)=(\d{1,9})$/.exec(text) ?? [];
    if (region === undefined) {
      throw refusal({
        path,
        what: '--quota',
        got: text,
        allowed: 'REGION:NAME=N',
        fix: 'write cn-hangzhou:sessionsPerRegion=200, for example',
      });
    }
    checkQuota(name, Number(limit), `${path} --quota`);
    (quotas[region] ??= {})[name] = Number(limit);
  }
  return quotas;
}
