import { resolve } from 'path';
import { PACKET_LENGTH, within } from '../catalog/limits';
import { mirroredSessions } from '../input/mirrored-sessions';
import { Governance, GovernedNetwork } from '../model/governance';
import { isObject } from '../model/terraform-form';
import { known } from '../net/known';
import { unknownKey } from '../net/unknown-key';

/** Makes the error for a value at a place. */
export type Wrong = (at: string, got: unknown, allowed: string, change?: string) => Error;

const TEXTS = ['targets'] as const;
const TAGS = ['targetTags', 'requiredTags', 'excludedSourceTags'] as const;
const AMOUNTS = ['monthlyCost', 'gigabytesPerMonth'] as const;
const WHOLE = ['sourcesPerTarget', 'interruptedSources', 'interruptedSeconds'] as const;
const KEYS: readonly string[] = [...TEXTS, ...TAGS, 'networks', ...AMOUNTS, ...WHOLE, 'forbidPublicTargets', 'foreignSessions'];

/**
 * Reads demands, from code or from a policy file.
 *
 * @param scope construct path that it holds at and below
 * @param folder paths are relative to it
 * @throws if a value is wrong
 */
export function governanceOf(given: unknown, scope: string, folder: string, wrong: Wrong): Governance {
  if (!isObject(given)) throw wrong('', given, 'an object');
  keysOnly(given, '', KEYS, wrong);
  for (const name of TEXTS) if (given[name] !== undefined) texts(given[name], name, wrong);
  for (const name of TAGS) if (given[name] !== undefined) tags(given[name], name, wrong);
  for (const name of AMOUNTS) if (given[name] !== undefined) amount(given[name], name, wrong);
  for (const name of WHOLE) if (given[name] !== undefined) whole(given[name], name, name === 'sourcesPerTarget' ? 1 : 0, wrong);
  flag(given.forbidPublicTargets, 'forbidPublicTargets', wrong);
  const { networks, foreignSessions, ...rest } = given;
  if (networks !== undefined && !Array.isArray(networks)) {
    throw wrong('networks', networks, 'a list', 'write [{"vpcs": ["vpc-..."], "forbidAllTraffic": true}]');
  }
  return {
    ...rest,
    scope,
    ...networks && { networks: networks.map((n: unknown, i: number) => network(n, `networks[${i}]`, wrong)) },
    ...foreignSessions !== undefined && { foreignSessions: foreign(foreignSessions, folder, wrong) },
  };
}

function network(given: unknown, at: string, wrong: Wrong): GovernedNetwork {
  if (!isObject(given)) throw wrong(at, given, 'an object');
  keysOnly(given, at, ['vpcs', 'forbidAllTraffic', 'longestPacket'], wrong);
  const { vpcs, forbidAllTraffic, longestPacket } = given;
  texts(vpcs, `${at}.vpcs`, wrong);
  flag(forbidAllTraffic, `${at}.forbidAllTraffic`, wrong);
  if (longestPacket !== undefined && !(Number.isInteger(longestPacket) && within(PACKET_LENGTH, longestPacket))) {
    throw wrong(
      `${at}.longestPacket`,
      longestPacket,
      `a whole number from ${PACKET_LENGTH.min} to ${PACKET_LENGTH.max}`,
      'write a length that a session can have',
    );
  }
  if (!forbidAllTraffic && longestPacket === undefined) {
    throw wrong(at, given, 'forbidAllTraffic or longestPacket', 'write what holds for these VPCs');
  }
  return { vpcs, forbidAllTraffic, longestPacket };
}

function foreign(given: unknown, folder: string, wrong: Wrong): Governance['foreignSessions'] {
  const at = 'foreignSessions';
  if (!isObject(given)) throw wrong(at, given, 'an object', 'write {"exports": ["sessions.json"]}');
  keysOnly(given, at, ['exports', 'allowed'], wrong);
  const { exports, allowed } = given;
  texts(exports, `${at}.exports`, wrong);
  if (allowed !== undefined) texts(allowed, `${at}.allowed`, wrong);
  return { sessions: mirroredSessions(exports.map((file: string) => resolve(folder, file))), allowed: allowed ?? [] };
}

/** Throws if an object has a key that nobody reads. */
export function keysOnly(given: object, at: string, keys: readonly string[], wrong: Wrong): void {
  const other = unknownKey(given, keys);
  if (other) throw wrong(at, other.got, `the keys ${keys.join(', ')}`, other.fix);
}

function texts(given: unknown, at: string, wrong: Wrong): void {
  if (!Array.isArray(given) || given.length === 0 || !given.every((text) => typeof text === 'string' && text !== '' && known(text))) {
    throw wrong(at, given, 'a list of texts that are known at synth, at least one', 'write them out, or leave it out');
  }
}

function tags(given: unknown, at: string, wrong: Wrong): void {
  if (!isObject(given)
    || Object.keys(given).length === 0
    || !Object.entries(given).every(([key, text]) => key !== '' && typeof text === 'string' && text !== '' && known(key) && known(text))) {
    throw wrong(
      at, given, 'tags with a pattern for the value of each, at least one', 'write {"owner": "*"} for any value, or leave it out',
    );
  }
}

function flag(given: unknown, at: string, wrong: Wrong): void {
  if (given !== undefined && typeof given !== 'boolean') throw wrong(at, given, 'true or false', 'write one of them');
}

function amount(given: unknown, at: string, wrong: Wrong): void {
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 0 || !known(given)) {
    throw wrong(at, given, 'a number from 0', 'write the amount');
  }
}

function whole(given: unknown, at: string, least: number, wrong: Wrong): void {
  if (typeof given !== 'number' || !Number.isInteger(given) || given < least || !known(given)) {
    throw wrong(at, given, `a whole number from ${least}`, 'write the budget');
  }
}
