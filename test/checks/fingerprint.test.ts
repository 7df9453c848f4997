import { MirrorSeverity } from '../../src';
import { findingOf, fingerprintOf, Found } from '../../src/checks/found';
import '../support/recorded-inputs';

const FOUND: Found = {
  id: 'TM305', reason: 'off', severity: MirrorSeverity.WARNING, parameters: {}, path: 'net/Fleet/s1', stack: 'net', folder: 'net',
  address: 'alicloud_vpc_traffic_mirror_session.a["x"]', subject: 'eni-1', count: 1,
};
const of = (change: Partial<Found>): string => fingerprintOf({ ...FOUND, ...change });

test.each<[string, Partial<Found>]>([
  ['the severity', { severity: MirrorSeverity.ERROR }],
  ['the parameters of the message', { parameters: { limit: 10 } }],
  ['the line', { location: { file: 'main.ts', line: 7 } }],
  ['the number of subjects', { count: 12 }],
  ['the edition', { otherEdition: '2026' }],
  ['the text of a check', { words: { problem: 'another', fix: 'text', help: 'https://example.com' } }],
  ['an acknowledgement', { acknowledged: 'known', acknowledgedBy: 'net', acknowledgedUntil: '2027-01-01' }],
  ['the construct path, if there is an address', { path: 'net/Other/s1' }],
  ['the path of the stack, if it has a folder', { stack: 'Stage/net' }],
])('is independent of %s', (_, change) => {
  expect(of(change)).toBe(of({}));
});

test.each<[string, Partial<Found>]>([
  ['the check', { id: 'TM306' }],
  ['the reason', { reason: 'notOff' }],
  ['the subject', { subject: 'eni-2' }],
  ['the folder of the stack', { folder: 'web' }],
  ['the stack, if it has no folder', { folder: undefined, stack: 'web' }],
  ['the index of a resource', { address: 'alicloud_vpc_traffic_mirror_session.a["y"]' }],
  ['a numeric index', { address: 'alicloud_vpc_traffic_mirror_session.a[1]' }],
  ['the resource', { address: 'alicloud_vpc_traffic_mirror_session.b["x"]' }],
  ['having no address', { address: undefined }],
])('changes with %s', (_, change) => {
  expect(of(change)).not.toBe(of({}));
});

test('without an address, the path below the stack counts', () => {
  const below = (path: string, stack: string) => of({ address: undefined, path, stack });
  expect(below('net/Fleet', 'net')).toBe(below('Stage/net/Fleet', 'Stage/net'));
  expect(below('net/Fleet', 'net')).not.toBe(below('net/Other', 'net'));
  expect(below('net', 'net')).not.toBe(below('net/Fleet', 'net'));
});

test('is the same for every reader and language', () => {
  const all = (['constructs', 'terraform'] as const).flatMap((reader) =>
    (['en', 'zh'] as const).map((language) => findingOf(FOUND, reader, language)),
  );
  expect(new Set(all.map((f) => f.fingerprint))).toEqual(new Set([of({})]));
  expect(new Set(all.map((f) => f.problem)).size).toBeGreaterThan(1);
});
