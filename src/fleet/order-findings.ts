import { error, Unplaced, warning } from './stated-findings';
import { InterruptionCause, MirrorEffects, OrderRisk, OrderStep, RiskKind, twoApplies, TwoApplies } from '../effects/effects';
import type { SessionState } from '../effects/mirror-state';
import { Phrase, phrase, Words } from '../texts/phrase';

/** A fleet or a single session of a ledger, for which the order of writes is reported. */
export interface OrderSubject {
  /** Its name in the ledger. */
  readonly fleet: string;
  /** Whether it also reports what concerns all fleets of the ledger. */
  readonly isFirst: boolean;
  /** Whether it is a single session. */
  readonly single: boolean;
  /** The key of an interface in it. */
  keyOf(id: string): Words;
}

/** The effects of a run, and their base. */
export interface OrderBase {
  readonly effects: MirrorEffects;
  readonly comparedWith: Phrase;
  readonly frozen: boolean;
}

/** Findings about the order of writes in one apply: the configuration is valid before and after, but one order of writes fails. */
export function orderFindings({ fleet, isFirst, single, keyOf }: OrderSubject, base: OrderBase): Unplaced[] {
  const { effects: { created, risks, interruptions }, comparedWith, frozen } = base;
  const mine = risks.filter(({ takes }: OrderRisk) => takes ? fleetOf(takes.id) === fleet : isFirst);
  const found: Unplaced[] = [];

  // Terraform may add a source to its new session before it removes it from the old one.
  const refused = mine.filter(({ kind }) => kind === RiskKind.SOURCE).map(({ what, frees }) => ({ what, frees: frees! }));
  const moved = refused.length > 0 ? refused : movedWithoutRisk(fleet, created, interruptions);
  if (moved.length > 0) {
    const fleets = new Set(moved.map(({ frees }) => fleetOf(frees.id)));
    const parameters = {
      comparedWith, frozen, single,
      moved: moved.map(({ what, frees }) => phrase('untilNowIn', {
        what: keyOf(what), session: frees.name, fleet: fleetOf(frees.id),
      })),
      fleet: fleets.size === 1 ? [...fleets][0] : '',
    };
    found.push(refused.length > 0 ? error('TM525', 'movedRefused', parameters) : warning('TM525', 'moved', parameters));
  }

  const roles = mine.filter(({ kind }) => kind === RiskKind.ROLE);
  if (roles.length > 0) {
    const uses = roles.map(({ what, takes }) => phrase('untilNow', { what, role: takes?.target === what ? 'source' : 'target' }));
    found.push(error('TM302', 'roleChanges', { comparedWith, uses }));
  }
  const numbers = mine.filter(({ kind }) => ![RiskKind.SOURCE, RiskKind.ROLE, RiskKind.VNI].includes(kind));
  const described = (of: readonly OrderRisk[]) => ({ risks: of.map(riskWords), steps: stepsInWords(twoApplies(of)), frozen });
  if (numbers.length > 0) found.push(error('TM527', 'freedAndTaken', described(numbers)));
  const vnis = mine.filter(({ kind }) => kind === RiskKind.VNI);
  if (vnis.length > 0) found.push(warning('TM527', 'sameVni', described(vnis)));
  return found;
}

/** Moved sources if the edition allows a source in several sessions. Then no order of writes fails. */
function movedWithoutRisk(
  fleet: string, created: readonly SessionState[], interruptions: MirrorEffects['interruptions'],
): { what: string; frees: SessionState }[] {
  const moved = new Map(interruptions.filter(({ cause }) => cause === InterruptionCause.MOVED).map((i) => [i.source, i.session]));
  if (moved.size === 0) return [];
  return created.filter(({ id }) => fleetOf(id) === fleet)
    .flatMap(({ sources }) => sources.filter((id) => moved.has(id)).map((what) => ({ what, frees: moved.get(what)! })));
}

/** The fleet of a session's state. Empty if no fleet of the ledger has it. */
function fleetOf(id: string): string {
  return id.slice(0, id.lastIndexOf('\n'));
}

/** Two applies in place of one. */
export function stepsInWords({ frees, takes }: TwoApplies): Phrase {
  const words = (steps: readonly OrderStep[]): Phrase[] => steps.map(({ kind, what, holder }) =>
    phrase('orderStep', { kind, what, session: holder?.name }));
  return phrase('twoApplies', { frees: words(frees), takes: words(takes) });
}

function riskWords({ kind, what, frees, takes }: OrderRisk): Phrase {
  return phrase('risk', { kind, what, frees: frees?.name, takes: takes?.name });
}
