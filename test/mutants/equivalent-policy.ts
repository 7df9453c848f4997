import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
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
];
