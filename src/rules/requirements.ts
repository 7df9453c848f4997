// The checks that one resource decides by its arguments alone, in a form that other policy engines can express.
import { ENDPOINT_PREFIXES, prefixOf } from '../catalog/id-kinds';
import { Bounds, ENDPOINT_TARGET_TYPE, PACKET_LENGTH, TARGET_TYPES, VNI } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { FILTER_TYPE, RULE_TYPES, SESSION_TYPE } from '../model/mirror-model';
import type { CheckId } from '../texts/catalogue';

/** The condition that an argument meets. An argument that is not set meets it, except for `set` and `allBeginWith`. */
export type Demand =
  | { readonly kind: 'set' }
  | { readonly kind: 'not'; readonly value: boolean }
  /** A whole number. */
  | { readonly kind: 'within'; readonly bounds: Bounds }
  /** A list in which nothing is repeated. */
  | { readonly kind: 'distinct' }
  /** A list of at most this many different elements. */
  | { readonly kind: 'atMost'; readonly count: number }
  /** A list with at least one element, all of which begin so. */
  | { readonly kind: 'allBeginWith'; readonly prefix: string }
  /** A text that begins with none of these, while another argument is not this value. */
  | { readonly kind: 'beginsWithNone'; readonly prefixes: readonly string[]; readonly other: string; readonly otherIsNot: string }
  /**
   * A text whose beginning goes with the value of another argument: pairs of both. Texts that begin with one of `except`
   * are exempt, and so is one value of the other argument.
   */
  | {
    readonly kind: 'beginsAs'; readonly pairs: readonly (readonly [prefix: string, other: string])[]; readonly other: string;
    readonly except: readonly string[]; readonly exceptOther: string;
  };

/** The demand of a check on one argument. */
export interface Requirement {
  readonly check: CheckId;
  /** A letter for a check that has several. */
  readonly part?: string;
  readonly level: 'error' | 'warning';
  readonly types: readonly string[];
  readonly argument: string;
  readonly demand: Demand;
  /** The values allowed, in words. */
  readonly allowed: string;
}

const range = ({ min, max }: Bounds): string => `a whole number from ${min} to ${max}`;

/** Every requirement, in the order of the checks. */
export function requirementsOf(edition: MirrorEdition): readonly Requirement[] {
  const sessions = { types: [SESSION_TYPE], level: 'error' } as const;
  const sources = { ...sessions, argument: 'traffic_mirror_source_ids' } as const;
  const target = { ...sessions, argument: 'traffic_mirror_target_id' } as const;
  const eni = prefixOf('network interface');
  const clb = prefixOf('CLB');
  const [interfaceType, balancerType] = TARGET_TYPES;
  const { limit } = MirrorCatalog.of(edition).quota(MirrorQuotaName.SOURCES_PER_SESSION);
  const type = 'traffic_mirror_target_type';
  return [
    { ...sources, check: 'TM108', demand: { kind: 'allBeginWith', prefix: eni }, allowed: `one or more ids that begin with ${eni}` },
    { ...sources, check: 'TM303', demand: { kind: 'distinct' }, allowed: 'each source once' },
    { ...sessions, check: 'TM305', part: 'a', argument: 'enabled', demand: { kind: 'set' }, allowed: 'true' },
    {
      ...sessions,
      check: 'TM305',
      part: 'b',
      level: 'warning',
      argument: 'enabled',
      demand: { kind: 'not', value: false },
      allowed: 'true',
    },
    {
      ...sessions,
      check: 'TM306',
      argument: 'packet_length',
      demand: { kind: 'within', bounds: PACKET_LENGTH },
      allowed: range(PACKET_LENGTH),
    },
    {
      ...target,
      check: 'TM401',
      allowed: `${interfaceType} for an id that begins with ${eni}, ${balancerType} for one that begins with ${clb}`,
      demand: {
        kind: 'beginsAs',
        pairs: [[eni, interfaceType], [clb, balancerType]],
        other: type,
        except: ENDPOINT_PREFIXES,
        exceptOther: ENDPOINT_TARGET_TYPE,
      },
    },
    {
      ...target, check: 'TM402', allowed: `a target of type ${TARGET_TYPES.join(' or ')}`,
      demand: { kind: 'beginsWithNone', prefixes: ENDPOINT_PREFIXES, other: type, otherIsNot: ENDPOINT_TARGET_TYPE },
    },
    ...limit === undefined
      ? []
      : [
        {
          ...sources,
          check: 'TM501',
          demand: { kind: 'atMost', count: limit },
          allowed: `at most ${limit} sources in edition ${edition}`,
        } as const,
      ],
    {
      check: 'TM601', level: 'error', types: [SESSION_TYPE, FILTER_TYPE, ...Object.values(RULE_TYPES)], argument: 'dry_run',
      demand: { kind: 'not', value: true }, allowed: 'false',
    },
    { ...sessions, check: 'TM602', argument: 'virtual_network_id', demand: { kind: 'within', bounds: VNI }, allowed: range(VNI) },
  ];
}

/** A name for a requirement that every engine accepts, for example `tm305b`. */
export function nameOf({ check, part = '' }: Requirement): string {
  return `${check.toLowerCase()}${part}`;
}
