import { createHash } from 'crypto';
import { join } from 'path';
import { MirrorSeverity } from '../../src';
import {
  findingOf, fingerprintOf, fingerprintsOf, Found, packageFolder, pageOf, placeText, subjectText,
} from '../../src/checks/found';
import { phrase } from '../../src/texts/phrase';
import { Reader } from '../../src/texts/reason';

const ADDRESS = 'alicloud_vpc_traffic_mirror_session.a';
const OFF: Found = {
  id: 'TM305', severity: MirrorSeverity.WARNING, reason: 'off', parameters: {}, path: 'net/Web/Resource', stack: 'net', address: ADDRESS,
  subject: '', count: 1,
};
/** A finding with parameters that are paths. */
const TAKEN: Found = {
  ...OFF, id: 'TM304', severity: MirrorSeverity.ERROR, reason: 'taken', parameters: { priority: 7, other: 'net/Other', free: 8 },
};

describe('a finding', () => {
  test('has the sentences of its reason, and what identifies it', () => {
    expect(findingOf(OFF)).toEqual({
      id: 'TM305', severity: 'warning', reason: 'off', parameters: {}, problem: expect.stringMatching(/^net\/Web is off/),
      fix: expect.any(String), subject: '', stack: 'net', path: 'net/Web/Resource', address: ADDRESS, fingerprint: fingerprintOf(OFF),
      help: expect.stringMatching(/docs\/checks\/TM305\.md$/),
    });
    expect(findingOf(OFF, 'constructs', 'zh').help).toMatch(/docs\/checks\/zh\/TM305\.md$/);
  });

  test('is for readers with constructs by default', () => {
    const parameters = { sources: 11, limit: 10, edition: '2023', raisable: true, quota: 'SOURCES_PER_SESSION' };
    const found = { ...OFF, id: 'TM501', reason: 'tooMany', parameters };
    expect(findingOf(found)).toEqual(findingOf(found, 'constructs'));
    expect(findingOf(found).fix).toContain('MirrorQuotaName.SOURCES_PER_SESSION');
    expect(findingOf(found, 'terraform').fix).not.toContain('MirrorQuotaName');
  });

  test('has a location, an edition and an acknowledgement only if there is one', () => {
    const more = { location: { file: 'main.ts', line: 7 }, otherEdition: '2026' };
    expect(findingOf({ ...OFF, ...more })).toEqual({ ...findingOf(OFF), ...more });
    const keys = (change: Partial<Found>) => Object.keys(findingOf({ ...OFF, ...change })).filter((key) => !(key in findingOf(OFF)));
    expect(Object.keys(findingOf(OFF))).toEqual([
      'id', 'severity', 'reason', 'parameters', 'problem', 'fix', 'subject', 'stack', 'path', 'address', 'fingerprint', 'help',
    ]);
    expect(keys({ acknowledged: 'known' })).toEqual(['acknowledged']);
    expect(keys({ acknowledged: 'known', acknowledgedBy: 'net' })).toEqual(['acknowledged', 'acknowledgedBy']);
    expect(keys({ acknowledged: 'known', acknowledgedUntil: '2030-01-01' })).toEqual(['acknowledged', 'acknowledgedUntil']);
    expect(findingOf({ ...OFF, acknowledged: 'known', acknowledgedBy: 'net', acknowledgedUntil: '2030-01-01' })).toMatchObject({
      acknowledged: 'known', acknowledgedBy: 'net', acknowledgedUntil: '2030-01-01',
    });
    expect(keys({ acknowledgedBy: 'net', acknowledgedUntil: '2030-01-01' })).toEqual([]);
    expect('address' in findingOf({ ...OFF, address: undefined })).toBe(false);
  });

  test('of a check of the user has its own words and help', () => {
    const words = { problem: 'Bad.', fix: 'Make it good.', help: 'https://example.com' };
    expect(findingOf({ ...OFF, id: 'ACME-1', words })).toMatchObject(words);
  });

  test('has English parameters in every language', () => {
    const found = { ...OFF, id: 'TM604', reason: 'unreadable', parameters: { why: phrase('theLedger', { ledger: 'x.lock' }) } };
    const [en, zh] = (['en', 'zh'] as const).map((language) => findingOf(found, 'constructs', language));
    expect(en.parameters).toEqual({ why: expect.stringContaining('x.lock') });
    expect(zh.parameters).toEqual(en.parameters);
    expect(zh.problem).not.toBe(en.problem);
  });
});

describe('names in texts', () => {
  const shown = (found: Found, reader: Reader, several?: boolean) => {
    const finding = findingOf(found, reader, 'en', several);
    return [placeText(finding), subjectText(finding), finding.problem, finding.subject];
  };

  test.each<[name: string, change: Partial<Found>, reader: Reader, several: boolean | undefined, place: string, subject: string]>([
    ['a construct', {}, 'constructs', undefined, 'net/Web', ''],
    ['a construct in one of several stacks', {}, 'constructs', true, 'net/Web', ''],
    ['an address', {}, 'terraform', undefined, ADDRESS, ''],
    ['an address in one of several stacks', {}, 'terraform', true, `net/${ADDRESS}`, ''],
    ['no address', { address: undefined }, 'terraform', undefined, 'Web', ''],
    ['no address in one of several stacks', { address: undefined }, 'terraform', true, 'net/Web', ''],
    ['a stack', { address: undefined, path: 'net' }, 'terraform', undefined, 'net', ''],
    ['a path of another stack', { address: undefined, path: 'other/Web' }, 'terraform', undefined, 'other/Web', ''],
    ['a subject', { subject: 'eni-1' }, 'constructs', undefined, 'net/Web', 'eni-1'],
    ['the name of a subject', { subject: 'a.b', subjectName: 'net/B' }, 'constructs', undefined, 'net/Web', 'net/B'],
    ['the name of a subject', { subject: 'a.b', subjectName: 'net/B' }, 'terraform', undefined, ADDRESS, 'B'],
    ['a subject that is the resource', { subject: ADDRESS }, 'terraform', undefined, ADDRESS, ''],
    ['a subject that is the construct', { subject: 'a.b', subjectName: 'net/Web' }, 'constructs', undefined, 'net/Web', ''],
  ])('%s', (_, change, reader, several, place, subject) => {
    const found = { ...OFF, ...change };
    const [ofPlace, ofSubject, problem, own] = shown(found, reader, several);
    expect([ofPlace, ofSubject, own]).toEqual([place, subject, found.subject]);
    expect(problem).toContain(place);
  });

  test('parameters of a reader of one stack do not name it', () => {
    const problem = (reader: Reader, several: boolean, parameters: object = TAKEN.parameters) =>
      findingOf({ ...TAKEN, parameters }, reader, 'en', several).problem;
    expect(problem('terraform', false)).toMatch(/\b7\b.*(?<!net\/)Other/);
    expect(problem('terraform', true)).toContain('net/Other');
    expect(problem('constructs', false)).toContain('net/Other');
    expect(problem('terraform', false, { ...TAKEN.parameters, other: 'another/net/Other' })).toContain('another/net/Other');
    const other = phrase('theLedger', { ledger: 'net/x' });
    expect(problem('terraform', false, { ...TAKEN.parameters, other })).not.toContain('net/x');
    expect(findingOf(TAKEN, 'terraform').parameters).toEqual(TAKEN.parameters);
  });

  test('lists of paths, and null, lose the stack as well', () => {
    const parameters = { source: 'net/Eni', sessions: 2, copies: 1, others: ['net/A', 'other/B', null], limit: 1, edition: '2023' };
    const { problem, fix } = findingOf({ ...TAKEN, id: 'TM301', reason: 'tooMany', parameters }, 'terraform');
    expect(`${problem} ${fix}`).toContain('other/B');
    expect(`${problem} ${fix}`).not.toContain('net/');
  });

  test('a finding from elsewhere is named by its path', () => {
    const finding = { ...findingOf(OFF, 'terraform'), subject: 'eni-1' };
    expect([placeText(finding), subjectText(finding)]).toEqual(['net/Web', 'eni-1']);
  });
});

describe('the page of a check', () => {
  test.each<[language: 'en' | 'zh', files: string | undefined, page: string]>([
    ['en', undefined, 'docs/checks/TM301.md'], ['zh', undefined, 'docs/checks/zh/TM301.md'],
    ['en', 'https://x', 'https://x/docs/checks/TM301.md'],
  ])('in %s, in %j', (language, files, page) => {
    expect(pageOf('TM301', language, files)).toBe(page);
  });

  test('is in the folder of the package, if another language runs it and keeps it', () => {
    const root = join(__dirname, '..', '..');
    expect(packageFolder('python', {})).toBe(root);
    expect(packageFolder('python', { JSII_RUNTIME_PACKAGE_CACHE: 'enabled' })).toBe(root);
    expect(packageFolder('python', { JSII_RUNTIME_PACKAGE_CACHE: 'disabled' })).toBeUndefined();
    expect(packageFolder('typescript', {})).toBeUndefined();
  });
});

describe('fingerprints', () => {
  const hash = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

  test.each<[name: string, change: Partial<Found>, parts: string[]]>([
    ['a resource', { folder: 'dir', subject: 'eni-1' }, ['TM305', 'off', 'dir', ADDRESS, 'eni-1']],
    ['a resource of a stack without a folder', {}, ['TM305', 'off', 'net', ADDRESS, '']],
    ['a construct', { address: undefined, folder: 'dir' }, ['TM305', 'off', 'dir', 'Web/Resource', '']],
    ['a stack', { address: undefined, path: 'net', folder: 'dir' }, ['TM305', 'off', 'dir', '', '']],
    ['another path', { address: undefined, path: 'network/A', folder: 'dir' }, ['TM305', 'off', 'dir', 'network/A', '']],
  ])('of %s', (_, change, parts) => {
    expect(fingerprintOf({ ...OFF, ...change })).toBe(hash(...parts));
  });

  test('before and after a move', () => {
    expect(fingerprintsOf(OFF)).toEqual([fingerprintOf(OFF)]);
    const former = { address: 'x.y', subject: 'eni-9' };
    expect(fingerprintsOf({ ...OFF, former })).toEqual([fingerprintOf(OFF), hash('TM305', 'off', 'net', 'x.y', 'eni-9')]);
  });
});
