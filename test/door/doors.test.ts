import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { DOORS, extras, indexOfInputs, outcomes, REASONS, withPolicy } from './inputs-table';
import { planOf } from './plan-of';
import { BREAKS, MORE_BREAKS } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { MirrorEdition } from '../../src';
import { fingerprintOf, Found } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { planDocument } from '../../src/door/plan-document';
import { readInput } from '../../src/door/read-input';
import { withStatements } from '../../src/door/stack-statements';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

function found(documents: StackDocument[], edition: MirrorEdition): string[] {
  return runChecks(new MirrorModel(documents), edition)
    .findings.map((f: Found) => `${f.severity} ${f.id} ${f.reason} ${fingerprintOf(f)}`)
    .sort();
}

const APPS = [...BREAKS, ...MORE_BREAKS].map(({ id, fact, edition = MirrorEdition.EDITION_2023, app }) => ({
  id,
  fact,
  edition,
  documents: app(),
}));

/** Written as cdktf does, and with the plan of each stack in its folder, as cdktf leaves it. */
function folders(documents: StackDocument[]): { app: string; plans: string[] | undefined } {
  const app = temporaryFolder();
  const plans = documents.map(({ folder, terraform, statements }) => {
    const stack = join(app, 'stacks', folder!);
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(terraform));
    if (statements) writeFileSync(join(stack, 'traffic-mirror.json'), JSON.stringify(statements));
    const plan = planOf(terraform);
    if (plan) writeFileSync(join(stack, 'plan.json'), JSON.stringify(plan));
    return plan ? join(stack, 'plan.json') : undefined;
  });
  return { app, plans: plans.every((p) => p !== undefined) ? plans as string[] : undefined };
}

const stated = (documents: readonly StackDocument[], read: readonly StackDocument[]): StackDocument[] =>
  read.map((d) => withPolicy(d, documents.find((o) => o.folder === d.folder)!));

test('D17: the same findings, with the same fingerprints, at synth and on the written stack', () => {
  const differ = APPS.filter(
    ({ documents }) => new Set(documents.map((d) => d.folder)).size === documents.length && documents.every((d) => d.terraform),
  ).filter(({ edition, documents }) => {
    const { app } = folders(documents);
    return JSON.stringify(found(documents, edition)) !== JSON.stringify(found(stated(documents, readInput([app]).documents), edition));
  });
  expect(differ.map(({ id, fact }) => `${id}: ${fact}`)).toEqual([]);
});

/** The stacks through a plan, with what the constructs set. */
function planned(documents: StackDocument[], applied: boolean): StackDocument[] | undefined {
  const plans = documents.map(({ terraform, folder, statements }) => {
    const json = terraform && planOf(terraform, { applied, withoutLifecycle: true });
    return json && withStatements(planDocument(json, folder!), { terraform, statements });
  });
  return plans.every((p) => p !== undefined) ? stated(documents, plans as StackDocument[]) : undefined;
}

const APART = APPS.filter(
  ({ documents }) => documents.every((d) => d.terraform && d.folder) && new Set(documents.map((d) => d.folder)).size === documents.length,
);

test.each([
  ['creates everything', false],
  ['changes nothing', true],
])('D17: the same findings, with the same fingerprints, on the plan that %s', (_name, applied) => {
  let compared = 0;
  const differ = APART.flatMap(({ id, fact, edition, documents }) => {
    const through = planned(documents, applied);
    if (!through) return [];
    compared++;
    const [wanted, got] = [found(documents, edition), found(through, edition)];
    const difference = [
      ...wanted.filter((f) => !got.includes(f)).map((f) => `missing ${f}`),
      ...got.filter((f) => !wanted.includes(f)).map((f) => `more ${f}`),
    ];
    return difference.length > 0 ? [`${id}: ${fact}`, ...difference] : [];
  });
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(BREAKS.length - 5);
});

test('D17: the plan in the folder of its stack is joined with what the constructs set', () => {
  const { edition, documents } = APART.find(({ id }) => id === 'TM102')!;
  const { plans } = folders(documents);
  expect(found(stated(documents, readInput(plans!).documents), edition)).toEqual(found(documents, edition));
});

test('D17: the documentation has the table of what each input knows less, each with its reason', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'inputs.md'), 'utf8');
  expect(page).toBe(indexOfInputs(page));
  const less = [...BREAKS, ...MORE_BREAKS]
    .filter((broken) => Object.values(outcomes(broken)).some((outcome) => outcome !== 'same'))
    .map(({ id }) => id);
  expect(Object.keys(REASONS).sort()).toEqual(less.sort());
  // A plan with its statements is the synth, but for what Terraform refuses before it plans.
  expect(
    [...BREAKS, ...MORE_BREAKS]
      .filter((broken) => !['same', 'not compared'].includes(outcomes(broken)[Object.keys(DOORS)[0]]))
      .map(({ id }) => id),
  ).toEqual([]);
});

test('D17: no input has an error or warning that the synth has not', () => {
  expect([...BREAKS, ...MORE_BREAKS].flatMap((broken) => extras(broken).map((extra) => `${broken.id}, ${broken.fact}: ${extra}`))).toEqual(
    [],
  );
});
