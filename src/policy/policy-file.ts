import { existsSync, readFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import { Acknowledgement } from './acknowledgement';
import { governanceOf, keysOnly, Wrong } from './governance';
import type { ChosenSeverity } from './policy';
import { checkEdition, checkQuota } from './policy-values';
import { MirrorEdition } from '../catalog/mirror-edition';
import type { QuotaStatements } from '../model/policy-statement';
import { Governance } from '../model/governance';
import { isObject } from '../model/terraform-form';
import { isDay } from '../net/calendar';
import { refusal } from '../net/refusal';
import { checkIds, isOwnCheckId, nearestCheckIds, OWN_CHECK_IDS } from '../texts/catalogue';
import { Language, LANGUAGES } from '../texts/language';

/** The name by which a policy file is found. */
export const POLICY_FILE = 'traffic-mirror.policy.json';
/** The variable that names another. */
export const POLICY_VARIABLE = 'TRAFFIC_MIRROR_POLICY';

/** The settings of a policy file, or of the context of `cdktf.json`. */
export interface PolicyChoices {
  readonly edition?: MirrorEdition;
  readonly strict?: boolean;
  readonly account?: string;
  readonly language?: Language;
  readonly quotas: QuotaStatements;
  readonly severities: Readonly<Record<string, ChosenSeverity>>;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Path of the baseline. */
  readonly baseline?: string;
  readonly governance?: Governance;
  /** The file that it was read from. */
  readonly file?: string;
}

const NOTHING: PolicyChoices = { quotas: {}, severities: {}, acknowledgements: [] };

/** The working directory at start: an app may change it before it reads the policy. Nothing if it is gone. */
const START = workingDirectory();

function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** The policy file in a folder or above it, no further than the root of the git repository. */
export function findPolicyFile(folder = START): string | undefined {
  if (folder === undefined) return undefined;
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
 * The policy file in force: the one named, the one that the environment names, or the one found. Nothing if there is none.
 *
 * @throws if it cannot be read, or a value in it is wrong
 */
export function policyFile(named?: string, environment: NodeJS.ProcessEnv = process.env, folder = START): PolicyChoices {
  const file = named ?? (environment[POLICY_VARIABLE] || undefined) ?? findPolicyFile(folder);
  return file === undefined ? NOTHING : readPolicyFile(file);
}

export function readPolicyFile(file: string): PolicyChoices {
  const fix = 'write the policy as docs/policy.md shows it';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw refusal({
      path: file,
      what: 'the policy',
      got: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
      allowed: 'a file that can be read',
      fix: `name an existing file with --policy or ${POLICY_VARIABLE}, or do not name one`,
    });
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

const CONTEXT_KEYS = ['edition', 'strict', 'account', 'quotas', 'severities', 'language', 'governance'];
const FILE_KEYS = [...CONTEXT_KEYS, 'acknowledgements', 'baseline', '$schema'];

/** The value of a key in the context of `cdktf.json`. */
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
  const wrong = (at: string, got: unknown, allowed: string, change = fix) => refusal({
    path, what: at === '' ? what : `${what}.${at}`, got, allowed, fix: change,
  });
  if (!isObject(given)) throw wrong('', given, 'an object');
  keysOnly(given, '', keys, wrong);
  const { edition, strict, account, quotas, severities, acknowledgements, baseline, governance, language } = given;
  if (edition !== undefined) checkEdition(String(edition), `${what}.edition`, path);
  if (strict !== undefined && typeof strict !== 'boolean') throw wrong('strict', strict, 'true or false');
  if (language !== undefined && !LANGUAGES.includes(language)) {
    throw wrong('language', language, LANGUAGES.join(' or '), 'write one of them');
  }
  if (quotas !== undefined && !isObject(quotas)) throw wrong('quotas', quotas, 'an object');
  for (const [region, byName] of Object.entries<unknown>(quotas ?? {})) {
    if (!isObject(byName)) throw wrong(`quotas.${region}`, byName, 'an object');
    for (const [name, limit] of Object.entries(byName)) checkQuota(name, limit, `${what}.quotas.${region}`, path);
  }
  if (severities !== undefined && !isObject(severities)) throw wrong('severities', severities, 'an object');
  for (const [id, severity] of Object.entries<unknown>(severities ?? {})) {
    checkId(id, 'severities', wrong);
    if (severity !== 'error' && severity !== 'warning' && severity !== 'off') {
      throw wrong(`severities.${id}`, severity, 'error, warning or off', 'write one of them');
    }
  }
  if (acknowledgements !== undefined && !Array.isArray(acknowledgements)) throw wrong('acknowledgements', acknowledgements, 'a list');
  if (baseline !== undefined && (typeof baseline !== 'string' || baseline === '')) throw wrong('baseline', baseline, 'the path of a file');
  return {
    edition: edition === undefined ? undefined : String(edition) as MirrorEdition,
    strict,
    account: account === undefined ? undefined : String(account),
    quotas: quotas ?? {}, severities: severities ?? {}, baseline, language,
    ...governance !== undefined && {
      governance: governanceOf(governance, '', path === undefined ? '.' : dirname(path), (at, ...more) => wrong(
        at === '' ? 'governance' : `governance.${at}`, ...more,
      )),
    },
    acknowledgements: (acknowledgements ?? []).map((entry: unknown, i: number) => acknowledgementOf(
      entry, `acknowledgements[${i}]`, path ?? what, wrong,
    )),
  };
}

const ENTRY_KEYS = ['check', 'subject', 'reason', 'undecided', 'owner', 'expires'];

function acknowledgementOf(entry: unknown, at: string, where: string, wrong: Wrong): Acknowledgement {
  if (!isObject(entry)) throw wrong(at, entry, 'an object', 'write {"check": "TM305", "subject": "stack/Session", "reason": "..."}');
  keysOnly(entry, at, ENTRY_KEYS, wrong);
  const { check, subject, reason, undecided, owner, expires } = entry;
  checkId(check, `${at}.check`, wrong);
  if (typeof subject !== 'string' || subject === '') {
    throw wrong(
      `${at}.subject`,
      subject,
      'a construct path, Terraform address or subject, with * for any characters',
      'write the subject, or "*" for everything',
    );
  }
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw wrong(`${at}.reason`, reason, 'a text', 'write why the finding is intended');
  }
  if (undecided !== undefined && typeof undecided !== 'boolean') {
    throw wrong(`${at}.undecided`, undecided, 'true or false', 'write true for undecided results');
  }
  if (owner !== undefined && typeof owner !== 'string') throw wrong(`${at}.owner`, owner, 'a text', 'write who answers for it');
  if (expires !== undefined && !isDay(expires)) {
    throw wrong(`${at}.expires`, expires, 'a day as YYYY-MM-DD', 'write the last day on which it holds');
  }
  return { id: check, subject, reason, undecided: undecided === true, owner, expires, where: `${where} ${at}` };
}

/** Several apps may share a file, and each may have other checks. */
function checkId(id: unknown, at: string, wrong: Wrong): asserts id is string {
  if (isOwnCheckId(id) || checkIds().includes(id as string)) return;
  throw wrong(
    at,
    id,
    `${nearestCheckIds(String(id)).join(', ')}, or the id of your own check (${OWN_CHECK_IDS})`,
    'use the id that the finding shows',
  );
}
