import { existsSync, readFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { Acknowledgement } from './acknowledgement';
import { isDay } from './baseline';
import type { ChosenSeverity } from './policy';
import { checkEdition, checkQuota } from './policy-values';
import { MirrorEdition } from '../catalog/mirror-edition';
import { QuotaStatements } from '../model/document';
import { isObject } from '../model/terraform-form';
import { refusal } from '../net/refusal';
import { checkIds, nearestCheckIds } from '../texts/catalogue';

/** The name by which a policy file is found. */
export const POLICY_FILE = 'traffic-mirror.policy.json';
/** The variable that names another. */
export const POLICY_VARIABLE = 'TRAFFIC_MIRROR_POLICY';

/** What a policy file, or the context of `cdktf.json`, chooses. */
export interface PolicyChoices {
  readonly edition?: MirrorEdition;
  readonly strict?: boolean;
  readonly account?: string;
  readonly quotas: QuotaStatements;
  readonly severities: Readonly<Record<string, ChosenSeverity>>;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Path of the baseline. */
  readonly baseline?: string;
  /** The file that it was read from. */
  readonly file?: string;
}

const NOTHING: PolicyChoices = { quotas: {}, severities: {}, acknowledgements: [] };

/** The policy file in a folder or above it, no further than the root of the git repository. */
export function findPolicyFile(folder = process.cwd()): string | undefined {
  for (let at = resolve(folder); ;) {
    const file = join(at, POLICY_FILE);
    if (existsSync(file)) return file;
    const above = dirname(at);
    // A worktree has a file of this name.
    if (existsSync(join(at, '.git')) || above === at) return undefined;
    at = above;
  }
}

/**
 * The policy file in force: the one named, the one that the environment names, or the one found; nothing if there is none.
 *
 * @throws if it cannot be read, or a value in it is wrong
 */
export function policyFile(named?: string, environment: NodeJS.ProcessEnv = process.env, folder = process.cwd()): PolicyChoices {
  const file = named ?? (environment[POLICY_VARIABLE] || undefined) ?? findPolicyFile(folder);
  return file === undefined ? NOTHING : readPolicyFile(file);
}

export function readPolicyFile(file: string): PolicyChoices {
  const fix = 'write the policy as docs/policy.md shows it';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refusal({ path: file, what: 'the policy', got: (error as NodeJS.ErrnoException).code ?? (error as Error).message, allowed: 'a file that can be read', fix: `name an existing file, or unset ${POLICY_VARIABLE}` });
  }
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw refusal({ path: file, what: 'the policy', got: (error as Error).message, allowed: 'JSON', fix });
  }
  const choices = readChoices(json, { what: 'the policy', path: file, fix, keys: FILE_KEYS });
  return { ...choices, file, ...choices.baseline !== undefined && { baseline: resolve(dirname(file), choices.baseline) } };
}

const CONTEXT_KEYS = ['edition', 'strict', 'account', 'quotas', 'severities'];
const FILE_KEYS = [...CONTEXT_KEYS, 'acknowledgements', 'baseline', '$schema'];

/** What the context of `cdktf.json` has at a key. */
export function contextChoices(given: unknown, key: string): PolicyChoices {
  if (given === undefined) return NOTHING;
  const fix = `write "${key}": {"edition": "2026", "strict": true, "account": "...", "quotas": {"cn-hangzhou": {"sourcesPerSession": 20}}} with the keys that are needed`;
  return readChoices(given, { what: `context key ${key}`, fix, keys: CONTEXT_KEYS });
}

interface Origin {
  readonly what: string;
  readonly path?: string;
  readonly fix: string;
  readonly keys: readonly string[];
}

function readChoices(given: unknown, origin: Origin): PolicyChoices {
  const { what, path, fix, keys } = origin;
  const wrong = (at: string, got: unknown, allowed: string, change = fix) => refusal({ path, what: at === '' ? what : `${what}.${at}`, got, allowed, fix: change });
  if (!isObject(given)) throw wrong('', given, 'an object');
  const unknownKey = Object.keys(given).find((key) => !keys.includes(key));
  if (unknownKey !== undefined) throw wrong('', unknownKey, `the keys ${keys.filter((k) => k !== '$schema').join(', ')}`);
  const { edition, strict, account, quotas, severities, acknowledgements, baseline } = given;
  if (edition !== undefined) checkEdition(String(edition), `${path ? `[${path}] ` : ''}${what}.edition`);
  if (strict !== undefined && typeof strict !== 'boolean') throw wrong('strict', strict, 'true or false');
  if (quotas !== undefined && !isObject(quotas)) throw wrong('quotas', quotas, 'an object');
  for (const [region, byName] of Object.entries<unknown>(quotas ?? {})) {
    if (!isObject(byName)) throw wrong(`quotas.${region}`, byName, 'an object');
    for (const [name, limit] of Object.entries(byName)) checkQuota(name, limit, `${path ? `[${path}] ` : ''}${what}.quotas.${region}`);
  }
  if (severities !== undefined && !isObject(severities)) throw wrong('severities', severities, 'an object');
  for (const [id, severity] of Object.entries<unknown>(severities ?? {})) {
    checkId(id, 'severities', wrong);
    if (severity !== 'error' && severity !== 'warning' && severity !== 'off') throw wrong(`severities.${id}`, severity, 'error, warning or off', 'write one of them');
  }
  if (acknowledgements !== undefined && !Array.isArray(acknowledgements)) throw wrong('acknowledgements', acknowledgements, 'a list');
  if (baseline !== undefined && (typeof baseline !== 'string' || baseline === '')) throw wrong('baseline', baseline, 'the path of a file');
  return {
    edition: edition === undefined ? undefined : String(edition) as MirrorEdition, strict, account: account === undefined ? undefined : String(account),
    quotas: quotas ?? {}, severities: severities ?? {}, baseline,
    acknowledgements: (acknowledgements ?? []).map((entry: unknown, i: number) => acknowledgementOf(entry, `acknowledgements[${i}]`, path ?? what, wrong)),
  };
}

type Wrong = (at: string, got: unknown, allowed: string, change?: string) => Error;

const ENTRY_KEYS = ['check', 'subject', 'reason', 'undecided', 'owner', 'expires'];

function acknowledgementOf(entry: unknown, at: string, where: string, wrong: Wrong): Acknowledgement {
  if (!isObject(entry)) throw wrong(at, entry, 'an object', 'write {"check": "TM305", "subject": "stack/Session", "reason": "..."}');
  const unknownKey = Object.keys(entry).find((key) => !ENTRY_KEYS.includes(key));
  if (unknownKey !== undefined) throw wrong(at, unknownKey, `the keys ${ENTRY_KEYS.join(', ')}`, 'remove it');
  const { check, subject, reason, undecided, owner, expires } = entry;
  checkId(check, `${at}.check`, wrong);
  if (typeof subject !== 'string' || subject === '') throw wrong(`${at}.subject`, subject, 'a construct path, Terraform address or subject, with * for any characters', 'write what it is about; "*" is everything');
  if (typeof reason !== 'string' || reason.trim() === '') throw wrong(`${at}.reason`, reason, 'a text', 'write why the finding is intended');
  if (undecided !== undefined && typeof undecided !== 'boolean') throw wrong(`${at}.undecided`, undecided, 'true or false', 'write true if it is about what a check cannot decide');
  if (owner !== undefined && typeof owner !== 'string') throw wrong(`${at}.owner`, owner, 'a text', 'write who answers for it');
  if (expires !== undefined && !isDay(expires)) throw wrong(`${at}.expires`, expires, 'a day as YYYY-MM-DD', 'write the last day on which it holds');
  return { id: check, subject, reason, undecided: undecided === true, owner, expires, where: `${where} ${at}` };
}

function checkId(id: unknown, at: string, wrong: Wrong): asserts id is string {
  if (typeof id !== 'string' || !checkIds().includes(id)) throw wrong(at, id, nearestCheckIds(String(id)).join(', '), 'use the id that the finding shows');
}
