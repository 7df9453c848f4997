// The rules for other engines against the checks themselves: equal verdicts on the checks' fixtures and on random resources.
import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TerraformResource } from 'cdktf';
import * as fc from 'fast-check';
import { MirrorEdition, MirrorSession, MirrorSeverity } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { run } from '../../src/cli/run';
import { planDocument } from '../../src/door/plan-document';
import { MirrorModel } from '../../src/model/mirror-model';
import { condition, TERRAFORM } from '../../src/rules/hcl';
import { nameOf, Requirement, requirementsOf } from '../../src/rules/requirements';
import { BREAKS, MORE_BREAKS } from '../checks/fixtures';
import { planOf } from '../door/plan-of';
import { filterIn, newApp, newStack, onlyBody, source, synth, target } from '../support/app';
import { played } from '../support/runs';
import '../support/recorded-inputs';

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const EDITION = MirrorEdition.EDITION_2023;
const REQUIREMENTS = requirementsOf(EDITION);
const IDS = [...new Set(REQUIREMENTS.map(({ check }) => check as string))];

/** What an engine, or the checks, find in a plan: `error TM306`. */
type Verdict = readonly string[];

const written = (engine: string, ...more: string[]): string => {
  const lines: string[] = [];
  expect(
    run(['rules', '--engine', engine, ...more], {
      out: (line) => lines.push(line),
      error: (line) => {
        throw new Error(line);
      },
    }),
  ).toBe(0);
  return lines.join('\n');
};

/** The checks on what the command reads of a plan. */
function byChecks(plan: any): Verdict {
  const { findings } = runChecks(new MirrorModel([planDocument(plan, 'net').document]), EDITION);
  return verdict(findings.filter(({ id, severity }) => IDS.includes(id) && severity !== MirrorSeverity.UNDECIDED)
    .map((found) => findingOf(found)).map(({ id, severity }) => `${severity} ${id}`));
}

const verdict = (found: readonly string[]): Verdict => [...new Set(found)].sort();

const session = (body: object): object => ({
  resource: { [SESSION]: { web: { traffic_mirror_filter_id: 'tmf-1', ...body } } },
  provider: { alicloud: [{ region: 'cn-hangzhou' }] },
});

/** Bodies of sessions that are right and wrong in each argument that a requirement is about. */
const bodies = fc.record({
  traffic_mirror_source_ids: fc.oneof(
    fc.array(fc.constantFrom('eni-1', 'eni-2', 'eni-3', 'i-1', 'x'), { maxLength: 4 }),
    fc.constant(Array.from({ length: 11 }, (_, n) => `eni-${n}`)),
    fc.constant([...Array.from({ length: 10 }, (_, n) => `eni-${n}`), 'eni-0']),
  ),
  enabled: fc.constantFrom(true, false, null),
  packet_length: fc.constantFrom(null, 63, 64, 8_500, 8_501, 100.5),
  virtual_network_id: fc.constantFrom(null, 0, 1, 16_777_215, 16_777_216),
  dry_run: fc.constantFrom(null, true, false),
  traffic_mirror_target_id: fc.constantFrom('eni-9', 'lb-9', 'ep-9', 'gwlb-9', 'vpc-9', 'nine'),
  traffic_mirror_target_type: fc.constantFrom('NetworkInterface', 'SLB', 'GatewayLoadBalancerEndpoint'),
}, { requiredKeys: ['traffic_mirror_source_ids', 'traffic_mirror_target_id', 'traffic_mirror_target_type'] });

const BODIES = fc.sample(bodies, { ...played(60, 12) });
const PLANS = [
  ...[...BREAKS, ...MORE_BREAKS].filter(({ id }) => IDS.includes(id)).flatMap(({ app }) => app())
    .flatMap(({ terraform }) => planOf(terraform, { withoutLifecycle: true }) ?? []),
  ...BODIES.map((body) => planOf(session(body))),
];

/** The interpreter of OPA itself, if it is on the PATH. */
const withOpa = spawnSync('opa', ['version']).status === 0 ? test : test.skip;
/** A Python that has the Rego interpreter (test/rules/requirements.txt), or nothing. */
const python = [process.env.REGO_PYTHON, 'python3'].find((name) => name && spawnSync(name, ['-c', 'import regopy']).status === 0);
const withRego = python || process.env.REGO_PYTHON ? test : test.skip;
const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const withTerraform = hasTerraform || process.env.REQUIRE_TERRAFORM ? test : test.skip;

describe('Rego', () => {
  withRego(
    'finds what the checks find, on the fixtures and on random sessions (skipped without the interpreter: npx projen test:rules)',
    () => {
      const input = JSON.stringify({ policy: written('rego'), inputs: PLANS });
      const answers = JSON.parse(execFileSync(python!, [join(__dirname, 'evaluate.py')], { input, maxBuffer: 1 << 28 }).toString()) as [
        string,
        string,
      ][][];
      const found = answers.map((answer) => verdict(answer.filter(([, message]) => !message.includes('known only at apply'))
        .map(([rule, message]) => `${rule === 'deny' ? 'error' : 'warning'} ${message.slice(0, 5)}`)));
      expect(found).toEqual(PLANS.map(byChecks));
      expect(found.filter((one) => one.length > 0).length).toBeGreaterThan(IDS.length);
    });

  withOpa('finds it in OPA itself (skipped without opa on the PATH)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const [policy, input] = [join(folder, 'rules.rego'), join(folder, 'input.json')];
      writeFileSync(policy, written('rego'));
      writeFileSync(input, JSON.stringify({ plans: PLANS }));
      const query = '[x | p := input.plans[_]; d := data.main.deny with input as p; w := data.main.warn with input as p; x := [d, w]]';
      const answer = JSON.parse(
        execFileSync('opa', ['eval', '--data', policy, '--input', input, query], { maxBuffer: 1 << 28 }).toString(),
      );
      const found = (answer.result[0].expressions[0].value as [string[], string[]][]).map(([deny, warn]) => verdict([
        ...deny.map((message) => `error ${message.slice(0, 5)}`),
        ...warn.filter((message) => !message.includes('known only at apply')).map((message) => `warning ${message.slice(0, 5)}`),
      ]));
      expect(found).toEqual(PLANS.map(byChecks));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('names the check and its values, and writes only the checks that are named', () => {
    expect(written('rego', 'tm306')).toContain('TM306 %s: packet_length is %v. Allowed: a whole number from 64 to 8500.');
    expect(written('rego', 'tm306')).not.toContain('TM305');
  });
});

describe('the conditions of Terraform and of its policies', () => {
  /** The arguments that decide a requirement. */
  const argumentsOf = ({ argument, demand }: Requirement): string[] => [argument, ...'other' in demand ? [demand.other] : []];
  const isOpen = (unknown: unknown): boolean => Array.isArray(unknown) ? unknown.some(isOpen) : unknown === true;

  /** The resources of a plan with the requirements that are known: Terraform evaluates the others at apply. */
  const knownOf = (plan: any): { body: any; wanted: Requirement[] }[] =>
    plan.resource_changes
      .map(({ type, change: { after, after_unknown: unknown } }: any) => ({
        body: after,
        wanted: REQUIREMENTS.filter(
          (requirement) => requirement.types.includes(type) && !argumentsOf(requirement).some((name) => isOpen(unknown[name])),
        ),
      })).filter(({ wanted }: { wanted: Requirement[] }) => wanted.length > 0);

  withTerraform('are true where the checks find nothing, on the fixtures and on random sessions (skipped without Terraform)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      // An engine gets typed values: a list of texts, or none.
      const value = (name: string, body: any): string => {
        const got = body[name] ?? null;
        return name === 'traffic_mirror_source_ids' ? `tolist(${JSON.stringify(got)})` : JSON.stringify(got);
      };
      const resources = PLANS.flatMap((plan, n) => knownOf(plan).map((known) => ({ ...known, plan: n })));
      const cases = resources.map(({ body, wanted }, n) => {
        const of = { argument: (name: string) => `local.case${n}.${name}`, call: TERRAFORM.call };
        return [
          `locals {\n  case${n} = {${[...new Set(wanted.flatMap(argumentsOf))].map((name) => `\n    ${name} = ${value(name, body)}`).join('')}\n  }`,
          `  holds${n} = [${wanted.map((requirement) => condition(requirement, of)).join(',\n    ')}]\n}`,
        ].join('\n');
      });
      writeFileSync(join(folder, 'main.tf'), cases.join('\n'));
      const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
      const answer = execFileSync('terraform', ['console'], {
        cwd: folder,
        env: { ...env, CHECKPOINT_DISABLE: '1' },
        input: `jsonencode([${resources.map((_resource, n) => `local.holds${n}`).join(', ')}])\n`,
        maxBuffer: 1 << 26,
      }).toString();
      const holds = JSON.parse(JSON.parse(answer)) as boolean[][];
      const failing = holds.map((each, n) =>
        each.flatMap((hold, i) => (hold ? [] : [resources[n].wanted[i]])).map(({ level, check }) => `${level} ${check}`),
      );
      const found = PLANS.map((_plan, p) => verdict(failing.filter((_each, n) => resources[n].plan === p).flat()));
      // A check also decides a list of which some elements are known.
      const open = PLANS.map((plan) => new Set(plan.resource_changes.flatMap(({ type, change: { after_unknown: unknown } }: any) =>
        REQUIREMENTS.filter(
          (requirement) => requirement.types.includes(type) && argumentsOf(requirement).some((name) => isOpen(unknown[name])),
        ).map(({ check }) => check),
      ),
      ),
      );
      const expected = PLANS.map((plan, p) => byChecks(plan).filter((one) => found[p].includes(one) || !open[p].has(one.split(' ')[1])));
      expect(found).toEqual(expected);
      // The fixtures have each of the checks.
      const fixtures = PLANS.length - BODIES.length;
      expect([...new Set(found.slice(0, fixtures).flat().map((one) => one.split(' ')[1]))].sort()).toEqual(IDS);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are added to a resource of an app by an override, as the page shows, beside what the library sets', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');
    const [, shown] = /condition: '(\$\{.*\})',/.exec(page)!;
    const [requirement] = requirementsOf(EDITION).filter(({ check }) => check === 'TM501');
    expect(shown).toBe(`\${${condition(requirement, TERRAFORM)}}`);
    const app = newApp();
    const stack = newStack(app);
    const made = new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target() });
    const before = onlyBody(synth(app).stack, SESSION).lifecycle ?? {};
    const postcondition = [{ condition: shown, error_message: 'TM501' }];
    (made.node.defaultChild as TerraformResource).addOverride('lifecycle.postcondition', postcondition);
    expect(onlyBody(synth(app).stack, SESSION).lifecycle).toEqual({ ...before, postcondition });
  });

  withTerraform('stop a plan in the JSON that the override writes (skipped without Terraform)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const [requirement] = requirementsOf(EDITION).filter(({ check }) => check === 'TM602');
      const holds = `\${${condition(requirement, { argument: () => 'self.input', call: TERRAFORM.call })}}`;
      const { TF_CLI_CONFIG_FILE: _, ...env } = process.env;
      const plan = (input: number) => {
        const lifecycle = { postcondition: [{ condition: holds, error_message: 'TM602: another number' }] };
        writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: { vni: { input, lifecycle } } } }));
        const terraform = (...args: string[]) => spawnSync('terraform', args, { cwd: folder, env: { ...env, CHECKPOINT_DISABLE: '1' } });
        expect(terraform('init', '-backend=false').status).toBe(0);
        const { status, stderr } = terraform('plan', '-no-color');
        return { status, refused: stderr.toString().includes('TM602: another number') };
      };
      expect([plan(16_777_215), plan(16_777_216)]).toEqual([{ status: 0, refused: false }, { status: 1, refused: true }]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('stand in policies with a name of their own, and in blocks for each type', () => {
    const policy = written('terraform-policy');
    const labels = [...policy.matchAll(/^resource_policy ("\S+" "\S+") \{$/gm)].map(([, label]) => label);
    expect(labels).toHaveLength(REQUIREMENTS.flatMap(({ types }) => types).length);
    expect(new Set(labels).size).toBe(labels.length);
    for (const requirement of REQUIREMENTS) expect(policy).toContain(`"${nameOf(requirement)}"`);
    expect(written('conditions').match(/^lifecycle \{$/gm)).toHaveLength(4);
  });

  test('say which engine, edition and check they may be', () => {
    const errors: string[] = [];
    const refused = (...args: string[]): number => run(['rules', ...args], { out: () => {}, error: (line) => errors.push(line) });
    expect([refused('--engine', 'sentinel'), refused('TM403'), refused('--edition', '2024')]).toEqual([2, 2, 2]);
    expect(errors.join('\n')).toMatch(/rego, terraform-policy, conditions[^]*TM108, TM303[^]*2023, 2026/);
  });
});

test('the page names every check that fits, and no other', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');
  expect([...page.matchAll(/^\| \[(TM\d+)\]/gm)].map(([, id]) => id)).toEqual(IDS);
});
