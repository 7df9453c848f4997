import { MirrorEdition } from './mirror-edition';
import { MirrorFactTopic } from './mirror-fact';
import { MirrorFamilyStanding } from './mirror-family-standing';
import { facts, sources } from './sources';

const { stated, inferred } = facts(MirrorFactTopic.INSTANCE_FAMILY);

/** The closed list of edition 2023. */
export const FAMILIES_2023: readonly string[] = words(`
  g7ne g7a g7 g7t g6t g6e c7a c7 c7t c6t c6e r7a r7 r7t r6e hfc7 hfg7 hfr7 gn7i
  ebmc6a ebmc6e ebmg6a ebmg6e ebmr6a ebmr6e ebmhfg7 ebmhfc7 ebmhfr7`);

/** The exact types on which an ENI target may serve 200 sources under edition 2026. */
export const LARGE_TARGET_TYPES: readonly string[] = words(`
  ebmc7.32xlarge ebmg7.32xlarge ebmr7.32xlarge ebmhfg7.48xlarge ebmhfc7.48xlarge ebmhfr7.48xlarge ebmc7a.64xlarge ebmg7a.64xlarge
  ebmg7se.32xlarge ebmg6a.64xlarge ebmg6e.26xlarge ebmc6a.64xlarge ebmc6e.26xlarge ebmr7a.64xlarge ebmr6a.64xlarge ebmr6e.26xlarge
  c8i.48xlarge g8i.48xlarge c7nex.32xlarge g7nex.32xlarge g7ne.24xlarge c7.32xlarge g7.32xlarge r7.32xlarge r6e.26xlarge
  g7t.32xlarge g6t.26xlarge g6e.26xlarge c7t.32xlarge c6t.26xlarge c6e.26xlarge g5ne.18xlarge r7t.32xlarge`).map(type => `ecs.${type}`);

export const INSTANCE_TYPE_GRAMMAR = 'ecs.<family>[-<ratio>].<size>, such as ecs.g7.large or ecs.gn7i-c8g1.2xlarge';

const TYPE = /^ecs\.([a-z][a-z0-9]*)(?:-[a-z0-9]+)*\.[0-9]*[a-z]+$/;
const EIGHTH_GENERATION = /^[a-z]+8[a-z]*$/;

const listed2023 = new Set(FAMILIES_2023);
const largeTypes = new Set(LARGE_TARGET_TYPES);
// A fleet has tens of thousands of sources and a few dozen types.
const familiesByType = new Map<string, string>();

/** The family of an instance type, or nothing if the text is none. */
export function familyOf(instanceType: string): string | undefined {
  const seen = familiesByType.get(instanceType);
  if (seen !== undefined) return seen;
  const family = TYPE.exec(instanceType)?.[1];
  if (family !== undefined && familiesByType.size < 10_000) familiesByType.set(instanceType, family);
  return family;
}

/** The support of a family in the edition, without the leading `ecs.`. */
export function standingOf(edition: MirrorEdition, family: string): MirrorFamilyStanding {
  if (listed2023.has(family)) return MirrorFamilyStanding.SUPPORTED;
  if (edition === MirrorEdition.EDITION_2023) return MirrorFamilyStanding.NOT_SUPPORTED;
  return EIGHTH_GENERATION.test(family) ? MirrorFamilyStanding.SUPPORTED : MirrorFamilyStanding.NOT_KNOWN;
}

/** Whether an ENI target on the type may serve 200 sources. Edition 2023 makes no difference between types. */
export function isLargeTargetType(edition: MirrorEdition, instanceType: string): boolean {
  return edition === MirrorEdition.EDITION_2026 && largeTypes.has(instanceType);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

export const familyFacts = [
  stated(sources.overview2023, `Only these ECS instance families support traffic mirroring: ${FAMILIES_2023.join(', ')}.`,
    'The page has no list for targets: for an ENI target the list is a warning.'),
  inferred(
    sources.overview2026,
    'There is no list of instance families any more, so a family of neither the list of 2023 nor the 8th generation is not known.',
  ),
  inferred({ ...sources.provider, edition: MirrorEdition.EDITION_2026 }, 'Families of the 8th generation support traffic mirroring.',
    'The acceptance test of the provider mirrors g8i.'),
  inferred(
    sources.overviews,
    `Instance types are written ${INSTANCE_TYPE_GRAMMAR}. The part from the first hyphen on does not belong to the family.`,
    'Families are matched exactly: g7 is not g7ne.'),
  stated(
    sources.quotas2026,
    `An ENI target on one of these types may serve 200 sources, on any other 20: ${LARGE_TARGET_TYPES.join(', ')}.`,
  ),
];
