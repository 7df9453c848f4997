import { MirrorEdition } from '../catalog/mirror-edition';
import { type MirrorSelection, MirrorSelectionReason } from '../inventory/mirror-selection';

/** Why interfaces are not mirrored, as a row of a report. */
export type CoverageKind = 'selected' | 'outside' | 'excluded' | 'family' | 'never';

/** The interfaces of an inventory that are mirrored, or that are not for one reason. */
export interface CoverageRow {
  readonly kind: CoverageKind;
  readonly amount: number;
  /** The selectors, families or reasons with their numbers, the largest first. */
  readonly parts: readonly (readonly [name: string, amount: number])[];
}

/** Reasons that no selection and no edition changes. */
const NEVER_MIRRORED = [
  MirrorSelectionReason.SERVICE_MANAGED, MirrorSelectionReason.NOT_IN_USE,
  MirrorSelectionReason.NO_INSTANCE, MirrorSelectionReason.UNKNOWN_TYPE,
] as const;

/** The coverage of an inventory. */
export interface Coverage {
  readonly edition: MirrorEdition;
  /** The number of interfaces. */
  readonly total: number;
  /** Only rows with interfaces. */
  readonly rows: readonly CoverageRow[];
  /** Edition 2026 mirrors the families that the edition leaves out. */
  readonly moreIn2026: boolean;
  readonly warnings: readonly string[];
}

/** The coverage of the inventory of a selection. */
export function coverageOf(selection: MirrorSelection): Coverage {
  const { edition, total, warnings } = selection;
  return { edition, total, rows: coverageRows(selection), moreIn2026: edition === MirrorEdition.EDITION_2023, warnings };
}

function coverageRows(selection: MirrorSelection): CoverageRow[] {
  const of = (reason: MirrorSelectionReason): number => selection.counts.find((c) => c.reason === reason)?.count ?? 0;
  const selectors = (reason: MirrorSelectionReason): [string, number][] => {
    const counts = new Map<string, number>();
    for (const d of selection.leftOutDecisions) if (d.reason === reason) counts.set(d.selector!, (counts.get(d.selector!) ?? 0) + 1);
    return [...counts].sort(([, x], [, y]) => y - x);
  };
  const { NOT_INCLUDED, EXCLUDED, FAMILY_NOT_SUPPORTED } = MirrorSelectionReason;
  const never = NEVER_MIRRORED.map((reason): [string, number] => [reason, of(reason)]).filter(([, amount]) => amount > 0);
  const rows: CoverageRow[] = [
    { kind: 'selected', amount: selection.selected, parts: [] },
    { kind: 'outside', amount: of(NOT_INCLUDED), parts: selectors(NOT_INCLUDED) },
    { kind: 'excluded', amount: of(EXCLUDED), parts: selectors(EXCLUDED) },
    { kind: 'family', amount: of(FAMILY_NOT_SUPPORTED), parts: selection._unsupportedFamilies },
    { kind: 'never', amount: never.reduce((sum, [, amount]) => sum + amount, 0), parts: never },
  ];
  return rows.filter(({ amount }) => amount > 0);
}
