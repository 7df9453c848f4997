import { Command, ExitCode } from './command';
import { effectLines, effectsJson, gate, GATES } from './ledger-effects';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { Forecast, forecast } from '../door/forecast';
import { readInput } from '../door/read-input';
import { CopyLoss, CopyLossCause } from '../door/receiving-changes';
import { counted, few } from '../net/wording';
import { refusal } from '../net/refusal';

const PATH = 'traffic-mirror forecast';

/** `forecast`: what applying plans does to running sessions. */
export const forecastCommand: Command = {
  words: 'forecast',
  about: 'list what applying terraform show -json of plans does to running sessions: who is interrupted or lost, why, and what is left to the order of writes',
  defaultFile: '-',
  several: true,
  options: [
    ...GATES,
    { name: 'fail-on-undecided', about: 'exit code 3 if nothing is over a limit but something is undecided' },
    { name: 'edition', value: 'NAME', about: `whose quotas decide what fits meanwhile: 2023 or 2026; ${MirrorCatalog.defaultEdition} unless given` },
    { name: 'json', about: 'the same as JSON' },
  ],
  run(given, terminal) {
    const { plans, documents, kinds } = readInput(given.files);
    const other = documents.find(({ path }) => !plans.some((p) => p.kind === 'plan' && p.document.path === path));
    if (other) {
      throw refusal({
        path: other.path, what: 'the input', got: 'no plan', allowed: 'terraform show -json of plans',
        fix: 'run terraform plan -out=PLANFILE and terraform show -json PLANFILE > plan.json, and name plan.json. For a ledger use traffic-mirror ledger diff',
      });
    }
    const told = forecast(plans, editionOf(given.text('edition')));
    const incomplete = plans.flatMap((p) => p.incomplete);
    if (given.has('json')) terminal.out(JSON.stringify(forecastJson(told, incomplete), undefined, 2));
    else forecastLines(told, kinds, incomplete).forEach((line) => terminal.out(line));
    if (!gate(told.effects, given, terminal, { interrupted: copied(told, false), lost: copied(told, true) })) return ExitCode.FINDINGS;
    if (incomplete.length > 0) return ExitCode.UNUSABLE;
    return given.has('fail-on-undecided') && undecidedLines(told).length > 0 ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};

function editionOf(text: string | undefined): MirrorEdition {
  if (text === undefined) return MirrorCatalog.defaultEdition;
  const edition = Object.values(MirrorEdition).find((e) => e === text);
  if (edition === undefined) throw refusal({ path: PATH, what: '--edition', got: text, allowed: Object.values(MirrorEdition).join(', '), fix: 'write one of them' });
  return edition;
}

function forecastLines(told: Forecast, kinds: string, incomplete: readonly string[]): string[] {
  return [
    `${counted(told.sessions, 'session')} before the apply, from ${kinds}`,
    ...[...effectLines(told.effects).slice(0, -1), ...told.copyLosses.map(copyLine), ...undecidedLines(told).map((line) => `undecided: ${line}`), ...effectLines(told.effects).slice(-1)].map((line) => `  ${line}`),
    ...incomplete.map((line) => `  not the whole truth: ${line}`),
  ];
}

function forecastJson(told: Forecast, incomplete: readonly string[]): object {
  return {
    sessions: told.sessions, ...effectsJson(told.effects),
    copiesLost: told.copyLosses.map(({ cause, address, what, lasts, byOrder, sessions }) => ({
      cause, address, what, lasts, byOrder, sessions: sessions?.map(({ name }) => name), sources: sessions && sourcesOf(sessions),
    })),
    undecided: undecidedLines(told), incomplete,
  };
}

function copyLine({ cause, address, what, lasts, byOrder, sessions }: CopyLoss): string {
  const who = sessions ? `copies of ${counted(sourcesOf(sessions).length, 'source')} (${few(sourcesOf(sessions))})` : 'copies of the sessions that send there';
  const how = lasts ? 'no longer arrive' : byOrder ? 'may not arrive for a while, as the order of writes has it' : 'do not arrive for a while';
  return `${who} ${how}: ${CAUSES[cause](address, what)}`;
}

function undecidedLines({ undecided, copyLosses }: Forecast): string[] {
  return [...undecided, ...copyLosses.filter(({ sessions }) => !sessions).map(({ address }) => `${address}: the plans do not show which sessions send there`)];
}

/** Sources whose copies are lost for a while, or for good. */
function copied({ copyLosses }: Forecast, lasts: boolean): Set<string> {
  return new Set(copyLosses.filter((loss) => loss.lasts === lasts).flatMap(({ sessions }) => sessions ? sourcesOf(sessions) : []));
}

function sourcesOf(sessions: CopyLoss['sessions'] & object): string[] {
  return [...new Set(sessions.flatMap(({ sources }) => sources))].sort();
}

const CAUSES: Record<CopyLossCause, (address: string, what?: string) => string> = {
  [CopyLossCause.RULE]: (address, what) => `${address} closes UDP 4789 for ${what}. Write the new rule in an apply of its own, or with create_before_destroy`,
  [CopyLossCause.LISTENER]: (address) => `the listener ${address} is replaced or goes. Add a second load balancer and move the sessions to it first`,
  [CopyLossCause.SERVERS]: (address) => `all servers of the group of ${address} go before another serves. Add the new servers in an apply of their own`,
  [CopyLossCause.RECEIVER]: (address) => `${address} is replaced or goes. Add another target and move the sessions to it first`,
};
