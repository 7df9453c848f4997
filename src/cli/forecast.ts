import { oneOf } from './arguments';
import { Command, ExitCode } from './command';
import { effectLines, effectsJson, gate, GATES } from './ledger-effects';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { Forecast, forecast } from '../door/forecast';
import { readInput } from '../door/read-input';
import { CopyLoss, CopyLossCause } from '../door/receiving-changes';
import { counted, few } from '../net/wording';
import { refusal } from '../net/refusal';

const PATH = 'traffic-mirror forecast';

/** `forecast`: the effect of plans on running sessions. */
export const forecastCommand: Command = {
  words: 'forecast',
  about: 'forecast the apply of plans (terraform show -json): sources that are interrupted or lost, the reasons, and changes that depend on the order of writes',
  defaultFile: '-',
  several: true,
  options: [
    ...GATES,
    { name: 'fail-on-undecided', about: 'exit code 3 if all limits hold and a line is undecided' },
    { name: 'edition', value: 'NAME', about: `the edition whose quotas apply: 2023 or 2026, by default ${MirrorCatalog.defaultEdition}` },
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
    const result = forecast(plans, (oneOf(given, PATH, 'edition', Object.values(MirrorEdition)) ?? MirrorCatalog.defaultEdition) as MirrorEdition);
    const incomplete = plans.flatMap((p) => p.incomplete);
    if (given.has('json')) terminal.out(JSON.stringify(forecastJson(result, incomplete), undefined, 2));
    else forecastLines(result, kinds, incomplete).forEach((line) => terminal.out(line));
    if (!gate(result.effects, given, terminal, { interrupted: copied(result, false), lost: copied(result, true) })) return ExitCode.FINDINGS;
    if (incomplete.length > 0) return ExitCode.UNUSABLE;
    return given.has('fail-on-undecided') && undecidedLines(result).length > 0 ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};

function forecastLines(result: Forecast, kinds: string, incomplete: readonly string[]): string[] {
  const effects = effectLines(result.effects);
  const total = effects.splice(-1);
  return [
    `${counted(result.sessions, 'session')} before the apply, from ${kinds}`,
    ...[...effects, ...result.copyLosses.map(copyLine), ...undecidedLines(result).map((line) => `undecided: ${line}`), ...total].map((line) => `  ${line}`),
    ...incomplete.map((line) => `  not complete: ${line}`),
  ];
}

function forecastJson(result: Forecast, incomplete: readonly string[]): object {
  return {
    sessions: result.sessions, ...effectsJson(result.effects),
    copiesLost: result.copyLosses.map(({ cause, address, what, lasts, byOrder, tainted, sessions }) => ({
      cause, address, what, lasts, byOrder, tainted, sessions: sessions?.map(({ name }) => name), sources: sessions && sourcesOf(sessions),
    })),
    undecided: undecidedLines(result), incomplete,
  };
}

function copyLine({ cause, address, what, lasts, byOrder, sessions, tainted }: CopyLoss): string {
  const who = sessions ? `copies of ${counted(sourcesOf(sessions).length, 'source')} (${few(sourcesOf(sessions))})` : 'copies of the sessions that send there';
  const how = lasts ? 'no longer arrive' : byOrder ? 'may not arrive for a while, depending on the order of writes' : 'do not arrive for a while';
  const why = tainted ? `${address} is tainted, and the apply succeeds and removes it. Run terraform untaint '${address}' first` : CAUSES[cause](address, what);
  return `${who} ${how}: ${why}`;
}

function undecidedLines({ undecided, copyLosses }: Forecast): string[] {
  return [...undecided, ...copyLosses.filter(({ sessions }) => !sessions).map(({ address }) => `${address}: the plans do not show which sessions send there`)];
}

/** Sources whose copies are lost for a while, or permanently. */
function copied({ copyLosses }: Forecast, lasts: boolean): Set<string> {
  return new Set(copyLosses.filter((loss) => loss.lasts === lasts).flatMap(({ sessions }) => sessions ? sourcesOf(sessions) : []));
}

function sourcesOf(sessions: CopyLoss['sessions'] & object): string[] {
  return [...new Set(sessions.flatMap(({ sources }) => sources))].sort();
}

const CAUSES: Record<CopyLossCause, (address: string, what?: string) => string> = {
  [CopyLossCause.RULE]: (address, what) => `${address} closes UDP ${VXLAN_PORT} for ${what}. Write the new rule in a separate apply, or with create_before_destroy`,
  [CopyLossCause.LISTENER]: (address) => `the listener ${address} is replaced or goes. Add a second load balancer and move the sessions to it first`,
  [CopyLossCause.SERVERS]: (address) => `all servers of the group of ${address} go before another serves. Add the new servers in a separate apply`,
  [CopyLossCause.RECEIVER]: (address) => `${address} is replaced or goes. Add another target and move the sessions to it first`,
};
