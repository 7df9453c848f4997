import { mkdirSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { oneOf } from './arguments';
import { Command, CommandArguments, ExitCode, Terminal } from './command';
import { readText as fileText } from './files';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import type { MirrorFinding } from '../checks/finding';
import { Found } from '../checks/found';
import { CheckRun, runChecks } from '../checks/run';
import { Input, readInput } from '../door/read-input';
import { packageVersion } from '../input/package-version';
import { MirrorModel } from '../model/mirror-model';
import { refusal } from '../net/refusal';
import { Baseline, isDay } from '../policy/baseline';
import { countsText } from '../policy/evaluation-text';
import { MirrorEvaluation } from '../policy/mirror-evaluation';
import { Policy, today } from '../policy/policy';
import { PolicyChoices, policyFile } from '../policy/policy-file';
import { FORMATS } from '../report/formats';
import { gitRoot, printable, readText, ReportData, sessionCount } from '../report/report-data';
import { MESSAGES } from '../texts/en/messages';
import { count } from '../texts/en/phrases';

const PATH = 'traffic-mirror check';
const FAIL_ON = ['error', 'warning', 'never'] as const;

/** `check`: the findings of written stacks, Terraform JSON, plans and states. */
export const checkCommand: Command = {
  words: 'check',
  about: 'check written stacks, Terraform JSON, or terraform show -json of plans and states; - reads standard input, NAME=FILE labels one',
  defaultFile: 'cdktf.out',
  several: true,
  options: [
    { name: 'out', value: 'FORMAT[=FILE]', several: true, about: `a report; may be given several times, and goes to standard output without FILE. ${Object.keys(FORMATS).join(', ')}; text unless given` },
    { name: 'fail-on', value: 'SEVERITY', about: 'the least severity that gives exit code 1: error, warning or never; error unless given' },
    { name: 'fail-on-undecided', about: 'exit code 3 if nothing fails but something is undecided' },
    { name: 'exit-zero', about: 'exit code 0 whatever is found, for jobs whose report is read only if they succeed' },
    { name: 'policy', value: 'FILE', about: 'the policy; traffic-mirror.policy.json here or above, up to the git root, unless given' },
    { name: 'baseline', value: 'FILE', about: 'known findings: they are counted and do not fail' },
    { name: 'write-baseline', value: 'FILE', about: 'write all open findings as a baseline' },
    { name: 'expires', value: 'DAY', about: 'the last day of the baseline that is written, as YYYY-MM-DD' },
    { name: 'edition', value: 'NAME', about: '2023 or 2026; overrides the policy' },
    { name: 'strict', about: 'what cannot be decided is an error' },
    { name: 'region', value: 'ID', about: 'the region of providers that leave it to the environment' },
    { name: 'account', value: 'ID', about: 'the account of all inputs' },
    { name: 'changed-only', about: 'fail only for resources that a plan creates, updates or replaces, and for the whole' },
    { name: 'require-sessions', value: 'NUMBER', about: 'the least number of sessions; 1 session or filter unless given' },
  ],
  run(given, terminal) {
    const outs = outputsOf(given.texts('out'));
    const failOn = oneOf(given, PATH, 'fail-on', FAIL_ON) ?? 'error';
    const needed = given.text('require-sessions');
    if (needed !== undefined && !/^\d{1,9}$/.test(needed)) throw refusal({ path: PATH, what: '--require-sessions', got: needed, allowed: 'a whole number from 0', fix: 'write the least number of sessions' });
    const expires = given.text('expires');
    if (expires !== undefined && !isDay(expires)) throw refusal({ path: PATH, what: '--expires', got: expires, allowed: 'a day as YYYY-MM-DD', fix: 'write the last day on which the baseline holds' });

    const choices = { ...policyFile(given.text('policy')), ...given.has('account') && { account: given.text('account') } };
    const policy = policyOf(choices, given);
    const input = readInput(given.files, { region: given.text('region') });
    const evaluation = evaluate(input, policy, choices);
    const data: ReportData = {
      evaluation, files: input.files, kinds: input.kinds, version: packageVersion(), root: gitRoot(),
      incomplete: input.plans.flatMap((p) => p.incomplete), notes: input.plans.flatMap((p) => p.notes),
    };
    write(outs, data, terminal);
    const baseline = given.text('write-baseline');
    if (baseline !== undefined) writeFile(baseline, Baseline.textOf([...evaluation.findings, ...evaluation.baselined], expires));
    const code = exitCode(data, { failOn, undecided: given.has('fail-on-undecided'), needed, changed: given.has('changed-only') ? changedOf(input) : undefined }, terminal);
    return given.has('exit-zero') && code !== ExitCode.UNUSABLE ? ExitCode.FINE : code;
  },
};

interface Output {
  readonly format: string;
  readonly file?: string;
}

function outputsOf(texts: readonly string[]): Output[] {
  const outs = (texts.length > 0 ? texts : ['text']).map((text): Output => {
    const at = text.indexOf('=');
    const format = at < 0 ? text : text.slice(0, at);
    if (!Object.prototype.hasOwnProperty.call(FORMATS, format)) {
      throw refusal({ path: PATH, what: '--out', got: format, allowed: Object.keys(FORMATS).join(', '), fix: 'write FORMAT, or FORMAT=FILE' });
    }
    if (at === text.length - 1) throw refusal({ path: PATH, what: '--out', got: text, allowed: 'FORMAT or FORMAT=FILE', fix: 'name the file' });
    return { format, file: at < 0 ? undefined : text.slice(at + 1) };
  });
  const [, second] = outs.filter((o) => o.file === undefined);
  if (second) throw refusal({ path: PATH, what: '--out', got: 'two reports on standard output', allowed: 'one', fix: `write --out ${second.format}=FILE` });
  return outs;
}

function write(outs: readonly Output[], data: ReportData, terminal: Terminal): void {
  const toScreen = outs.find((o) => o.file === undefined);
  // A machine format is alone on its stream.
  if (!toScreen || FORMATS[toScreen.format].machine) {
    const { file } = data.evaluation._policy;
    terminal.error(printable(readText(data)));
    if (file !== undefined) terminal.error(MESSAGES.policyFile(file));
    terminal.error(countsText(data.evaluation));
  }
  for (const { format, file } of outs) {
    const isScreen = file === undefined;
    const text = FORMATS[format].write(data, { width: isScreen ? terminal.columns ?? 0 : 0, colour: isScreen && terminal.colour === true });
    if (isScreen) terminal.out(text.replace(/\n$/, ''));
    else writeFile(file, text.endsWith('\n') ? text : `${text}\n`);
  }
}

function writeFile(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw refusal({ path: file, what: 'the report', got: (error as NodeJS.ErrnoException).code ?? (error as Error).message, allowed: 'a file that can be written', fix: 'name another file' });
  }
}

function policyOf(choices: PolicyChoices, given: CommandArguments): Policy {
  const edition = oneOf(given, PATH, 'edition', Object.values(MirrorEdition)) as MirrorEdition | undefined ?? choices.edition;
  const file = given.text('baseline') ?? choices.baseline;
  const baseline = file === undefined ? undefined : Baseline.parse(fileText(file, 'the baseline').text, file);
  return {
    edition: edition ?? MirrorCatalog.defaultEdition, editionChosen: edition !== undefined, strict: given.has('strict') || choices.strict === true,
    severities: new Map(Object.entries(choices.severities)), acknowledgements: choices.acknowledgements, baseline, today: today(), file: choices.file,
  };
}

function evaluate(input: Input, policy: Policy, choices: PolicyChoices): MirrorEvaluation {
  const model = new MirrorModel(input.documents.map((document) => ({ ...document, account: choices.account, quotas: choices.quotas })));
  const run = runChecks(model, policy.edition);
  return MirrorEvaluation._of(atRealAddresses(run, input), model, policy);
}

/** Findings of a plan, at the addresses that its reader knows. What Terraform forgets is counted, and is no longer to be changed here. */
function atRealAddresses(run: CheckRun, { plans }: Input): CheckRun {
  const byStack = new Map(plans.map((p) => [p.document.path, p]));
  if (byStack.size === 0) return run;
  const findings = run.findings.flatMap((found): Found[] => {
    const plan = byStack.get(found.stack);
    if (!plan) return [found];
    if (found.address !== undefined && plan.forgotten.has(found.address)) return [];
    if (plan.addresses.size === 0) return [found];
    const real = (text: string): string => text.replace(/[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*__\d+/g, (local) => plan.addresses.get(local) ?? local);
    const parameters = Object.fromEntries(Object.entries(found.parameters).map(([name, value]) => [name, typeof value === 'string' ? real(value) : Array.isArray(value) ? value.map((v) => typeof v === 'string' ? real(v) : v) : value]));
    return [{ ...found, parameters, path: real(found.path), subject: real(found.subject), ...found.address !== undefined && { address: real(found.address) } }];
  });
  return { ...run, findings };
}

/** Addresses that the plans change, by stack. */
function changedOf({ plans }: Input): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(plans.map((p) => [p.document.path, new Set([...p.changed].map((local) => p.addresses.get(local) ?? local))]));
}

interface Gate {
  readonly failOn: string;
  readonly undecided: boolean;
  readonly needed?: string;
  readonly changed?: ReadonlyMap<string, ReadonlySet<string>>;
}

function exitCode({ evaluation, incomplete }: ReportData, { failOn, undecided, needed, changed }: Gate, terminal: Terminal): ExitCode {
  const counted = ({ stack, address }: MirrorFinding): boolean => {
    const addresses = changed?.get(stack);
    return !addresses || address === undefined || addresses.has(address);
  };
  const found = sessionCount(evaluation);
  const looked = needed === undefined ? found + evaluation._model.filters.length > 0 : found >= Number(needed);
  if (!looked) terminal.error(needed === undefined ? 'no session and no filter was found: is this the right file? --require-sessions 0 allows it' : `${count(found, 'session')} found, --require-sessions ${needed}`);
  if (failOn !== 'never' && evaluation.errors.some(counted)) return ExitCode.FINDINGS;
  if (failOn === 'warning' && evaluation.warnings.some(counted)) return ExitCode.FINDINGS;
  if (!looked || incomplete.length > 0) return ExitCode.UNUSABLE;
  return undecided && evaluation.undecided.some(counted) ? ExitCode.UNDECIDED : ExitCode.FINE;
}
