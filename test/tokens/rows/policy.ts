import { writeFileSync } from 'fs';
import { join } from 'path';
import {
  MirrorDeployed, MirrorGovernance, MirrorInputAge, MirrorLedger, MirrorLedgerOptions, MirrorNetworkAnswers, MirrorNetworkFacts,
  MirrorLanguage, MirrorPolicy, MirrorPolicySeverity, MirrorQuotaName,
} from '../../../src';
import { temporaryFolder } from '../../support/app';
import { session } from '../apps';
import { refused, Row } from '../row';

const policy = (stack: Parameters<Row['give']>[0]) => {
  session(stack);
  return MirrorPolicy.of(stack);
};
const known = /known at synth/;

const ANSWERS: (keyof MirrorNetworkAnswers)[] = [
  'securityGroups', 'networkAcls', 'loadBalancers', 'loadBalancerUdpListeners', 'serverGroups', 'networkInterfaces', 'instances',
  'vswitches', 'prefixLists',
];

/** The age of an input is compared while the app runs. */
export function ageRows(struct: string, read: (age: MirrorInputAge) => unknown): Row[] {
  const taken = '2026-11-26T06:00:00Z';
  const file = join(temporaryFolder(), 'taken-at');
  writeFileSync(file, taken);
  return [
    refused(`${struct}.takenAt`, ['text'], taken, /takenAt of .* is .*. Allowed: a time with its time zone/, (_, takenAt) =>
      read({ takenAt }),
    ),
    refused(`${struct}.takenAtFile`, ['text'], file, /takenAtFile is .*. Allowed: paths that are known at synth/, (_, takenAtFile) =>
      read({ takenAtFile }),
    ),
    refused(
      `${struct}.maxAgeHours`,
      ['number'],
      1_000_000,
      /maxAgeHours of .* is .*. Allowed: a number of hours above 0/,
      (_, maxAgeHours) => read({ takenAt: taken, maxAgeHours }),
    ),
  ];
}

/** An empty policy. */
const POLICY_FILE = join(temporaryFolder(), 'traffic-mirror.policy.json');
writeFileSync(POLICY_FILE, '{}');

/** The sessions of an account that has none. */
const SESSIONS_FILE = join(temporaryFolder(), 'sessions.json');
writeFileSync(SESSIONS_FILE, JSON.stringify({ TotalCount: 0, TrafficMirrorSessions: [] }));

/** The checks and the ledger need their values while the app runs, so none of them can be a token. */
export const POLICY_ROWS: Row[] = [
  refused('MirrorPolicy.edition(edition)', [], '2023', /The edition of MirrorPolicy is a token. Allowed: 2023 or 2026/, (stack, edition) =>
    MirrorPolicy.of(stack.node.root).edition(edition),
  ),
  refused('MirrorPolicy.quota(regionId)', ['text'], 'cn-hangzhou', known, (stack, region) =>
    policy(stack).quota(region, MirrorQuotaName.SOURCES_PER_SESSION, 20),
  ),
  refused('MirrorPolicy.quota(name)', [], 'sourcesPerSession', /is a token. Allowed: sourcesPerSession/, (stack, name) =>
    policy(stack).quota('cn-hangzhou', name, 20),
  ),
  refused('MirrorPolicy.quota(limit)', ['number'], 20, /is a.* token. Allowed: a whole number from 1/, (stack, limit) =>
    policy(stack).quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, limit),
  ),
  refused('MirrorPolicy.account(accountId)', ['text'], '1234567890', known, (stack, account) => policy(stack).account(account)),
  refused(
    'MirrorPolicy.acknowledge(checkId)',
    ['text'],
    'TM308',
    /The check to acknowledge is (a token|"\$\{var\.text\}"). Allowed: TM\d/,
    (stack, id) => policy(stack).acknowledge(id, 'why'),
  ),
  refused('MirrorPolicy.acknowledge(reason)', ['text'], 'why', known, (stack, reason) => policy(stack).acknowledge('TM308', reason)),
  refused(
    'MirrorPolicy.acknowledgeUndecided(checkId)',
    ['text'],
    'TM308',
    /The check to acknowledge is (a token|"\$\{var\.text\}"). Allowed: TM\d/,
    (stack, id) => policy(stack).acknowledgeUndecided(id, 'why')),
  refused('MirrorPolicy.acknowledgeUndecided(reason)', ['text'], 'why', known, (stack, reason) =>
    policy(stack).acknowledgeUndecided('TM308', reason),
  ),
  ...([['expires', '2099-12-31'], ['owner', 'net'], ['subject', 'eni-*']] as const).map(([option, plain]) =>
    refused(`MirrorAcknowledgeOptions.${option}`, ['text'], plain, known, (stack, value) =>
      policy(stack).acknowledge('TM308', 'why', { [option]: value }),
    ),
  ),
  refused(
    'MirrorPolicy.severity(checkId)',
    ['text'],
    'TM305',
    /The check of MirrorPolicy.severity is (a token|"\$\{var\.text\}"). Allowed: TM\d/,
    (stack, id) => MirrorPolicy.of(stack.node.root).severity(id, MirrorPolicySeverity.WARNING)),
  refused('MirrorPolicy.severity(severity)', [], MirrorPolicySeverity.WARNING, /The severity of MirrorPolicy.severity is a token/,
    (stack, severity) => MirrorPolicy.of(stack.node.root).severity('TM305', severity)),
  refused('MirrorPolicy.file(path)', ['text'], POLICY_FILE, known, (stack, path) => MirrorPolicy.of(stack.node.root).file(path)),
  refused('MirrorPolicy.strict(on)', [], true, /The argument of MirrorPolicy.strict is a.* token. Allowed: true or false/, (stack, on) =>
    MirrorPolicy.of(stack.node.root).strict(on),
  ),
  refused('MirrorPolicy.language(language)', [], MirrorLanguage.ENGLISH, /The language of MirrorPolicy is a token/, (stack, language) =>
    MirrorPolicy.of(stack.node.root).language(language),
  ),
  refused(
    'MirrorPolicy.addCheck(check)',
    [],
    { id: 'ACME-1', title: 'The rule of the house holds', check: () => [] },
    /The (check|id of the check) of MirrorPolicy.addCheck is/,
    (stack, check) => MirrorPolicy.of(stack.node.root).addCheck(check)),
  refused(
    'MirrorPolicy.networkFacts(facts)',
    [],
    undefined,
    /MirrorPolicy.networkFacts are a token. Allowed: MirrorNetworkFacts/,
    (stack, facts) => policy(stack).networkFacts(facts ?? MirrorNetworkFacts.fromFiles({})),
  ),
  ...([
    ['targets', ['list'], ['lb-*']],
    ['targetTags', ['map'], { use: '*' }],
    ['requiredTags', ['map'], { owner: '*' }],
    ['networks', [], [{ vpcs: ['vpc-1'], forbidAllTraffic: true }]],
    ['excludedSourceTags', ['map'], { mirror: 'never' }],
    ['monthlyCost', ['number'], 100],
    ['gigabytesPerMonth', ['number'], 5],
    ['sourcesPerTarget', ['number'], 5],
    ['interruptedSources', ['number'], 5], ['interruptedSeconds', ['number'], 5], ['forbidPublicTargets', [], true],
  ] as [keyof MirrorGovernance, Row['takes'], any][]
  ).map(([demand, takes, plain]) =>
    refused(`MirrorGovernance.${demand}`, takes, plain, /of MirrorPolicy\.govern is/, (stack, value) =>
      policy(stack).govern({ [demand]: value }),
    ),
  ),
  refused('MirrorForeignSessions.exports', ['list'], [SESSIONS_FILE], /of MirrorPolicy\.govern is/, (stack, exports) =>
    policy(stack).govern({ foreignSessions: { exports } }),
  ),
  refused('MirrorForeignSessions.allowed', ['list'], ['audit-*'], /of MirrorPolicy\.govern is/, (stack, allowed) =>
    policy(stack).govern({ foreignSessions: { exports: [SESSIONS_FILE], allowed } }),
  ),
  ...ANSWERS.map((answer) =>
    refused(`MirrorNetworkAnswers.${answer}`, ['list'], [], known, (_, paths) => MirrorNetworkFacts.fromFiles({ [answer]: paths })),
  ),
  ...(['expectTotal', 'expectTotalInstances', 'expectTotalVswitches'] as const).map((total) =>
    refused(`MirrorNetworkAnswers.${total}`, ['number'], 0, new RegExp(`${total} is .*. Allowed: a whole number from 0`), (_, number) =>
      MirrorNetworkFacts.fromFiles({ [total]: number })),
  ),
  ...ageRows('MirrorNetworkAnswers', (age) => MirrorNetworkFacts.fromFiles(age)),
  refused(
    'MirrorDeployed.files(files)',
    ['list'],
    [join(__dirname, '..', '..', 'inventory', 'fixtures', 'state.json')],
    known,
    (_, files) => MirrorDeployed.files(files),
  ),
  refused('MirrorLedger.file(path)', ['text'], 'none.lock', known, (_, path) => MirrorLedger.file(path)),
  ...(
    [
      ['account', ['text'], 'a'],
      ['region', ['text'], 'cn-hangzhou'],
      ['frozen', [], true],
      ['expectRemovals', ['number'], 3],
      ['goneSessions', ['list'], ['eni-web']],
      ['destroyedStacks', ['list'], ['net']],
      ['deployed', [], MirrorDeployed.nothing()],
    ] as [keyof MirrorLedgerOptions, Row['takes'], any][]
  ).map(([option, takes, plain]) =>
    refused(`MirrorLedgerOptions.${option}`, takes, plain, known, (_, value) =>
      MirrorLedger.file(join(temporaryFolder(), 'a.lock'), { [option]: value }),
    ),
  ),
];
