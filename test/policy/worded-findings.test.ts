import { Found, placeText } from '../../src/checks/found';
import { MirrorSeverity } from '../../src/checks/finding';
import type { MirrorModel } from '../../src/model/mirror-model';
import { WordedFindings } from '../../src/policy/worded-findings';

interface Document {
  readonly path: string;
  readonly plain?: boolean;
  readonly ofOthers?: boolean;
}
const of = (...documents: Document[]) => new WordedFindings({ documents } as unknown as MirrorModel, 'en');
const found = (more: Partial<Found> = {}): Found => ({
  id: 'NET1', severity: MirrorSeverity.ERROR, reason: 'fails', parameters: {}, path: 'net/A', stack: 'net', subject: '', count: 1,
  address: 'alicloud_vpc.a', words: { problem: 'is wrong', fix: 'Set it right.', help: 'docs/NET1.md' }, ...more,
});

test.each<[string, Document[], string]>([
  ['constructs: its path', [{ path: 'net' }], 'net/A'],
  ['constructs of several stacks: its path', [{ path: 'net' }, { path: 'other', plain: true }], 'net/A'],
  ['plain Terraform: its address', [{ path: 'net', plain: true }], 'alicloud_vpc.a'],
  ['plain Terraform of several stacks: the stack and its address', [{ path: 'net', plain: true }, { path: 'other' }], 'net/alicloud_vpc.a'],
  ['plain Terraform beside what belongs to others: its address', [{ path: 'net', plain: true }, { path: 'other', ofOthers: true }],
    'alicloud_vpc.a'],
  ['another stack of plain Terraform: its path', [{ path: 'other', plain: true }], 'net/A'],
])('a finding is named for a reader of %s', (_, documents, place) => {
  expect(placeText(of(...documents).of(found()))).toBe(place);
});

test('a finding is worded once', () => {
  const worded = of({ path: 'net' });
  const one = found();
  expect(worded.of(one)).toBe(worded.of(one));
  expect(worded.of(one)).toMatchObject({ id: 'NET1', problem: 'is wrong', fix: 'Set it right.', path: 'net/A' });
});

describe('findings', () => {
  const words = (problem: string) => ({ problem, fix: 'Set it right.', help: 'docs/NET1.md' });
  const sorted = (...all: Found[]) => of({ path: 'net' }).sorted(all).map(({ id, path, subject, words: own, address }) =>
    [id, path, subject, own?.problem, address].join(' '));

  test('come by id, path and subject, numbers by their value', () => {
    const given = [found({ subject: 'eni-10' }), found({ id: 'NET2' }), found({ path: 'net/B10' }), found({ path: 'net/B9' }),
      found({ subject: 'eni-9' })];
    expect(sorted(...given)).toEqual([
      'NET1 net/A eni-9 is wrong alicloud_vpc.a', 'NET1 net/A eni-10 is wrong alicloud_vpc.a', 'NET1 net/B9  is wrong alicloud_vpc.a',
      'NET1 net/B10  is wrong alicloud_vpc.a', 'NET2 net/A  is wrong alicloud_vpc.a',
    ]);
    expect(given[0].subject).toBe('eni-10');
  });

  test('that say the same of one place come once, the first of them', () => {
    const [a, b, again] = [found(), found({ words: words('is worse') }), found({ count: 2 })];
    expect(of({ path: 'net' }).sorted([a, b, again])).toEqual([a, b]);
    expect(of({ path: 'net' }).sorted([again, b, a, b])).toEqual([again, b]);
  });

  test('that differ in their reason, their text or their place all come', () => {
    expect(sorted(found(), found({ reason: 'breaks' }))).toHaveLength(2);
    expect(sorted(found(), found({ words: words('is worse') }))).toHaveLength(2);
    // One address has one fingerprint, whatever the path.
    expect(sorted(found(), found({ path: 'net/B' }))).toHaveLength(2);
    expect(sorted(found(), found({ subject: 'eni-1' }), found({ subject: 'eni-1' }))).toHaveLength(2);
  });
});
