import { Command, ExitCode } from './command';
import { ACCOUNT_OPTIONS, quotasOf } from './account-options';
import { editionOf, editionOption } from './edition';
import { LANGUAGE_OPTION, outputLanguage } from './language';
import { effectLines, effectsJson, gate, GATES } from './ledger-effects';
import { VXLAN_PORT } from '../catalog/limits';
import { Forecast, forecast, Replacement } from '../door/forecast';
import { readInput } from '../door/read-input';
import { filterEffectLines, ruleChangeLines } from '../effects/rule-changes';
import { CopyLoss, CopyLossCause } from '../door/receiving-changes';
import type { RefusedRule } from '../door/rule-priorities';
import { described, refusal } from '../net/refusal';
import { policyFile } from '../policy/policy-file';
import { mergedQuotas } from '../policy/policy-values';
import { WrittenPolicies } from '../policy/written-policy';
import { printable } from '../report/report-data';
import { commandWords, inWords, packetLine } from '../texts/catalogue';
import { Language } from '../texts/language';

const PATH = 'traffic-mirror forecast';

/** `forecast`: the effect of plans on running sessions. */
export const forecastCommand: Command = {
  words: 'forecast',
  about:
    'forecast the apply of plans (terraform show -json): interrupted and lost sources, the reasons, and changes that depend on the order of writes',
  defaultFile: '-',
  several: true,
  options: [
    ...GATES,
    { name: 'fail-on-undecided', about: 'exit code 3 if no limit is exceeded but a line is undecided' },
    editionOption('the synthesized stacks or of the policy file'),
    ...ACCOUNT_OPTIONS,
    { name: 'json', about: 'print JSON' },
    LANGUAGE_OPTION,
  ],
  run(given, terminal) {
    const { plans, documents, kinds } = readInput(given.files, { region: given.text('region') });
    const other = documents.find(({ path }) => !plans.some((p) => p.kind === 'plan' && p.document.path === path));
    if (other) {
      throw refusal({
        path: other.path, what: 'the input', got: described('is not a plan'), allowed: 'outputs of terraform show -json of plans',
        fix: 'run terraform plan -out=PLANFILE and terraform show -json PLANFILE > plan.json, and pass plan.json. For a ledger, use traffic-mirror ledger diff',
      });
    }
    const written = new WrittenPolicies(documents);
    const file = policyFile(given.text('policy') ?? written.file);
    const policies = new Map(documents.map((document) => [document.path, { document, ...written.of(document, file) }]));
    const result = forecast(
      plans.map((plan) => {
        const { document, account } = policies.get(plan.document.path)!;
        return { ...plan, document: { ...document, account: given.text('account') ?? account } };
      }),
      editionOf(given, PATH, documents, file.edition),
      mergedQuotas(...[...policies.values()].map(({ quotas = {} }) => quotas), quotasOf(given.texts('quota'), PATH)),
    );
    const language = outputLanguage(given, PATH, file.language);
    const spoken = (of: 'incomplete' | 'notes'): string[] => plans.flatMap((p) => p[of]).map((w) => inWords(w, language));
    const [incomplete, notes] = [spoken('incomplete'), spoken('notes')];
    if (given.has('json')) {
      terminal.out(JSON.stringify(forecastJson(result, incomplete, notes, language), undefined, 2));
    } else {
      const words = commandWords(language);
      const lines = [...incomplete.map(words.incompleteLine), ...notes.map(words.noteLine), ...forecastLines(result, language)];
      [
        words.sessionsBefore(result.sessions, kinds.map((w) => inWords(w, language))), ...lines.map((line) => `  ${line}`),
      ].forEach((line) => terminal.out(printable(line)));
    }
    const fits = gate(result.effects, given, terminal, { interrupted: copied(result, false), lost: copied(result, true) }, language);
    const refused = new Set(result.refused.map(({ address }) => address)).size;
    if (refused > 0) terminal.error(commandWords(language).overRefused(refused));
    if (!fits || refused > 0) return ExitCode.FINDINGS;
    if (incomplete.length > 0) return ExitCode.UNUSABLE;
    return given.has('fail-on-undecided') && undecidedLines(result, language).length > 0 ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};

function forecastLines(result: Forecast, language: Language): string[] {
  const words = commandWords(language);
  const effects = effectLines(result.effects, language);
  const total = effects.splice(-1);
  return [
    ...result.refused.flatMap((rule) => [refusedLine(rule, language), words.avoidLine(refusedAvoid(rule, language))]),
    ...effects,
    ...filterLines(result.filters, language),
    ...replacementLines(result.replacements, language),
    ...result.copyLosses.flatMap((loss) => [copyLine(loss, language), words.avoidLine(copyAvoid(loss, language))]),
    ...undecidedLines(result, language).map(words.undecidedLine),
    ...total,
  ];
}

function forecastJson(result: Forecast, incomplete: readonly string[], notes: readonly string[], language: Language): object {
  return {
    sessions: result.sessions, ...effectsJson(result.effects, language),
    refused: result.refused.map((rule) => ({ ...rule, avoid: refusedAvoid(rule, language) })),
    filterChanges: filterEffectLines(result.filters),
    copiesLost: result.copyLosses.map((loss) => {
      const { cause, address, what, lasts, byOrder, tainted, sessions } = loss;
      return {
        cause, address, what, lasts, byOrder, tainted,
        sessions: sessions?.map(({ name }) => name), sources: sessions && sourcesOf(sessions),
        // How long copies do not arrive was not measured.
        ...!lasts && { seconds: null }, avoid: copyAvoid(loss, language),
      };
    }),
    replacements: result.replacements, undecided: undecidedLines(result, language), notes, incomplete,
  };
}

function refusedLine({ address, priority, direction, filter, holder }: RefusedRule, language: Language): string {
  return commandWords(language).ruleRefused(address, priority, direction, filter, holder);
}

function refusedAvoid({ holder }: RefusedRule, language: Language): string {
  return commandWords(language).refusedAvoid[holder === undefined ? 'unmanaged' : 'managed'];
}

/** Packets that a change of rules adds and takes, also only during the apply. */
function filterLines(filters: Forecast['filters'], language: Language): string[] {
  const { filterLine } = commandWords(language);
  return filters.flatMap(({ filter, direction, changes }) =>
    ruleChangeLines(changes).map((line) => filterLine(filter, direction, packetLine(line, language))));
}

/** One line for all resources that are replaced for the same reason. */
function replacementLines(replacements: readonly Replacement[], language: Language): string[] {
  const { replaced, replacedBecause } = commandWords(language);
  const groups = new Map<string, { readonly why?: string; readonly forgotten: boolean; readonly addresses: string[] }>();
  for (const { address, reason, arguments: names, forgotten } of replacements) {
    const why = reason === undefined ? undefined : replacedBecause(reason, names) ?? printable(reason);
    const key = `${why} ${forgotten}`;
    const group = groups.get(key);
    if (group) group.addresses.push(address);
    else groups.set(key, { why, forgotten, addresses: [address] });
  }
  return [...groups.values()].map(({ why, forgotten, addresses }) => replaced(addresses, why, forgotten));
}

function copyLine({ cause, address, what = '', lasts, byOrder, sessions, tainted }: CopyLoss, language: Language): string {
  const words = commandWords(language);
  const { rule, listener, servers, receiver } = words.copyLoss;
  const causes: Record<CopyLossCause, () => string> = {
    [CopyLossCause.RULE]: () => rule(address, VXLAN_PORT, what), [CopyLossCause.LISTENER]: () => listener(address),
    [CopyLossCause.SERVERS]: () => servers(address), [CopyLossCause.RECEIVER]: () => receiver(address),
  };
  return words.copies(
    sessions && sourcesOf(sessions),
    lasts ? 'lasts' : byOrder ? 'byOrder' : 'meanwhile',
    tainted ? words.tainted(address) : causes[cause](),
  );
}

function copyAvoid({ cause, address, tainted }: CopyLoss, language: Language): string {
  const words = commandWords(language);
  return tainted ? words.untaint(address) : words.copyAvoid[cause];
}

function undecidedLines({ undecided, copyLosses }: Forecast, language: Language): string[] {
  return [
    ...undecided.map((w) => inWords(w, language)),
    ...copyLosses.filter(({ sessions }) => !sessions).map(({ address }) => commandWords(language).sendersNotShown(address)),
  ];
}

/** Sources whose copies are lost for some time or permanently. */
function copied({ copyLosses }: Forecast, lasts: boolean): Set<string> {
  return new Set(copyLosses.filter((loss) => loss.lasts === lasts).flatMap(({ sessions }) => sessions ? sourcesOf(sessions) : []));
}

function sourcesOf(sessions: CopyLoss['sessions'] & object): string[] {
  return [...new Set(sessions.flatMap(({ sources }) => sources))].sort();
}
