import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const FOUND = 'policy-file-found.test.ts knows, which loads the modules again: no file is above the working directory of all other tests';
const NO_DAY = 'what has no last day ends within no number of days';
const SCOPED = 'an acknowledgement in code has a scope';
const TYPES = 'only the compiler needs it: the rest of the condition is false without a value';

export const POLICY: readonly Equivalent[] = [
  ...alike('src/policy/acknowledgement.ts', 'this.expired = expires !== undefined && expires < today;', [
    ['expires !== undefined', 'true'],
  ], TYPES),
  ...alike('src/policy/baseline.ts', 'return this.expires !== undefined && this.expires < today;', [
    ['this.expires !== undefined', 'true'],
  ], TYPES),
  ...alike('src/policy/governance.ts', "if (typeof given !== 'number' || !Number.isFinite(given) || given < 0 || !known(given)) {", [
    ["typeof given !== 'number'", 'false'],
  ], TYPES),
  ...alike('src/policy/governance.ts', "if (typeof given !== 'number' || !Number.isInteger(given) || given < least || !known(given)) {", [
    ["typeof given !== 'number'", 'false'],
  ], TYPES),
  ...alike('src/policy/mirror-evaluation.ts', 'const fingerprints = policy.baseline ? fingerprintsOf(found) : [];', [
    ['[]', '["Stryker was here"]'],
  ], 'nothing looks at them without a baseline'),
  ...alike('src/policy/mirror-evaluation.ts', 'open.push(severity === found.severity ? found : { ...found, severity });', [
    ['severity === found.severity', 'false'],
  ], FASTER),
  ...alike('src/policy/mirror-evaluation.ts', 'if (policy.acknowledgements.length > 0) {', [
    ['policy.acknowledgements.length > 0', 'true'], ['policy.acknowledgements.length > 0', 'policy.acknowledgements.length >= 0'],
  ], FASTER),
  ...alike(
    'src/policy/mirror-policy.ts',
    "const own = governanceOf(governance, path, '.', (at, got, allowed, fix = 'write what MirrorGovernance has') =>",
    [["'.'", '""']], 'both are the working directory',
  ),
  ...alike(
    'src/policy/mirror-policy.ts',
    "if (text !== undefined) this.knownOnly(`the ${what} to acknowledge ${checkId}`, text, 'write it as a plain text, or leave it out');",
    [['text !== undefined', 'true']], 'what is not set is known',
  ),
  ...alike('src/policy/policy-values.ts', "if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {", [
    ["typeof limit !== 'number'", 'false'],
  ], TYPES),
  ...alike(
    'src/policy/policy-file.ts',
    "governance: governanceOf(governance, '', path === undefined ? '.' : dirname(path), (at, ...more) => wrong(",
    [["'.'", '""']], 'both are the working directory',
  ),
  ...alike(
    'src/policy/subject-names.ts',
    'return nearestNames(written, names, { most: Math.ceil(written.length / 3) - 1, onlyNearest: true })[0];',
    [['true', 'false']], FASTER,
  ),
  ...alike('src/policy/written-policy.ts', 'if (!demands) {', [['!demands', 'true']], FASTER),
  ...alike('src/policy/worded-findings.ts', 'return a.path === b.path && a.subject === b.subject && a.id === b.id;', [
    ['a.subject === b.subject', 'true'], ['a.id === b.id', 'true'],
  ], 'the fingerprints of two ids or subjects differ'),
  ...alike('src/policy/evaluator.ts', 'this.constructs = [];', [['[]', '["Stryker was here"]']],
    'both lists that are compared begin with it'),
  ...alike(
    'src/policy/evaluator.ts', 'const wanted = stacks.length < this.stacks.length ? new Set<IConstruct>(stacks) : undefined;',
    [['stacks.length < this.stacks.length', 'true'], ['stacks.length < this.stacks.length', 'stacks.length <= this.stacks.length']], FASTER,
  ),
  ...alike('src/policy/evaluator.ts', "return { terraform: JSON.parse(readFileSync(file, 'utf8')) };", [["'utf8'", '""']],
    'JSON.parse reads bytes as UTF-8'),
  ...alike('src/policy/stack-check.ts', '} catch {', [['{', '{}']], 'no frame of synth is without a file'),
  ...alike('src/policy/policy-file.ts', 'if (folder === undefined) return undefined;', [['folder === undefined', 'false']], FOUND),
  ...alike('src/policy/policy-file.ts', '} catch {', [['{', '{}']], 'nothing is returned then either'),
  ...alike('src/policy/policy-settings.ts', 'const isRead = isNamed || !isUnitTest(root) && !isTestRunner();', [
    ['isNamed || !isUnitTest(root) && !isTestRunner()', 'true'], ['!isUnitTest(root) && !isTestRunner()', 'false'],
    ['!isUnitTest(root) && !isTestRunner()', '!isUnitTest(root) || !isTestRunner()'], ['!isUnitTest(root)', 'isUnitTest(root)'],
    ['!isTestRunner()', 'isTestRunner()'],
  ], FOUND),
  ...alike('src/policy/finding-text.ts', 'let last: T[] = [];', [['[]', '["Stryker was here"]']], 'no finding is of the kind of a text'),
  ...alike('src/policy/finding-text.ts', 'if (last.length > 0 && isSameKind(last[0], f)) {', [
    ['last.length > 0 && isSameKind(last[0], f)', 'false'], ['{', '{}'],
  ], FASTER),
  ...alike('src/policy/finding-text.ts', "const key = `${f.severity} ${f.id} ${f.reason} ${f.otherEdition ?? ''}`;", [
    ["''", '"Stryker was here!"'],
  ], 'no edition has this name'),
  ...alike('src/policy/finding-text.ts', 'function isSameKind(a: Grouped, b: Grouped): boolean {', [['{', '{}']], FASTER),
  ...alike(
    'src/policy/finding-text.ts',
    'return a.severity === b.severity && a.id === b.id && a.reason === b.reason && a.otherEdition === b.otherEdition;',
    [['a.severity === b.severity && a.id === b.id && a.reason === b.reason && a.otherEdition === b.otherEdition', 'false']], FASTER,
  ),
  ...alike('src/policy/finding-text.ts', 'return groupText({ first: finding, all: [finding] }, language);', [['[finding]', '[]']],
    'only a group of several names others'),
  ...alike('src/policy/mirror-evaluation.ts', '...baseline?.expires !== undefined && baselined.length > 0', [
    ['baseline?.expires !== undefined', 'true'],
  ], NO_DAY),
  ...alike('src/policy/mirror-evaluation.ts', ': [],', [['[]', '["Stryker was here"]']], NO_DAY),
  ...alike('src/policy/mirror-evaluation.ts', "function nameOf({ check = '', at = '' }: End): string {", [
    ["''", '"Stryker was here!"'],
  ], 'only a baseline has no place, and it comes first without a check'),
  ...alike('src/policy/stated-policy.ts',
    "const acknowledgements = overFile.acknowledgements.filter(({ scope = '' }) => isHere(scope)).map(acknowledgementStatement);",
    [["''", '"Stryker was here!"']], SCOPED),
  ...alike(
    'src/policy/stated-policy.ts', "{ id, scope = '', subject, reason, undecided, owner, expires, where }: Acknowledgement,",
    [["''", '"Stryker was here!"']], SCOPED,
  ),
  ...alike(
    'src/policy/audience.ts', "return RUNNERS.some((name) => env[name] !== undefined) || RUNNER_PROGRAMS.test(program ?? '');",
    [["''", '"Stryker was here!"']], 'no program of a test runner has this name',
  ),
  ...alike('src/policy/stated-policy.ts', "if (value === null || typeof value !== 'object') return value;", [['value === null', 'false']],
    'only the compiler needs it: nothing in a policy is null'),
];
