import { planOf, stateOf } from './plan-of';
import { Break, BREAKS, MORE_BREAKS } from '../checks/fixtures';
import { MirrorEdition, MirrorSeverity } from '../../src';
import { fingerprintOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { configurationDocument, PlanDocument, planDocument, stateDocument } from '../../src/door/plan-document';
import { withStatements } from '../../src/door/stack-statements';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { titleOf } from '../../src/texts/catalogue';

/** What becomes of a finding of the synth through another input. */
export type Outcome = 'same' | 'undecided' | 'absent' | 'not compared';

type Read = (document: StackDocument) => StackDocument | undefined;

const of = (read: (json: any, label: string) => PlanDocument, make: (terraform: any) => any, joined: boolean): Read => (document) => {
  const json = make(document.terraform);
  if (json === undefined) return undefined;
  const plan = read(json, document.folder!);
  return joined ? withStatements(plan, { terraform: document.terraform!, statements: document.statements }) : { ...plan.document };
};

/** The inputs besides the written stack, by the heading of their column. */
export const DOORS: Readonly<Record<string, Read>> = {
  'plan with `--statements`': of(planDocument, (t) => planOf(t, { withoutLifecycle: true }), true),
  'Terraform JSON': ({ terraform, path, folder }) => ({ terraform, path, folder, plain: true }),
  'plan': of(planDocument, (t) => planOf(t, { withoutLifecycle: true }), false),
  'state with `--region`': (document) => {
    const json = stateOf(document.terraform);
    if (json === undefined) return undefined;
    const { document: state } = stateDocument(json, document.folder!);
    const { region } = [document.terraform!.provider?.alicloud ?? []].flat()[0] ?? {};
    return { ...state, terraform: { ...state.terraform, provider: { alicloud: [{ region }] } } };
  },
  'configuration': of(configurationDocument, (t) => planOf(t, { withoutLifecycle: true })?.configuration, false),
};

/** What the user sets of an account and demands of it goes with the policy, through every input. */
export const withPolicy = (read: StackDocument, { account, quotas, network, lock, governance }: StackDocument): StackDocument => ({
  ...read, account, quotas, network, lock, governance,
});

function found(documents: StackDocument[], { id, edition = MirrorEdition.EDITION_2023 }: Break): Map<string, MirrorSeverity> {
  return new Map(
    runChecks(new MirrorModel(documents), edition)
      .findings.filter((f) => f.id === id)
      .map((f) => [fingerprintOf(f), f.severity]),
  );
}

/** The documents of an example through an input. Undefined if that input cannot have them. */
function through(documents: readonly StackDocument[], read: Read): StackDocument[] | undefined {
  if (documents.some(({ terraform, folder }) => !terraform || folder === undefined)) return undefined;
  if (new Set(documents.map(({ folder }) => folder)).size < documents.length) return undefined;
  const there = documents.flatMap((document) => {
    const one = read(document);
    return one ? [withPolicy(one, document)] : [];
  });
  return there.length === documents.length ? there : undefined;
}

/** What becomes of the finding of a check's own example through every other input. */
export function outcomes(broken: Break): Record<string, Outcome> {
  const documents = broken.app();
  const wanted = found(documents, broken);
  return Object.fromEntries(Object.entries(DOORS).map(([door, read]): [string, Outcome] => {
    const there = through(documents, read);
    if (!there) return [door, 'not compared'];
    const got = found(there, broken);
    const worst = [...wanted.values()].find((severity) => severity !== MirrorSeverity.UNDECIDED) ?? MirrorSeverity.UNDECIDED;
    // State has no expressions: another id of the same thing is another subject.
    if ([...got.values()].includes(worst)) return [door, 'same'];
    return [door, got.size > 0 ? 'undecided' : 'absent'];
  }));
}

const LOUD = [MirrorSeverity.ERROR, MirrorSeverity.WARNING];

/** The errors and warnings of all checks, by severity, check and reason: in a state the same thing may be another subject. */
const loud = (documents: StackDocument[], { edition = MirrorEdition.EDITION_2023 }: Break): string[] => [
  ...new Set(
    runChecks(new MirrorModel(documents), edition)
      .findings.filter((f) => LOUD.includes(f.severity))
      .map((f) => `${f.severity} ${f.id} ${f.reason}`),
  ),
];

/** The errors and warnings that an input has for an example and the synth has not, as `input: finding`. */
export function extras(broken: Break): string[] {
  const documents = broken.app();
  const wanted = new Set(loud(documents, broken));
  return Object.entries(DOORS).flatMap(([door, read]) => {
    const there = through(documents, read);
    return there ? loud(there, broken).filter((finding) => !wanted.has(finding)).map((finding) => `${door}: ${finding}`) : [];
  });
}

const MARKS: Record<Outcome, string> = { 'same': 'yes', 'undecided': 'undecided', 'absent': 'no', 'not compared': '–' };

/** Why a check knows less through some input. A check without a row here finds the same through all. */
const SET = 'constructs set it, or the inventory has it (`--statements`, `--inventory`)';
const CONSTRUCTS = 'only constructs set it (`--statements`)';
const TAGS = 'constructs set it, or responses about interfaces have it (`--statements`, `--network-facts`)';
const LIFECYCLE =
  'plans and Terraform states have no `lifecycle`. With `--statements` it is read from the stack. A plan shows a replacement that creates first';
const LISTS = 'a configuration does not show the elements of a list with references';
export const REASONS: Readonly<Record<string, string>> = {
  TM102: SET, TM103: SET, TM105: SET, TM106: SET, TM107: SET, TM311: SET, TM403: SET, TM404: SET, TM419: SET, TM803: SET, TM804: SET,
  TM214: CONSTRUCTS,
  TM215: CONSTRUCTS,
  TM216: CONSTRUCTS,
  TM219: CONSTRUCTS,
  TM310: CONSTRUCTS,
  TM410: CONSTRUCTS,
  TM421: CONSTRUCTS,
  TM513: CONSTRUCTS,
  TM701: CONSTRUCTS,
  TM808: CONSTRUCTS,
  TM109: 'a state has no providers, and `--region` is one for all', TM606: 'a state has no provider versions',
  TM304: 'a state has no providers, so two states are one account only with `--account`',
  TM309: LISTS, TM408: LISTS, TM415: LIFECYCLE, TM603: LIFECYCLE, TM605: LIFECYCLE,
  TM805: TAGS,
  TM604: 'Terraform refuses such a stack', TM607: 'the others have the resources of modules, so all of them are checked',
};

/** The table of checks that find less through some input, from the examples of all checks. */
export function indexOfInputs(present: string): string {
  const doors = Object.keys(DOORS);
  const rows = [...BREAKS, ...MORE_BREAKS].sort((a, b) => a.id < b.id ? -1 : 1).map((broken) => ({ id: broken.id, got: outcomes(broken) }));
  const less = rows.filter(({ got }) => doors.some((door) => got[door] !== 'same'));
  const table = [
    `Made from the example of each check. ${rows.length - less.length} of ${rows.length} checks report the finding of the synth through every input, with the same severity. These checks know less somewhere:`,
    '',
    `| check | condition | ${doors.join(' | ')} | why |`, `|---|---|${doors.map(() => '---|').join('')}---|`,
    ...less.map(
      ({ id, got }) =>
        `| [${id}](checks/${id}.md) | ${titleOf(id)} | ${doors.map((door) => MARKS[got[door]]).join(' | ')} | ${REASONS[id] ?? '?'} |`,
    ),
    '',
  ].join('\n');
  const [before, rest] = present.split(BEGIN);
  return `${before}${BEGIN}${table}${END}${rest.split(END)[1]}`;
}

const BEGIN = '<!-- generated: npx projen checks -->\n';
const END = '<!-- end -->\n';
