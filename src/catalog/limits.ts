import { MirrorFactTopic } from './mirror-fact';
import { facts, sources } from './sources';

const limit = facts(MirrorFactTopic.LIMIT);

/** The lowest and the highest value allowed. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Session priorities. Unique in an account and region, smaller first. */
export const SESSION_PRIORITY: Bounds = { min: 1, max: 32_766 };
/** Rule priorities. Unique within one direction of a filter, smaller first. */
export const RULE_PRIORITY: Bounds = { min: 1, max: 10 };
/** VXLAN network identifiers. The service takes 0, but the provider reads it as "none given". */
export const VNI: Bounds = { min: 1, max: 16_777_215 };
/** Inner bytes that a session keeps of a packet. */
export const PACKET_LENGTH: Bounds = { min: 64, max: 8_500 };
/** Inner bytes kept if a session names no packet length. */
export const DEFAULT_PACKET_LENGTH = 1_500;
/** The UDP destination port of mirrored packets. Fixed. */
export const VXLAN_PORT = 4789;
/** Bytes that the encapsulation adds to an IPv4 packet. */
export const VXLAN_OVERHEAD = 50;
/** Every IPv4 host must accept datagrams of this size (RFC 791). */
export const SMALLEST_MTU = 576;
/** The MTU of an interface without jumbo frames, in bytes. */
export const STANDARD_MTU = 1_500;
/** The MTU of an interface with jumbo frames, in bytes. */
export const JUMBO_MTU = 8_500;

/** The target types that the provider accepts. */
export const TARGET_TYPES = ['NetworkInterface', 'SLB'] as const;
/** The service's name of a target type that the provider does not take. */
export const ENDPOINT_TARGET_TYPE = 'GatewayLoadBalancerEndpoint';
/** The actions of a rule. */
export const RULE_ACTIONS = ['accept', 'drop'] as const;

/** Lengths in bytes of UTF-8, as the provider counts them. */
export const SESSION_NAME: Bounds = { min: 2, max: 128 };
export const SESSION_DESCRIPTION: Bounds = { min: 2, max: 256 };
export const FILTER_NAME: Bounds = { min: 1, max: 128 };
export const FILTER_DESCRIPTION: Bounds = { min: 1, max: 256 };

export const TAGS_PER_RESOURCE = 20;
export const TAG_KEY: Bounds = { min: 1, max: 128 };
/** How a tag's key may not start. */
export const RESERVED_TAG_PREFIXES = ['aliyun', 'acs:'] as const;

/** The fault of a value, and the change to make. */
export interface LimitProblem {
  readonly problem: string;
  readonly fix: string;
}

/** Whether a number is a whole one within the bounds. */
export function within(bounds: Bounds, value: number): boolean {
  return Number.isInteger(value) && value >= bounds.min && value <= bounds.max;
}

/** The length of a text as the provider counts it: bytes of UTF-8, three for a Chinese character. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Faults of a name or a description. */
export type TextFault = 'tooShort' | 'tooLong' | 'hasScheme';

/** The fault of a name or a description. Undefined if it has none. */
export function textFault(bounds: Bounds, text: string): TextFault | undefined {
  const bytes = byteLength(text);
  if (bytes < bounds.min) return 'tooShort';
  if (bytes > bounds.max) return 'tooLong';
  return text.startsWith('http://') || text.startsWith('https://') ? 'hasScheme' : undefined;
}

/** The fault of a name or a description, in words. Undefined if it has none. */
export function textProblem(bounds: Bounds, text: string): LimitProblem | undefined {
  const fault = textFault(bounds, text);
  if (fault === undefined) return undefined;
  if (fault === 'hasScheme') return { problem: 'starts with http:// or https://', fix: 'leave the scheme out' };
  const bytes = byteLength(text);
  const counted = bytes === text.length ? '' : ' in UTF-8, with 3 bytes for a Chinese character';
  return {
    problem: `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} long, outside ${bounds.min} to ${bounds.max}${counted}`,
    fix: fault === 'tooLong' ? `shorten it to ${bounds.max} bytes` : `write at least ${bounds.min}`,
  };
}

/** Faults of a tag's key. */
export type TagKeyFault = 'tagKeyReserved' | 'tagKeyEmpty' | 'tagKeyTooLong';

/** The fault of a tag's key. Undefined if it has none. */
export function tagKeyFault(key: string): TagKeyFault | undefined {
  if (RESERVED_TAG_PREFIXES.some((prefix) => key.startsWith(prefix))) return 'tagKeyReserved';
  // Characters, not bytes: the product counts the keys of tags in characters.
  const length = [...key].length;
  if (length < TAG_KEY.min) return 'tagKeyEmpty';
  return length > TAG_KEY.max ? 'tagKeyTooLong' : undefined;
}

/** The fault of a tag's key, in words. Undefined if it has none. */
export function tagKeyProblem(key: string): LimitProblem | undefined {
  const fault = tagKeyFault(key);
  if (fault === undefined) return undefined;
  if (fault === 'tagKeyReserved') {
    return {
      problem: `starts with ${RESERVED_TAG_PREFIXES.find((prefix) => key.startsWith(prefix))}, which is reserved`,
      fix: 'use another key',
    };
  }
  const problem = `${[...key].length} characters long, outside ${TAG_KEY.min} to ${TAG_KEY.max}`;
  return { problem, fix: fault === 'tagKeyEmpty' ? 'give it a key' : 'shorten it' };
}

export const limitFacts = [
  limit.stated(
    sources.overviews,
    'A session\'s priority is a whole number of 1 to 32766, unique in an account and region. The smaller one is tried first.',
  ),
  limit.stated(
    sources.provider,
    'A stand-alone rule\'s priority is a whole number of 1 to 10, unique within one direction of a filter. 1 is tried first.',
  ),
  limit.stated(sources.reference, 'A VXLAN network identifier is a whole number of 0 to 16777215. If none is set, it is random.'),
  limit.inferred(sources.provider, 'A VXLAN network identifier of 0 is refused here: the provider reads it as none given.'),
  limit.stated(sources.reference, 'A session keeps 64 to 8500 inner bytes of a packet, 1500 by default. Only some regions support it.'),
  limit.stated(sources.reference, 'Names have 1 to 128 characters, descriptions 1 to 256. Neither starts with http:// or https://.'),
  limit.stated(
    sources.provider,
    'Lengths count bytes: session names 2 to 128, session descriptions 2 to 256, filter names 1 to 128, filter descriptions 1 to 256.',
  ),
  limit.stated(
    sources.reference, 'A resource has at most 20 tags. A key has at most 128 characters and does not start with aliyun or acs:.',
  ),
  limit.stated(
    sources.provider,
    'The target type is NetworkInterface or SLB.',
    'The product also takes Gateway Load Balancer endpoints since 2025.',
  ),
];
