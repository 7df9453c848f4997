import { existsSync, mkdirSync, statSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { ACCOUNT_OPTIONS, quotasOf } from './account-options';
import { oneOf } from './arguments';
import { ChosenLanguage, LANGUAGE_OPTION, languageOf } from './language';
import { Command, CommandArguments, ExitCode, Terminal } from './command';
import { readText as fileText } from '../input/readable-file';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import type { MirrorFinding } from '../checks/finding';
import { Found } from '../checks/found';
import { CheckRun, runChecks } from '../checks/run';
import { AccountFacts, EXISTING } from '../door/account-facts';
import { withFormerAddress, withRealAddresses } from '../door/plan-document';
import { Input, readInput } from '../door/read-input';
import { SourceLines } from '../door/source-lines';
import { gitRoot } from '../input/git-root';
import { packageVersion } from '../input/package-version';
import { StackDocument } from '../model/document';
import type { QuotaStatements } from '../model/policy-statement';
import { MirrorModel } from '../model/mirror-model';
import { isDay, today } from '../net/calendar';
import { described, refusal } from '../net/refusal';
import { Baseline } from '../policy/baseline';
import { countsText } from '../policy/evaluation-text';
import { MirrorEvaluation } from '../policy/mirror-evaluation';
import { Policy } from '../policy/policy';
import { PolicyChoices, policyFile } from '../policy/policy-file';
import { mergedQuotas } from '../policy/policy-values';
import { WrittenPolicies } from '../policy/written-policy';
import { FORMATS } from '../report/formats';
import { printable, readText, ReportData, reportPath, sessionCount, SOON } from '../report/report-data';
import { CheckId, messages, reportWords } from '../texts/catalogue';
import { label as nameOf } from '../texts/names';
import { phrase } from '../texts/phrase';

const PATH = 'traffic-mirror check';
const FAIL_ON = ['error', 'warning', 'never'] as const;

/** `check`: the findings for synthesized stacks, Terraform JSON, plans and Terraform states. */
export const checkCommand: Command = {
  words: 'check',
  about:
    'check synthesized stacks, Terraform JSON, and outputs of terraform show -json or tofu show -config -json',
  defaultFile: 'cdktf.out',
  filesAbout: 'the inputs, which are checked as one app. - reads standard input, NAME=FILE sets a label. Default: cdktf.out',
  several: true,
  options: [
    {
      name: 'out',
      value: 'FORMAT[=FILE]',
      several: true,
      about: `a report, on standard output without FILE. Can be repeated. Formats: ${Object.keys(FORMATS).join(', ')}. Default: text`,
    },
    { name: 'fail-on', value: 'SEVERITY', about: 'the lowest severity that gives exit code 1: error, warning or never. Default: error' },
    { name: 'fail-on-undecided', about: 'exit code 3 if nothing fails but a check is undecided' },
    { name: 'exit-zero', about: 'exit code 0 in place of 1 and 3, for jobs whose report is read only if they succeed' },
    {
      name: 'root',
      value: 'DIR',
      about: 'the folder to which the paths of inputs and of --enrich are relative. Default: the root of the git repository',
    },
    {
      name: 'category',
      value: 'NAME',
      about: 'the name under which a later report replaces this one in code scanning and in comments. Default: the stacks',
    },
    { name: 'max-bytes', value: 'NUMBER', about: 'the highest number of bytes of a Markdown report. Default: the limit of the format' },
    { name: 'baseline', value: 'FILE', about: 'known findings, which are counted and do not fail' },
    { name: 'write-baseline', value: 'FILE', about: 'write all open findings as a baseline' },
    { name: 'prune-baseline', about: 'remove the fixed entries of the checked stacks from the baseline file' },
    { name: 'fail-on-expiring', about: 'exit code 1 if an acknowledgement or a baseline ends within the days of --expiring' },
    { name: 'expiring', value: 'DAYS', about: `list acknowledgements and a baseline that end within this many days. Default: ${SOON}` },
    { name: 'expires', value: 'DAY', about: 'the last day of the new baseline, as YYYY-MM-DD' },
    { name: 'edition', value: 'NAME', about: '2023 or 2026. Overrides the policy' },
    { name: 'strict', about: 'report undecided checks as errors' },
    ...ACCOUNT_OPTIONS,
    {
      name: 'statements',
      value: 'DIR',
      about:
        'cdktf.out, from which each plan gets the options that its constructs set in addition to the Terraform. The label of a plan is the name of its stack',
    },
    {
      name: 'enrich',
      value: '[NAME=]DIR',
      several: true,
      about: 'the configuration folder of a plan, which gives findings the file and line of their resource',
    },
    {
      name: 'inventory',
      value: 'KIND=FILE',
      several: true,
      about:
        'API responses about sources: networkInterfaces=FILE and instances=FILE, or states=FILE with the output of terraform show -json',
    },
    {
      name: 'network-facts',
      value: 'KIND=FILE',
      several: true,
      about: 'API responses about targets, with the names of MirrorNetworkFacts, for example securityGroups=FILE',
    },
    {
      name: 'existing',
      value: 'KIND=FILE',
      several: true,
      about: 'other sessions of the account: sessions=FILE with the output of ListTrafficMirrorSessions',
    },
    {
      name: 'changed-only',
      about:
        'fail only for findings about resources that a plan creates, updates or replaces, collisions with them, '
        + 'and findings about a stack or app as a whole',
    },
    LANGUAGE_OPTION,
    { name: 'require-sessions', value: 'NUMBER', about: 'the lowest number of sessions. Default: 1 session or filter' },
  ],
  run(given, terminal) {
    const outs = outputsOf(given.texts('out'));
    const failOn = oneOf(given, PATH, 'fail-on', FAIL_ON) ?? 'error';
    const needed = shaped(given, 'require-sessions', /^\d{1,9}$/, 'a whole number from 0', 'write the lowest number of sessions');
    const expires = given.text('expires');
    if (expires !== undefined && !isDay(expires)) {
      throw refusal({
        path: PATH,
        what: '--expires',
        got: expires,
        allowed: 'a day as YYYY-MM-DD',
        fix: 'write the last day of the baseline',
      });
    }
    const soon = shaped(given, 'expiring', /^\d{1,5}$/, 'a whole number of days from 0', 'write for example --expiring 60');
    const mostBytes = shaped(
      given, 'max-bytes', /^[1-9]\d{3,8}$/, 'a whole number from 1000', 'write the limit of the reader, for example --max-bytes 32000',
    );
    const category = shaped(
      given, 'category', /^[\w.-]{1,100}$/, 'up to 100 letters, digits, points, hyphens and underscores', 'write a name such as production',
    );

    const facts = new AccountFacts({
      inventory: given.texts('inventory'),
      networkFacts: given.texts('network-facts'),
      existing: given.texts('existing'),
    });
    const input = readInput(given.files, { region: given.text('region'), statements: given.text('statements') });
    const written = new WrittenPolicies(input.documents);
    const file = policyFile(given.text('policy') ?? written.file);
    const language = languageOf(given, PATH, file.language);
    const policy: Policy = { ...policyOf(file, written, given), language: language.people };
    const root = rootOf(given.text('root'));
    const lines = new PlanLines(given.texts('enrich'), input, root);
    const options = { account: given.text('account'), quotas: quotasOf(given.texts('quota'), PATH) };
    const documents = facts.added(input.documents, input.plans)
      .map((document) => withPolicy(document, written.of(document, file), options));
    const evaluation = evaluate(input, documents, policy, lines);
    if (given.has('prune-baseline') && !policy.baseline) {
      throw refusal({
        path: PATH,
        what: '--prune-baseline',
        got: described('has no baseline'),
        allowed: 'a baseline',
        fix: 'pass --baseline FILE, or set the baseline in the policy',
      });
    }
    const outside = input.plans.some(({ kind }) => kind !== 'configuration') && !facts.knowsOthers && sessionCount(evaluation) > 0;
    const withoutLifecycle = input.documents.some((document) => document.withoutLifecycle) && sessionCount(evaluation) > 0;
    const data: ReportData = {
      evaluation,
      ...soon !== undefined && { soon: Number(soon) },
      ...category !== undefined && { category },
      files: input.files,
      kinds: input.kinds,
      version: packageVersion(),
      root,
      incomplete: input.plans.flatMap((p) => p.incomplete),
      notes: [
        ...input.plans.flatMap((p) => p.notes),
        ...facts.doubts,
        ...outside ? [phrase('othersNotCounted', {})] : [],
        ...withoutLifecycle ? [phrase('lifecycleNotKnown', {})] : [],
      ],
    };
    write(outs, data, { language, mostBytes: mostBytes === undefined ? undefined : Number(mostBytes) }, terminal);
    const baseline = given.text('write-baseline');
    if (baseline !== undefined) writeFile(baseline, Baseline.textOf([...evaluation.findings, ...evaluation.baselined], expires));
    if (given.has('prune-baseline')) prune(policy.baseline!, data, terminal);
    const code = exitCode(
      data,
      {
        failOn,
        undecided: given.has('fail-on-undecided'),
        expiring: given.has('fail-on-expiring'),
        needed,
        ...given.has('changed-only') && { changed: changesOf(input, evaluation._model) },
      },
      terminal,
    );
    return given.has('exit-zero') && code !== ExitCode.UNUSABLE ? ExitCode.FINE : code;
  },
};

/** Removes fixed findings from a baseline file. Not if the input is incomplete, because then a missing finding may not be fixed. */
function prune(baseline: Baseline, { evaluation: { _fixed: fixed, _language }, incomplete }: ReportData, terminal: Terminal): void {
  if (incomplete.length > 0) return;
  if (fixed.size > 0) writeFile(baseline.path, baseline.textWithout(fixed));
  terminal.error(messages(_language).pruned(baseline.path, fixed.size, baseline.size - fixed.size));
}

interface Output {
  readonly format: string;
  readonly file?: string;
}

function outputsOf(texts: readonly string[]): Output[] {
  const outs = (texts.length > 0 ? texts : ['text']).map((text): Output => {
    const at = text.indexOf('=');
    const format = at < 0 ? text : text.slice(0, at);
    if (!Object.prototype.hasOwnProperty.call(FORMATS, format)) {
      throw refusal({
        path: PATH,
        what: '--out',
        got: format,
        allowed: Object.keys(FORMATS).join(', '),
        fix: 'write FORMAT, or FORMAT=FILE',
      });
    }
    if (at === text.length - 1) {
      throw refusal({ path: PATH, what: '--out', got: text, allowed: 'FORMAT or FORMAT=FILE', fix: 'add the file' });
    }
    return { format, file: at < 0 ? undefined : text.slice(at + 1) };
  });
  const [, second] = outs.filter((o) => o.file === undefined);
  if (second) {
    throw refusal({
      path: PATH,
      what: '--out',
      got: described('writes two reports to standard output'),
      allowed: 'one',
      fix: `write --out ${second.format}=FILE`,
    });
  }
  return outs;
}

/** The value of an option, whose form is checked. */
function shaped(given: CommandArguments, option: string, form: RegExp, allowed: string, fix: string): string | undefined {
  const text = given.text(option);
  if (text !== undefined && !form.test(text)) throw refusal({ path: PATH, what: `--${option}`, got: text, allowed, fix });
  return text;
}

/** The folder to which paths in reports are relative. */
function rootOf(given: string | undefined): string {
  if (given === undefined) return gitRoot();
  if (!existsSync(given) || !statSync(given).isDirectory()) {
    throw refusal({ path: PATH, what: '--root', got: given, allowed: 'a folder', fix: 'write the root of the repository' });
  }
  return given;
}

interface Writing {
  readonly language: ChosenLanguage;
  readonly mostBytes?: number;
}

function write(outs: readonly Output[], data: ReportData, { language, mostBytes }: Writing, terminal: Terminal): void {
  const toScreen = outs.find((o) => o.file === undefined);
  // Nothing else may be on the same stream as a machine format.
  if (!toScreen || FORMATS[toScreen.format].machine) {
    const { file } = data.evaluation._policy;
    terminal.error(printable(readText(data)));
    if (file !== undefined) terminal.error(messages(language.people).policyFile(file));
    terminal.error(countsText(data.evaluation));
  }
  for (const { format, file } of outs) {
    const isScreen = file === undefined;
    const inLanguage = {
      ...data,
      evaluation: data.evaluation._in(FORMATS[format].reader === 'person' ? language.people : language.programs),
    };
    const text = FORMATS[format].write(inLanguage, {
      width: isScreen ? terminal.columns ?? 0 : 0, colour: isScreen && terminal.colour === true, mostBytes,
    });
    if (isScreen) terminal.out(text.replace(/\n$/, ''));
    else writeFile(file, text.endsWith('\n') ? text : `${text}\n`);
  }
}

function writeFile(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw refusal({
      path: file,
      what: 'the report',
      got: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
      allowed: 'a writable file',
      fix: 'use another file',
    });
  }
}

/** The policy file, the policies of the stacks over it, and the options of the command over both. */
function policyOf(file: PolicyChoices, written: WrittenPolicies, given: CommandArguments): Policy {
  const named = oneOf(given, PATH, 'edition', Object.values(MirrorEdition)) as MirrorEdition | undefined;
  const edition = named ?? written.edition ?? file.edition;
  const path = given.text('baseline') ?? file.baseline;
  const baseline = path === undefined ? undefined : Baseline.parse(fileText(path, 'the baseline').text, path);
  const strict = given.has('strict');
  return {
    edition: edition ?? MirrorCatalog.defaultEdition,
    editionChosen: edition !== undefined,
    strict: strict || file.strict === true,
    severities: new Map(Object.entries(file.severities)),
    byStack: strict ? new Map([...written.byStack].map(([stack, own]) => [stack, { ...own, strict }])) : written.byStack,
    acknowledgements: [...file.acknowledgements, ...written.acknowledgements],
    baseline,
    today: today(),
    file: file.file,
  };
}

/** A document under a policy and the options of the command. Demands are only for the stacks of the user. */
function withPolicy(
  document: StackDocument, { account, quotas = {}, governance }: Pick<StackDocument, 'account' | 'quotas' | 'governance'>,
  options: { readonly account?: string; readonly quotas: QuotaStatements },
): StackDocument {
  return {
    ...document,
    account: options.account ?? account,
    quotas: mergedQuotas(quotas, options.quotas),
    ...document.path !== EXISTING && { governance },
  };
}

function evaluate(input: Input, documents: StackDocument[], policy: Policy, lines: PlanLines): MirrorEvaluation {
  const model = new MirrorModel(documents);
  const { findings, ...run } = atRealAddresses(runChecks(model, policy.edition), input);
  return MirrorEvaluation._of({ ...run, findings: findings.map((found) => lines.located(found)) }, model, policy);
}

/** Files and lines of the resources of plans, from their configuration folders. */
class PlanLines {
  private readonly byLabel = new Map<string, SourceLines>();

  constructor(given: readonly string[], { plans, files }: Input, private readonly root: string) {
    for (const text of given) {
      const [, label, folder] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [undefined, undefined, text];
      if (label !== undefined && !files.has(label)) {
        throw refusal({
          path: PATH,
          what: '--enrich',
          got: label,
          allowed: [...files.keys()].slice(0, 10).join(', '),
          fix: 'write the label of an input before its folder',
        });
      }
      const lines = new SourceLines(folder);
      for (const name of label === undefined ? plans.map((p) => p.document.path) : [label]) this.byLabel.set(name, lines);
    }
  }

  public located(found: Found): Found {
    const line = found.address === undefined || found.location ? undefined : this.byLabel.get(found.stack)?.of(found.address);
    return line ? { ...found, location: { file: reportPath(line.file, this.root), line: line.line } } : found;
  }
}

/**
 * The findings of a plan with the real Terraform addresses. Resources that Terraform forgets or that others manage count,
 * but the user cannot change them here.
 */
function atRealAddresses(run: CheckRun, { plans }: Input): CheckRun {
  const byStack = new Map(plans.map((p) => [p.document.path, p]));
  const findings = run.findings.flatMap((found): Found[] => {
    if (found.stack === EXISTING) return [];
    const plan = byStack.get(found.stack);
    if (!plan) return [found];
    if (found.address !== undefined && plan.forgotten.has(found.address)) return [];
    if (plan.addresses.size === 0) return [withFormerAddress(found, plan.former)];
    const real = <T>(value: T): T => withRealAddresses(value, plan.addresses);
    return [withFormerAddress({
      ...found,
      parameters: real(found.parameters),
      path: real(found.path),
      subject: real(found.subject),
      ...found.address !== undefined && { address: real(found.address) },
    }, plan.former)];
  });
  return { ...run, findings, passed: plans.some(({ incomplete }) => incomplete.length > 0) ? withoutCounts(run.passed) : run.passed };
}

/** Checks that count or compare all sessions and filters. Objects that an incomplete plan does not contain could change their result. */
const COUNTING: readonly CheckId[] = ['TM301', 'TM302', 'TM304', 'TM308', 'TM502', 'TM503', 'TM504', 'TM505'];

/** An incomplete plan passes no check that counts. A collision or a count over its limit is certain also then. */
function withoutCounts(passed: CheckRun['passed']): CheckRun['passed'] {
  return Object.fromEntries(Object.entries(passed).map(([id, amount]) => [id, (COUNTING as readonly string[]).includes(id) ? 0 : amount]));
}

/** The resources that plans change. */
interface Changes {
  /** Their addresses, by stack. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Their names in the parameters of findings. */
  readonly names: ReadonlySet<string>;
}

function changesOf({ plans }: Input, { sessions, filters }: MirrorModel): Changes {
  const byStack = new Map(plans.map((p) => [p.document.path, p]));
  const names = new Set<string>();
  for (const { block, stack } of [...sessions, ...filters, ...filters.flatMap(({ rules }) => rules)]) {
    const plan = byStack.get(stack.path);
    if (plan?.changed.has(block.address)) names.add(withRealAddresses(nameOf(block.path), plan.addresses));
  }
  return {
    names, addresses: new Map(plans.map((p) => [p.document.path, new Set([...p.changed].map((local) => p.addresses.get(local) ?? local))])),
  };
}

/**
 * Whether a finding is about a resource that changes: at it, or at another one with which it collides. A collision is reported at one
 * of its resources and names the others.
 */
function isOfChange({ stack, address, parameters }: MirrorFinding, { addresses, names }: Changes): boolean {
  const changed = addresses.get(stack);
  return !changed || address === undefined || changed.has(address) || Object.values(parameters).some((value) =>
    Array.isArray(value) ? value.some((one) => names.has(one)) : names.has(value));
}

interface Gate {
  readonly failOn: string;
  readonly undecided: boolean;
  readonly expiring: boolean;
  readonly needed?: string;
  readonly changed?: Changes;
}

/**
 * The exit code of the check. An incomplete input comes before findings, because a missing resource may be the reason for a finding, and
 * may hide others.
 */
function exitCode(data: ReportData, { failOn, undecided, expiring, needed, changed }: Gate, terminal: Terminal): ExitCode {
  const { evaluation, incomplete, soon = SOON } = data;
  const counted = (finding: MirrorFinding): boolean => !changed || isOfChange(finding, changed);
  const found = sessionCount(evaluation);
  const looked = needed === undefined ? found + evaluation._model.filters.length > 0 : found >= Number(needed);
  const { nothingFound, tooFew, failsExpiring } = reportWords(evaluation._language);
  if (!looked) terminal.error(needed === undefined ? nothingFound : tooFew(found, needed));
  const ending = expiring ? evaluation._ending(soon).length : 0;
  if (ending > 0) terminal.error(failsExpiring(ending, soon));
  if (!looked || incomplete.length > 0) return ExitCode.UNUSABLE;
  if (failOn !== 'never' && evaluation.errors.some(counted)) return ExitCode.FINDINGS;
  if (failOn === 'warning' && evaluation.warnings.some(counted)) return ExitCode.FINDINGS;
  if (ending > 0) return ExitCode.FINDINGS;
  return undecided && evaluation.undecided.some(counted) ? ExitCode.UNDECIDED : ExitCode.FINE;
}
