// Each value of a policy file and of the context: what is taken, and what is refused with its place.
import { mkdirSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { contextChoices, findPolicyFile, POLICY_FILE, policyFile, readPolicyFile } from '../../src/policy/policy-file';
import { messageOf, temporaryFolder } from '../support/app';

function fileOf(content: unknown, folder = temporaryFolder()): string {
  const file = join(folder, 'policy.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const read = (content: unknown) => readPolicyFile(fileOf(content));
const acknowledgement = { check: 'TM305', subject: 'stack/*', reason: 'why' };

describe('a policy file', () => {
  test('may be empty', () => {
    const file = fileOf({});
    expect(readPolicyFile(file)).toEqual({ file, quotas: {}, severities: {}, acknowledgements: [] });
  });

  test('has each value', () => {
    const folder = temporaryFolder();
    const file = fileOf({
      $schema: 'x', edition: 2026, strict: false, account: 17, quotas: { 'cn-hangzhou': { sourcesPerSession: 20 } },
      severities: { TM305: 'off', TM206: 'error', OWNER: 'warning' }, language: 'zh', governance: { monthlyCost: 1 }, baseline: 'base.json',
      acknowledgements: [
        acknowledgement, { check: 'OWNER', subject: 'x', reason: 'y', undecided: true, owner: 'team', expires: '2999-01-01' },
      ],
    }, folder);
    expect(readPolicyFile(file)).toEqual({
      file, edition: '2026', strict: false, account: '17', quotas: { 'cn-hangzhou': { sourcesPerSession: 20 } },
      severities: { TM305: 'off', TM206: 'error', OWNER: 'warning' }, language: 'zh', governance: { scope: '', monthlyCost: 1 },
      baseline: resolve(folder, 'base.json'),
      acknowledgements: [
        { id: 'TM305', subject: 'stack/*', reason: 'why', undecided: false, where: `${file} acknowledgements[0]` },
        {
          id: 'OWNER', subject: 'x', reason: 'y', undecided: true, owner: 'team', expires: '2999-01-01',
          where: `${file} acknowledgements[1]`,
        },
      ],
    });
  });

  test('may begin with a byte order mark', () => {
    expect(read(`\ufeff${JSON.stringify({ strict: true })}`).strict).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'The policy is "'],
    ['a list', [], 'The policy is []. Allowed: an object'],
    ['a text', '"x"', 'The policy is "x". Allowed: an object'],
    ['another key', { editions: '2026' }, 'The policy has'],
    ['an edition', { edition: '2024' }, 'The policy.edition is "2024". Allowed: 2023 or 2026'],
    ['strict', { strict: 'yes' }, 'The policy.strict is "yes". Allowed: true or false'],
    ['a language', { language: 'fr' }, 'The policy.language is "fr". Allowed: en or zh'],
    ['quotas', { quotas: [] }, 'The policy.quotas is []. Allowed: an object'],
    ['quotas of a region', { quotas: { r: 1 } }, 'The policy.quotas.r is 1. Allowed: an object'],
    ['a quota', { quotas: { r: { sourcesPerSession: 0 } } }, 'The policy.quotas.r.sourcesPerSession is 0. Allowed: a whole number from 1'],
    ['half a quota', { quotas: { r: { sourcesPerSession: 1.5 } } }, 'sourcesPerSession is 1.5'],
    ['a quota as a text', { quotas: { r: { sourcesPerSession: '1' } } }, 'sourcesPerSession is "1"'],
    ['a quota that does not exist', { quotas: { r: { sources: 1 } } }, 'The policy.quotas.r is "sources". Allowed: sourcesPerSession, '],
    ['severities', { severities: 'off' }, 'The policy.severities is "off". Allowed: an object'],
    ['a severity', { severities: { TM305: 'low' } }, 'The policy.severities.TM305 is "low". Allowed: error, warning or off'],
    ['a check of a severity', { severities: { tm305: 'off' } }, 'The policy.severities is "tm305". Allowed: TM305'],
    ['acknowledgements', { acknowledgements: {} }, 'The policy.acknowledgements is {}. Allowed: a list'],
    ['a baseline', { baseline: '' }, 'The policy.baseline is "". Allowed: the path of a file'],
    ['a baseline that is no text', { baseline: 1 }, 'The policy.baseline is 1. Allowed: the path of a file'],
    ['governance', { governance: [] }, 'The policy.governance is []. Allowed: an object'],
    ['a demand', { governance: { monthlyCost: -1 } }, 'The policy.governance.monthlyCost is -1. Allowed: a number from 0'],
    ['an acknowledgement', { acknowledgements: ['x'] }, 'The policy.acknowledgements[0] is "x". Allowed: an object'],
    ['a key of an acknowledgement', { acknowledgements: [{ ...acknowledgement, scope: 'x' }] }, 'The policy.acknowledgements[0] has'],
    ['a check', { acknowledgements: [{ ...acknowledgement, check: 'TM999' }] }, 'acknowledgements[0].check is "TM999". Allowed: TM'],
    ['no check', { acknowledgements: [{ ...acknowledgement, check: undefined }] }, 'acknowledgements[0].check is not set'],
    ['a check that is no text', { acknowledgements: [{ ...acknowledgement, check: 305 }] }, 'acknowledgements[0].check is 305'],
    ['no subject', { acknowledgements: [acknowledgement, { ...acknowledgement, subject: undefined }] }, '[1].subject is not set'],
    ['an empty subject', { acknowledgements: [{ ...acknowledgement, subject: '' }] }, 'acknowledgements[0].subject is ""'],
    ['no reason', { acknowledgements: [{ ...acknowledgement, reason: undefined }] }, 'acknowledgements[0].reason is not set'],
    ['a blank reason', { acknowledgements: [{ ...acknowledgement, reason: ' ' }] }, 'acknowledgements[0].reason is " "'],
    ['undecided', { acknowledgements: [{ ...acknowledgement, undecided: 'x' }] }, '.undecided is "x". Allowed: true or false'],
    ['an owner', { acknowledgements: [{ ...acknowledgement, owner: 1 }] }, 'acknowledgements[0].owner is 1. Allowed: a text'],
    ['an end', { acknowledgements: [{ ...acknowledgement, expires: '1.1.2027' }] }, 'expires is "1.1.2027". Allowed: a day as YYYY-MM-DD'],
  ])('fails: %s', (_, content, message) => {
    const file = fileOf(content);
    expect(messageOf(() => readPolicyFile(file))).toContain(message);
    expect(messageOf(() => readPolicyFile(file)).slice(0, file.length + 3)).toBe(`[${file}] `);
  });

  test.each<[unknown, string]>([
    ['{', 'Allowed: JSON. Fix: Write the policy as docs/policy.md shows it.'],
    [[], 'Write the policy as docs/policy.md shows it.'],
    [{ language: 'fr' }, 'Write one of them.'],
    [{ severities: { TM305: 'low' } }, 'Write one of them.'],
    [{ severities: { TM999: 'off' } }, 'TM109, TM219'],
    [{ severities: { TM999: 'off' } }, 'Use the id that the finding shows.'],
    [{ acknowledgements: ['x'] }, 'Write {"check": "TM305", "subject": "stack/Session", "reason": "..."}.'],
    [{ acknowledgements: [{ check: 'TM305' }] }, 'Allowed: a construct path, Terraform address or subject, with * for any characters.'],
    [{ acknowledgements: [{ check: 'TM305' }] }, 'Write the subject, or "*" for everything.'],
    [{ acknowledgements: [{ check: 'TM305', subject: 'x' }] }, 'Allowed: a text. Fix: Write why the finding is intended.'],
    [{ acknowledgements: [{ ...acknowledgement, undecided: 1 }] }, 'Write true for undecided results.'],
    [{ acknowledgements: [{ ...acknowledgement, owner: 1 }] }, 'Write who answers for it.'],
    [{ acknowledgements: [{ ...acknowledgement, expires: 1 }] }, 'Write the last day on which it holds.'],
    [{ edition: 'x' }, 'Choose the edition of the product documentation that is to hold.'],
    [{ quotas: { r: { x: 1 } } }, 'Name the quota as the catalog does.'],
    [{ quotas: { r: { sourcesPerSession: 0 } } }, 'Write the quota that the quota centre shows for this account and region.'],
  ])('fails for %j with what to write', (content, change) => {
    expect(messageOf(() => read(content))).toContain(change);
  });

  test('has paths relative to itself', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'sessions.json'), JSON.stringify({ RequestId: 'x', TotalCount: 0, TrafficMirrorSessions: [] }));
    const { governance } = readPolicyFile(fileOf({ governance: { foreignSessions: { exports: ['sessions.json'] } } }, folder));
    expect(governance?.foreignSessions).toEqual({ sessions: [], allowed: [] });
  });

  test('fails: a file that is not there, or a folder', () => {
    const folder = temporaryFolder();
    expect(messageOf(() => readPolicyFile(join(folder, 'none.json')))).toContain(`[${join(folder, 'none.json')}] The policy is "ENOENT"`);
    expect(messageOf(() => readPolicyFile(folder))).toContain('The policy is "EISDIR". Allowed: a file that can be read');
    expect(messageOf(() => readPolicyFile(folder))).toContain(
      'Name an existing file with --policy or TRAFFIC_MIRROR_POLICY, or do not name one.',
    );
  });
});

describe('the context of cdktf.json', () => {
  const context = (given: unknown) => contextChoices(given, 'trafficMirror');

  test('has the values of an app, or none', () => {
    expect(context(undefined)).toEqual({ quotas: {}, severities: {}, acknowledgements: [] });
    expect(context({ edition: '2023', strict: true, account: 'a', governance: { targets: ['x'] } })).toEqual({
      edition: '2023', strict: true, account: 'a', governance: { scope: '', targets: ['x'] }, quotas: {}, severities: {},
      acknowledgements: [],
    });
  });

  test.each<[string, unknown, string]>([
    ['acknowledgements', { acknowledgements: [] }, 'Context key trafficMirror has'],
    ['a baseline', { baseline: 'x' }, 'trafficMirror has'],
    ['a text', 'strict', 'trafficMirror is "strict". Allowed: an object'],
    ['strict', { strict: 1 }, 'trafficMirror.strict is 1. Allowed: true or false. Fix: Write "trafficMirror": {'],
    ['an edition', { edition: 'x' }, 'trafficMirror.edition is "x"'],
    ['a quota', { quotas: { r: { sourcesPerSession: 0 } } }, 'trafficMirror.quotas.r.sourcesPerSession is 0'],
  ])('fails: %s', (_, given, message) => {
    expect(messageOf(() => context(given)).toLowerCase()).toContain(message.toLowerCase());
    expect(messageOf(() => context(given))).not.toMatch(/^\[/);
  });
});

describe('the policy file in force', () => {
  test('is the one named, the one of the environment, or the one found', () => {
    const [named, other] = [fileOf({ account: 'named' }), fileOf({ account: 'environment' })];
    const folder = temporaryFolder();
    writeFileSync(join(folder, POLICY_FILE), JSON.stringify({ account: 'found' }));
    const inForce = (file: string | undefined, variable: string | undefined, at: string) =>
      policyFile(file, { TRAFFIC_MIRROR_POLICY: variable }, at).account;
    expect([
      inForce(named, other, folder), inForce(undefined, other, folder), inForce(undefined, undefined, folder),
      inForce(undefined, '', folder),
    ]).toEqual(['named', 'environment', 'found', 'found']);
    mkdirSync(join(folder, 'inner', '.git'), { recursive: true });
    expect(inForce(undefined, undefined, join(folder, 'inner'))).toBeUndefined();
    expect(policyFile(undefined, {}, join(folder, 'inner'))).toEqual({ quotas: {}, severities: {}, acknowledgements: [] });
  });

  test('is found above the folder, up to the root of the repository or of the disk', () => {
    const folder = temporaryFolder();
    const inner = join(folder, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(folder, POLICY_FILE), '{}');
    expect(findPolicyFile(inner)).toBe(join(folder, POLICY_FILE));
    // A worktree has a file of this name, and the root of the repository itself is looked into.
    writeFileSync(join(folder, '.git'), '');
    expect(findPolicyFile(inner)).toBe(join(folder, POLICY_FILE));
    writeFileSync(join(folder, 'a', '.git'), '');
    expect(findPolicyFile(inner)).toBeUndefined();
    expect(findPolicyFile('/')).toBeUndefined();
  });
});
