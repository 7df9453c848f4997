import { writeFileSync } from 'fs';
import { join } from 'path';
import {
  MirrorDeployed, MirrorInputAge, MirrorLedger, MirrorLedgerOptions, MirrorNetworkAnswers, MirrorNetworkFacts, MirrorPolicy, MirrorPolicySeverity, MirrorQuotaName,
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
  'securityGroups', 'networkAcls', 'loadBalancers', 'loadBalancerUdpListeners', 'serverGroups', 'networkInterfaces', 'instances', 'vswitches', 'prefixLists',
];

/** The age of an input is compared while the app runs. */
export function ageRows(struct: string, read: (age: MirrorInputAge) => unknown): Row[] {
  const taken = '2026-11-26T06:00:00Z';
  const file = join(temporaryFolder(), 'taken-at');
  writeFileSync(file, taken);
  return [
    refused(`${struct}.takenAt`, ['text'], taken, /takenAt of .*: got .*; allowed: a time with its zone/, (_, takenAt) => read({ takenAt })),
    refused(`${struct}.takenAtFile`, ['text'], file, /takenAtFile: got .*; allowed: paths that are known at synth/, (_, takenAtFile) => read({ takenAtFile })),
    refused(`${struct}.maxAgeHours`, ['number'], 1_000_000, /maxAgeHours of .*: got .*; allowed: a number of hours above 0/, (_, maxAgeHours) => read({ takenAt: taken, maxAgeHours })),
  ];
}

/** An empty policy. */
const POLICY_FILE = join(temporaryFolder(), 'traffic-mirror.policy.json');
writeFileSync(POLICY_FILE, '{}');

/** The checks and the ledger need their values while the app runs, so none of them can be a token. */
export const POLICY_ROWS: Row[] = [
  refused('MirrorPolicy.edition(edition)', [], '2023', /the edition of MirrorPolicy: got a token; allowed: 2023 or 2026/, (stack, edition) => MirrorPolicy.of(stack.node.root).edition(edition)),
  refused('MirrorPolicy.quota(regionId)', ['text'], 'cn-hangzhou', known, (stack, region) => policy(stack).quota(region, MirrorQuotaName.SOURCES_PER_SESSION, 20)),
  refused('MirrorPolicy.quota(name)', [], 'sourcesPerSession', /got a token; allowed: sourcesPerSession/, (stack, name) => policy(stack).quota('cn-hangzhou', name, 20)),
  refused('MirrorPolicy.quota(limit)', ['number'], 20, /got a.* token; allowed: a whole number from 1/, (stack, limit) => policy(stack).quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, limit)),
  refused('MirrorPolicy.account(accountId)', ['text'], '1234567890', known, (stack, account) => policy(stack).account(account)),
  refused('MirrorPolicy.acknowledge(checkId)', ['text'], 'TM308', /the check to acknowledge: got (a token|"\$\{var\.text\}"); allowed: TM\d/, (stack, id) => policy(stack).acknowledge(id, 'why')),
  refused('MirrorPolicy.acknowledge(reason)', ['text'], 'why', known, (stack, reason) => policy(stack).acknowledge('TM308', reason)),
  refused('MirrorPolicy.acknowledgeUndecided(checkId)', ['text'], 'TM308', /the check to acknowledge: got (a token|"\$\{var\.text\}"); allowed: TM\d/,
    (stack, id) => policy(stack).acknowledgeUndecided(id, 'why')),
  refused('MirrorPolicy.acknowledgeUndecided(reason)', ['text'], 'why', known, (stack, reason) => policy(stack).acknowledgeUndecided('TM308', reason)),
  ...([['expires', '2099-12-31'], ['owner', 'net'], ['subject', 'eni-*']] as const).map(([option, plain]) =>
    refused(`MirrorAcknowledgeOptions.${option}`, ['text'], plain, known, (stack, value) => policy(stack).acknowledge('TM308', 'why', { [option]: value }))),
  refused('MirrorPolicy.severity(checkId)', ['text'], 'TM305', /the check of MirrorPolicy.severity: got (a token|"\$\{var\.text\}"); allowed: TM\d/,
    (stack, id) => MirrorPolicy.of(stack.node.root).severity(id, MirrorPolicySeverity.WARNING)),
  refused('MirrorPolicy.severity(severity)', [], MirrorPolicySeverity.WARNING, /the severity of MirrorPolicy.severity: got a token/,
    (stack, severity) => MirrorPolicy.of(stack.node.root).severity('TM305', severity)),
  refused('MirrorPolicy.file(path)', ['text'], POLICY_FILE, known, (stack, path) => MirrorPolicy.of(stack.node.root).file(path)),
  refused('MirrorPolicy.networkFacts(facts)', [], undefined, /MirrorPolicy.networkFacts: got a token; allowed: MirrorNetworkFacts/, (stack, facts) => policy(stack).networkFacts(facts ?? MirrorNetworkFacts.fromFiles({}))),
  ...ANSWERS.map((answer) => refused(`MirrorNetworkAnswers.${answer}`, ['list'], [], known, (_, paths) => MirrorNetworkFacts.fromFiles({ [answer]: paths }))),
  ...ageRows('MirrorNetworkAnswers', (age) => MirrorNetworkFacts.fromFiles(age)),
  refused('MirrorDeployed.files(files)', ['list'], [join(__dirname, '..', '..', 'inventory', 'fixtures', 'state.json')], known, (_, files) => MirrorDeployed.files(files)),
  refused('MirrorLedger.file(path)', ['text'], 'none.lock', known, (_, path) => MirrorLedger.file(path)),
  ...([['account', ['text'], 'a'], ['region', ['text'], 'cn-hangzhou'], ['frozen', [], true], ['expectRemovals', ['number'], 3], ['goneSessions', ['list'], ['eni-web']], ['deployed', [], MirrorDeployed.nothing()]] as [keyof MirrorLedgerOptions, Row['takes'], any][])
    .map(([option, takes, plain]) => refused(`MirrorLedgerOptions.${option}`, takes, plain, known, (_, value) => MirrorLedger.file(join(temporaryFolder(), 'a.lock'), { [option]: value }))),
];
