/** A part of the library, and the unit tests that hold it: the direct ones first, since the first that fails ends a mutant. */
export interface Folder {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

// Mocha reads a comma as the end of a pattern, so there are no braces in these.

const PLANNER = [
  'planner', 'plan-base', 'running-sessions', 'compaction', 'filter-rooms', 'target-rooms', 'numbers', 'packing', 'plan-input',
  'lone-session-plan', 'sources-by-key', 'limits-in-force',
];
const PLANNER_TESTS = [
  'free-places', 'sources-by-key', 'lone-session-plan', 'limits-in-force', 'plan-base', 'running-sessions', 'compaction-parts',
  'planner-room', 'planner',
];
// Without those that run other programs, in which no mutant is active, and those that load modules again, with which the tables of the
// modules would count as run by tests.
const POLICY_TESTS = [
  'change-text', 'statement-parts', 'worded-findings', 'written-terraform', 'evaluator', 'registry-parts', 'settings-order',
  'covering', 'baseline', 'demands', 'written-policies', 'audience', 'policy-values', 'governance-values', 'calls', 'evaluation',
  'finding-text', 'policy-file', 'language', 'statements', 'written-at', 'stack-check', 'passed', 'registry', 'settings', 'own-checks',
];
const CHECKS = 'test/checks/*.test.ts';

export const FOLDERS: Readonly<Record<string, Folder>> = {
  net: {
    mutate: ['src/net'],
    // The work of large sets takes longer than all others together, and loads the module again.
    tests: [
      'test/net/!(packet-set-work).test.ts', 'test/checks/filter-checks.test.ts',
      'test/property/packet-set.test.ts', 'test/property/shadows.test.ts',
    ],
  },
  model: { mutate: ['src/model'], tests: ['test/model/*.test.ts', CHECKS, 'test/property/routes.test.ts'] },
  checks: { mutate: ['src/checks'], tests: [CHECKS, 'test/policy/governance.test.ts', 'test/property/routes.test.ts'] },
  policy: { mutate: ['src/policy'], tests: [...POLICY_TESTS.map((name) => `test/policy/${name}.test.ts`), 'test/explain/app.test.ts'] },
  planner: {
    mutate: PLANNER.map((name) => `src/fleet/${name}.ts`),
    tests: PLANNER_TESTS.map((name) => `test/fleet/${name}.test.ts`),
  },
};
