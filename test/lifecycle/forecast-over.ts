// What forecasts tell and the provider server does not do, by test file, with the reason. docs/forecast.md shows it.

/** Why something is forecast and does not happen, by cause. */
export const OVER_REASONS = {
  'order: role':
    'the provider sends the new target before it removes a source, so within one session the order is fixed. The forecast does not rely on it',
  'order: priority': 'the order is arbitrary. Some tests force the one that works',
  'order: source': 'the order is arbitrary. Some tests force the one that works',
  'order: rule': 'the order is arbitrary. Some tests force the one that works',
  'refused': 'the plan was made with -refresh=false, and its state lists a rule that is gone',
  'copies: rule': 'a plan does not show that the new rule is created before the old one is revoked',
  'copies: listener':
    'the time until a new listener runs was not measured: the server of the tests starts it at once. A destroy removes the sessions first',
  'copies: servers': 'a destroy removes the sessions first',
  'copies: receiver': 'a destroy removes the sessions first',
  'removed': 'the interface of the source was released in the console before, so the source was lost before the apply',
} as const;

type Cause = keyof typeof OVER_REASONS;

/** The causes that may occur in each test file. Any other fails the test. */
export const OVER: Readonly<Record<string, readonly Cause[]>> = {
  'advice.more.ts': ['copies: listener'],
  'advice.test.ts': ['order: role'],
  'collector.test.ts': ['copies: listener', 'copies: receiver', 'copies: rule', 'copies: servers'],
  'construct-faults.more.ts': ['removed'],
  'constructs.more.ts': ['order: role', 'order: source'],
  'constructs.test.ts': ['order: priority'],
  'hazards.more.ts': ['order: priority', 'order: source'],
  'history-by-hand.more.ts': ['order: source'],
  'lives.test.ts': ['copies: receiver', 'copies: rule'],
  'majors.test.ts': ['copies: listener', 'copies: receiver', 'copies: rule', 'copies: servers'],
  'provider-server.test.ts': ['copies: receiver', 'copies: rule'],
  'rule-priorities.more.ts': ['order: rule', 'refused'],
};

interface Untold {
  readonly reason: string;
  /** A part of the name of the only test in which it may happen. */
  readonly test?: string;
}

/** Events that no forecast has, by test file, each with its reason. */
export const UNTOLD: Readonly<Record<string, Readonly<Record<string, Untold>>>> = {
  'collector.test.ts': {
    'copies of eni-bp1web do not arrive': {
      test: 'sensors of another stack that is replaced',
      reason: 'the plan of the sensors does not have the server group of the other stack. A forecast of both plans has it',
    },
  },
  'switches.more.ts': {
    'the apply fails by QuotaExceeded': { reason: 'the quota of an interface depends on its instance type, which the plan does not have' },
    'writes meet on one object': {
      reason: 'whether two sessions of one filter block each other is not known. A switch makes them do so, and the provider repeats the call',
    },
  },
};

export function isUntold({ file, test }: { readonly file: string; readonly test: string }, missing: string): boolean {
  const untold = UNTOLD[file]?.[missing];
  return untold !== undefined && (untold.test === undefined || test.includes(untold.test));
}

export function knownOver(file: string): readonly string[] {
  return OVER[file] ?? [];
}
