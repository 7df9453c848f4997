import { CommandArguments, CommandOption, Terminal } from './command';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import type { MirrorEdition } from '../catalog/mirror-edition';
import { filterEffectLines, filterEffectsOf } from '../effects/rule-changes';
import { DeployedSessions } from '../fleet/deployed-sessions';
import { filterStates } from '../fleet/filter-states';
import { momentsOf, ShownIds } from '../fleet/fleet-states';
import { emptyFleet, LedgerContent, plannedSources } from '../fleet/ledger-content';
import { effectLimitsOf } from '../fleet/effect-limits';
import { StateOwners } from '../fleet/state-owners';
import { effectsOf, Interruption, Loss, MirrorEffects, OrderRisk, OrderStep, PASSING_RISKS, RiskKind } from '../effects/effects';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { refusal } from '../net/refusal';
import { stepsInWords } from '../fleet/order-findings';
import { commandWords, inWords } from '../texts/catalogue';
import { Language } from '../texts/language';
import { phrase } from '../texts/phrase';

/** Options that limit the effect of an apply. */
export const GATES: readonly CommandOption[] = [
  { name: 'max-interrupted', value: 'N', about: 'fail if the apply interrupts more than N sources' },
  { name: 'max-lost', value: 'N', about: 'fail if more than N sources are no longer mirrored after the apply' },
];

/** A ledger compared with a base. */
export interface LedgerComparison {
  readonly effects: MirrorEffects;
  /** The effect of changed filter rules, in lines. */
  readonly filterChanges: readonly string[];
  /** Attributes that neither a ledger nor a state shows. */
  readonly notCompared: string;
}

/** The lines of a comparison with a ledger. */
export function comparisonLines({ effects, filterChanges, notCompared }: LedgerComparison): string[] {
  return [
    ...effectLines(effects),
    ...effects.steps ? [inWords(phrase('toAvoid', { steps: stepsInWords(effects.steps) }), 'en')] : [],
    ...filterChanges.map((line) => `filter ${line}`),
    notCompared,
  ];
}

/** Compares a ledger with a base: another ledger, or the output of terraform show -json. */
export function compareLedger(ledger: LedgerContent, base: string, edition: MirrorEdition): LedgerComparison {
  const deployed = DeployedSessions.read([base]);
  const owners = new StateOwners(deployed.states, ledger.fleets);
  const fleets = new Set([...ledger.fleets.keys(), ...deployed.fleets.keys()]);
  const { before, after } = momentsOf([...fleets].map((fleet) => {
    const now = ledger.fleets.get(fleet) ?? emptyFleet();
    const was = deployed.of(fleet, now, plannedSources(now), [], owners.loneOf(fleet));
    return {
      fleet, before: { sessions: was.sessions.values(), shards: was.shards, attributes: was.attributes, deposed: was.deposed },
      after: { sessions: now.sessions.values(), shards: now.shards },
    };
  }));
  const { holders, deposed } = owners.strangers(fleets, new ShownIds({ before, after }));
  const targets = new Set([...before, ...after].flatMap(({ target }) => target ?? []));
  return {
    effects: effectsOf(
      { sessions: [...before, ...deposed], holders }, { sessions: after }, effectLimitsOf(MirrorCatalog.of(edition), targets),
    ),
    filterChanges: filterEffectLines(filterEffectsOf(filterStates(deployed.filters), filterStates(ledger.filters))),
    notCompared: inWords(phrase('notCompared', { states: deployed.hasStates }), 'en'),
  };
}

/** Effects as lines, the most harmful first. */
export function effectLines(
  { created, removed, changed, interruptions, losses, risks, calls, applySeconds }: MirrorEffects, language: Language = 'en',
): string[] {
  const words = commandWords(language);
  return [
    ...grouped(risks, ({ kind }) => kind).flatMap(([kind, of]) => [
      ...of.map((risk) => riskLine(risk, words)), words.avoidLine(words.riskAvoid[kind]),
    ]),
    ...grouped(losses, ({ cause, session: { removal } }) => `${cause} ${removal}`).flatMap(([, of]) => {
      const { cause, session: { removal } } = of[0];
      const reason = removal === undefined ? undefined : words.removedBecause(removal) ?? removal;
      return [words.lostSources(names(of), words.lossCause[cause], reason), words.avoidLine(words.lossAvoid[cause])];
    }),
    ...grouped(interruptions, (i) => `${i.cause} ${i.seconds} ${i.mayLast}`).flatMap(([, of]) => {
      const { seconds, mayLast, cause } = of[0];
      return [
        words.interruptedSources(names(of), seconds, mayLast, words.interruptionCause[cause]),
        words.avoidLine(words.interruptionAvoid[cause]),
      ];
    }),
    words.totals(created.length, changed.length, removed.length, calls, Math.ceil(applySeconds / 60), ASSUMED_RATE),
  ];
}

function riskLine({ kind, what, frees, takes, writers, rulesOf }: OrderRisk, words: ReturnType<typeof commandWords>): string {
  if (writers) return words.filterWrites(what, writers);
  return rulesOf
    ? words.ruleRisk(what, rulesOf.direction, rulesOf.filter, frees!.name, takes!.name)
    : words.orderRisk(kind, what, frees?.name, takes?.name);
}

/** Effects as JSON. */
export function effectsJson(
  { created, removed, changed, interruptions, losses, risks, steps, calls, applySeconds }: MirrorEffects, language: Language = 'en',
): object {
  const { interruptionAvoid, lossAvoid, riskAvoid } = commandWords(language);
  const { secondsPerCall, parallelism } = ASSUMED_RATE;
  const named = (of: readonly OrderStep[]): object[] => of.map(({ kind, what, holder }) => ({
    kind, what, [kind === RiskKind.RULE ? 'rule' : 'session']: holder?.name,
  }));
  return {
    created: created.map(({ name }) => name), changed: changed.map(({ after }) => after.name), removed: removed.map(({ name }) => name),
    interrupted: interruptions.map(({ source, session, cause, seconds, mayLast }) => ({
      source, session: session.name, cause, seconds, mayLast, avoid: interruptionAvoid[cause],
    })),
    lost: losses.map(({ source, session, cause }) => ({
      source, session: session.name, cause, reason: session.removal, avoid: lossAvoid[cause],
    })),
    orderRisks: risks.map(({ kind, what, frees, takes, writers, rulesOf }) => ({
      kind, what, ...rulesOf, frees: frees?.name, takes: takes?.name, writers, avoid: riskAvoid[kind],
    })),
    ...steps && { steps: [{ frees: named(steps.frees) }, { takes: named(steps.takes) }] },
    calls, applySeconds, rate: { secondsPerCall, parallelism },
  };
}

/** The limits that the effects exceed, as lines. */
export function gate(
  { interruptions, losses, risks }: MirrorEffects, given: CommandArguments, terminal: Terminal,
  more: { readonly interrupted?: ReadonlySet<string>; readonly lost?: ReadonlySet<string> } = {}, language: Language = 'en',
): boolean {
  const words = commandWords(language);
  const all = (of: readonly (Interruption | Loss)[], others: ReadonlySet<string> = new Set()): number =>
    new Set([...of.map(({ source }) => source), ...others]).size;
  const problems = [
    ...over(given, 'max-interrupted', all(interruptions, more.interrupted), words.overInterrupted),
    ...over(given, 'max-lost', all(losses, more.lost), words.overLost),
    ...risks.some(({ kind }) => !PASSING_RISKS.includes(kind)) ? [words.mayFailByOrder] : [],
  ];
  for (const problem of problems) terminal.error(problem);
  return problems.length === 0;
}

function over(
  given: CommandArguments, option: string, count: number, problem: (sources: number, option: string, limit: string) => string,
): string[] {
  const text = given.text(option);
  if (text === undefined) return [];
  if (!/^\d+$/.test(text)) {
    throw refusal({ what: `--${option}`, got: text, allowed: 'a whole number', fix: `write --${option} 0, for example` });
  }
  return count > Number(text) ? [problem(count, option, text)] : [];
}

function names(of: readonly (Interruption | Loss)[]): string[] {
  return of.map(({ source }) => source).sort();
}

function grouped<T, K extends string>(items: readonly T[], by: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(by(item), [...groups.get(by(item)) ?? [], item]);
  return [...groups];
}
