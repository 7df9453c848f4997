import { CommandArguments, CommandOption, Terminal } from './command';
import { DeployedSessions } from '../fleet/deployed-sessions';
import { idOf } from '../fleet/existing-sessions';
import { momentsOf } from '../fleet/fleet-states';
import { emptyFleet, LedgerContent, LedgerFleet } from '../fleet/ledger-file';
import { effectsOf, Interruption, InterruptionCause, Loss, LossCause, MirrorEffects, OrderRisk, RiskKind } from '../effects/effects';
import { counted, few } from '../net/wording';
import { refusal } from '../net/refusal';

/** Limits of a pipeline on the effect of an apply. */
export const GATES: readonly CommandOption[] = [
  { name: 'max-interrupted', value: 'N', about: 'fail if more than N sources would be interrupted' },
  { name: 'max-lost', value: 'N', about: 'fail if more than N sources would no longer be mirrored' },
];

/** What neither a ledger nor a state of its sessions shows. */
export const NOT_COMPARED = 'not compared: rules of filters that the ledger does not have, names, descriptions, tags, resource groups, and what overrides change';

/** The effect of a ledger on a base: another ledger, or the output of terraform show -json. */
export function ledgerEffects(ledger: LedgerContent, base: string): MirrorEffects {
  const deployed = DeployedSessions.read([base]);
  const fleets = new Set([...ledger.fleets.keys(), ...deployed.fleets.keys()]);
  const { before, after } = momentsOf([...fleets].map((fleet) => {
    const now = ledger.fleets.get(fleet) ?? emptyFleet();
    const was = deployed.of(fleet, now, sourcesOf(now), []);
    return {
      fleet, before: { sessions: was.sessions.values(), shards: deployed.hasStates ? now.shards : was.shards, attributes: was.attributes },
      after: { sessions: now.sessions.values(), shards: now.shards },
    };
  }));
  return effectsOf({ sessions: before }, { sessions: after });
}

function sourcesOf({ sessions, parked, waiting }: LedgerFleet): Map<string, { key: string; id?: string; on: boolean }> {
  const sources = new Map<string, { key: string; id?: string; on: boolean }>();
  for (const { sources: of } of sessions.values()) for (const source of of) sources.set(source.key, { key: source.key, id: idOf(source), on: true });
  for (const key of [...parked, ...waiting]) sources.set(key, { key, on: true });
  return sources;
}

/** What effects are, a line each. The most harmful first. */
export function effectLines({ created, removed, changed, interruptions, losses, risks, calls, applySeconds }: MirrorEffects): string[] {
  return [
    ...risks.map(riskLine),
    ...grouped(losses, ({ cause }) => cause).map(([cause, of]) => `no longer mirrored: ${counted(of.length, 'source')} (${few(names(of))}), since ${LOST[cause]}`),
    ...grouped(interruptions, (i) => `${i.cause} ${i.seconds} ${i.mayLast}`).map(([, of]) => interruptedLine(of)),
    `${counted(created.length, 'session')} created, ${changed.length} changed, ${removed.length} destroyed; ${counted(calls, 'write call')}, about ${Math.ceil(applySeconds / 60)} min`,
  ];
}

/** The same for a program. */
export function effectsJson({ created, removed, changed, interruptions, losses, risks, calls, applySeconds }: MirrorEffects): object {
  return {
    created: created.map(({ name }) => name), changed: changed.map(({ after }) => after.name), removed: removed.map(({ name }) => name),
    interrupted: interruptions.map(({ source, session, cause, seconds, mayLast }) => ({ source, session: session.name, cause, seconds, mayLast })),
    lost: losses.map(({ source, session, cause }) => ({ source, session: session.name, cause })),
    orderRisks: risks.map(({ kind, what, frees, takes }) => ({ kind, what, frees: frees?.name, takes: takes?.name })),
    calls, applySeconds,
  };
}

/** What of the effects a pipeline does not want. Reported line by line. */
export function gate(
  { interruptions, losses, risks }: MirrorEffects, given: CommandArguments, terminal: Terminal,
  more: { readonly interrupted?: ReadonlySet<string>; readonly lost?: ReadonlySet<string> } = {},
): boolean {
  const all = (of: readonly (Interruption | Loss)[], others: ReadonlySet<string> = new Set()): number => new Set([...of.map(({ source }) => source), ...others]).size;
  const problems = [
    ...over(given, 'max-interrupted', all(interruptions, more.interrupted), 'would be interrupted'),
    ...over(given, 'max-lost', all(losses, more.lost), 'would no longer be mirrored'),
    ...risks.some(({ kind }) => kind !== RiskKind.VNI) ? ['one apply may fail by the order of its writes: deploy the commit that frees first, then the one that takes'] : [],
  ];
  for (const problem of problems) terminal.error(problem);
  return problems.length === 0;
}

function over(given: CommandArguments, option: string, count: number, what: string): string[] {
  const text = given.text(option);
  if (text === undefined) return [];
  if (!/^\d+$/.test(text)) throw refusal({ what: `--${option}`, got: text, allowed: 'a whole number', fix: `write --${option} 0, for example` });
  return count > Number(text) ? [`${counted(count, 'source')} ${what}, and --${option} allows ${text}`] : [];
}

function interruptedLine(of: readonly Interruption[]): string {
  const { cause, seconds, mayLast } = of[0];
  return `interrupted: ${counted(of.length, 'source')} (${few(names(of))}) for ${mayLast ? 'at least' : 'about'} ${seconds} s, since ${INTERRUPTED[cause]}`;
}

function riskLine({ kind, what, frees, takes }: OrderRisk): string {
  const who = frees && takes ? `: session ${frees.name} has it and session ${takes.name} takes it` : ': old and new sessions need more room than there is while both are there';
  return `left to the order of writes: ${RISKS[kind]} ${what}${who}`;
}

function names(of: readonly (Interruption | Loss)[]): string[] {
  return of.map(({ source }) => source).sort();
}

function grouped<T, K extends string>(items: readonly T[], by: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(by(item), [...groups.get(by(item)) ?? [], item]);
  return [...groups];
}

const LOST: Record<LossCause, string> = {
  [LossCause.REMOVED]: 'their session is destroyed',
  [LossCause.LEFT]: 'they leave a session that stays',
  [LossCause.SWITCHED_OFF]: 'their session is switched off',
  [LossCause.NO_RULES]: 'their filter has no rule any more',
};

const INTERRUPTED: Record<InterruptionCause, string> = {
  [InterruptionCause.LIST]: 'the list of sources of their session changes',
  [InterruptionCause.REPLACED]: 'their session is replaced',
  [InterruptionCause.MOVED]: 'they go from one session to another',
  [InterruptionCause.RULES]: 'all rules of their filter are exchanged',
};

const RISKS: Record<RiskKind, string> = {
  [RiskKind.PRIORITY]: 'priority', [RiskKind.SOURCE]: 'source', [RiskKind.TARGET]: 'room on target', [RiskKind.FILTER]: 'room on filter',
  [RiskKind.REGION]: 'room for', [RiskKind.ROLE]: 'source and target', [RiskKind.VNI]: 'VNI',
};
