import { IConstruct } from 'constructs';
import { Bounds, TAGS_PER_RESOURCE, tagKeyProblem, textProblem, within } from '../catalog/limits';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { described, malformed, refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';

/** Throws if a literal name or description is outside the limits. */
export function checkText(construct: IConstruct, what: string, bounds: Bounds, given?: string): void {
  if (given === undefined || given === null || !known(given)) return;
  if (typeof given !== 'string') {
    throw refusal({ path: construct.node.path, what, got: given, allowed: 'a text', fix: 'write it in quotes' });
  }
  const problem = textProblem(bounds, given);
  if (problem) {
    throw refusal({
      path: construct.node.path, what, got: malformed(given, problem.problem),
      allowed: `${bounds.min} to ${bounds.max} bytes, not starting with http:// or https://`, fix: problem.fix,
    });
  }
}

/** Throws if a literal tag is outside the limits. */
export function checkTags(construct: IConstruct, tags?: { [key: string]: string }): void {
  if (tags === undefined || tags === null || !known(tags)) return;
  const keys = Object.keys(tags);
  if (keys.length > TAGS_PER_RESOURCE) {
    throw refusal({
      path: construct.node.path,
      what: 'tags',
      got: described(`has ${keys.length} tags`),
      allowed: `at most ${TAGS_PER_RESOURCE}`,
      fix: 'remove some tags',
    });
  }
  for (const key of keys) {
    const problem = tagKeyProblem(key);
    if (problem) {
      throw refusal({
        path: construct.node.path,
        what: "a tag's key",
        got: malformed(key, problem.problem),
        allowed: 'keys that the service accepts',
        fix: problem.fix,
      });
    }
  }
}

/** Throws if a literal number is not a whole one within the bounds. */
export function checkNumber(construct: IConstruct, what: string, bounds: Bounds, given: number | undefined, fix: string): void {
  if (given === undefined || !known(given) || within(bounds, given)) return;
  throw refusal({ path: construct.node.path, what, got: given, allowed: `whole numbers ${bounds.min} to ${bounds.max}`, fix });
}

/**
 * Throws if a value is not of the expected class. In plain JavaScript no compiler detects that, and the Terraform would be
 * wrong silently.
 *
 * @param member one that every object of the class has
 */
export function requireObject(path: string | undefined, what: string, given: unknown, member: string, allowed: string, fix: string): void {
  if (typeof given === 'object' && given !== null && member in given) return;
  throw refusal({ path, what, got: given, allowed, fix });
}

/** The same for a list, each item of which must be of the class. */
export function requireList(path: string, what: string, given: unknown, member: string, allowed: string, fix: string): void {
  if (!Array.isArray(given)) throw refusal({ path, what, got: isObject(given) ? described('is one object') : given, allowed, fix });
  for (const item of given) {
    if (typeof item !== 'object' || item === null || !(member in item)) {
      throw refusal({ path, what: `an item of ${what}`, got: item, allowed, fix });
    }
  }
}

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && tokenName(given) === undefined;
}

/** Throws if a literal is neither true nor false. */
export function checkBoolean(construct: IConstruct, what: string, given?: boolean): void {
  if (given === undefined || given === null || typeof given === 'boolean' || !known(given)) return;
  throw refusal({ path: construct.node.path, what, got: given, allowed: 'true or false', fix: 'write it without quotes, or leave it out' });
}

/** Throws if a literal id has not the form of its kind: a check would rest on it. */
function checkId(what: string, kind: string, prefix: string, given?: string): void {
  if (given === undefined || given === null || !known(given)) return;
  if (typeof given === 'string' && given.startsWith(`${prefix}-`)) return;
  throw refusal({
    what,
    got: given,
    allowed: `the id of a ${kind} (${prefix}-...)`,
    fix: 'give the id that the console shows, or leave it out',
  });
}

/** Throws if an id of the place of an interface has another form. */
export function checkPlace(
  who: string,
  {
    primaryIp, vpcId, vswitchId, securityGroupIds,
  }: { primaryIp?: string; vpcId?: string; vswitchId?: string; securityGroupIds?: string[] },
): void {
  if (
    primaryIp !== undefined
    && primaryIp !== null
    && known(primaryIp)
    && !(typeof primaryIp === 'string' && parseIpv4Address(primaryIp).ok)
  ) {
    throw refusal({
      what: `primaryIp of ${who}`,
      got: primaryIp,
      allowed: 'an IPv4 address',
      fix: 'write four numbers 0 to 255, for example 10.10.0.4',
    });
  }
  checkId(`vpcId of ${who}`, 'VPC', 'vpc', vpcId);
  checkId(`vswitchId of ${who}`, 'vSwitch', 'vsw', vswitchId);
  if (securityGroupIds === undefined || securityGroupIds === null || tokenName(securityGroupIds) !== undefined) return;
  if (!Array.isArray(securityGroupIds)) {
    throw refusal({ what: `securityGroupIds of ${who}`, got: securityGroupIds, allowed: 'a list of ids', fix: 'put it into brackets' });
  }
  for (const id of securityGroupIds) checkId(`securityGroupIds of ${who}`, 'security group', 'sg', id);
}

/** Throws if a token is given for a construct or value of a class, which the compiler lets pass if it has no type (`variable.value`). */
export function refuseToken(path: string, what: string, given: unknown, allowed: string, fix: string): void {
  if (typeof given === 'string' || tokenName(given) !== undefined) throw refusal({ path, what, got: given, allowed, fix });
}

/** Throws if a literal rate is no positive number. */
export function checkMbps(what: string, given?: number): void {
  if (given === undefined || !known(given) || Number.isFinite(given) && given > 0) return;
  throw refusal({ what, got: given, allowed: 'Mbit/s above 0', fix: 'write the rate at the busiest, or leave it out' });
}
