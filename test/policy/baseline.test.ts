import { MirrorFinding } from '../../src/checks/finding';
import { Baseline } from '../../src/policy/baseline';
import { messageOf } from '../support/app';

const entry = (fingerprint: string, where = 'stack/A') => ({ fingerprint, id: 'TM305', where });
const text = (...entries: object[]) => JSON.stringify({ version: 1, findings: entries });
const read = (json: string) => Baseline.parse(json, 'base.json');

describe('a baseline', () => {
  test('has its fingerprints, each once', () => {
    const baseline = read(text(entry('a'), entry('b'), entry('a')));
    expect([baseline.size, baseline.has('a'), baseline.has('b'), baseline.has('c'), baseline.expires, baseline.path]).toEqual(
      [2, true, true, false, undefined, 'base.json'],
    );
  });

  test('ends after its last day', () => {
    const baseline = read(JSON.stringify({ version: 1, findings: [], expires: '2026-11-28' }));
    expect(['2026-11-27', '2026-11-28', '2026-11-29'].map((day) => baseline.endedBy(day))).toEqual([false, false, true]);
    expect([baseline.expires, read(text()).endedBy('2999-01-01')]).toEqual(['2026-11-28', false]);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{', '[base.json] The baseline is "'],
    ['a text', 'x', '. Allowed: the JSON that --write-baseline writes.'],
    ['another version', '{"version":2,"findings":[]}', 'The baseline is 2. Allowed: version 1 with a list of findings'],
    ['nothing', 'null', 'The baseline is not set.'],
    ['no version', '{}', 'The baseline is not set.'],
    ['no list', '{"version":1}', 'The baseline has findings without fingerprints'],
    ['no objects', '{"version":1,"findings":[null]}', 'The baseline has findings without fingerprints'],
    ['a finding without one', '{"version":1,"findings":[{"fingerprint":"a"},{}]}', 'The baseline has findings without fingerprints'],
    ['no day', '{"version":1,"findings":[],"expires":"soon"}', 'expires is "soon". Allowed: a day as YYYY-MM-DD'],
    ['a day that is null', '{"version":1,"findings":[],"expires":null}', 'expires is null'],
  ])('fails: %s', (_, json, expected) => {
    expect(messageOf(() => read(json))).toContain(expected);
    expect(messageOf(() => read(json))).toMatch(
      / Fix: Write (it again with traffic-mirror check --write-baseline FILE|the last day on which the baseline holds)\.$/,
    );
  });
});

describe('entries of findings that are gone', () => {
  const baseline = read(text(
    entry('seen', 'one/A'), entry('gone', 'one/B'), entry('stack', 'one'), entry('subject', 'one eni-1'), entry('other', 'two/B'),
    entry('like', 'onerous/B'), { fingerprint: 'nowhere', id: 'TM305' },
  ));

  test('are those of stacks that were looked at', () => {
    expect(baseline.vanished(new Set(['seen']), ['one'])).toEqual(new Set(['gone', 'stack', 'subject', 'nowhere']));
    expect(baseline.vanished(new Set(), ['one', 'two'])).toEqual(new Set(['seen', 'gone', 'stack', 'subject', 'other', 'nowhere']));
    expect(baseline.vanished(new Set(), [])).toEqual(new Set(['nowhere']));
  });

  test('are taken out of the text, and all others stay', () => {
    const dated = read(JSON.stringify({ version: 1, expires: '2026-12-01', findings: [entry('b'), entry('a'), entry('c')] }));
    expect(dated.textWithout(new Set(['b']))).toBe([
      '{', '  "version": 1,', '  "expires": "2026-12-01",', '  "findings": [',
      '    {"fingerprint":"a","id":"TM305","where":"stack/A"},', '    {"fingerprint":"c","id":"TM305","where":"stack/A"}', '  ]', '}', '',
    ].join('\n'));
  });
});

test('the text has a line for each finding, sorted, and reads back', () => {
  const finding = (fingerprint: string, subject = '') => ({ fingerprint, id: 'TM305', path: 'stack/A', subject }) as MirrorFinding;
  const written = Baseline.textOf([finding('b', 'eni-1'), finding('a'), finding('b', 'eni-1')]);
  expect(written).toBe([
    '{', '  "version": 1,', '  "findings": [', '    {"fingerprint":"a","id":"TM305","where":"stack/A"},',
    '    {"fingerprint":"b","id":"TM305","where":"stack/A eni-1"}', '  ]', '}', '',
  ].join('\n'));
  expect(read(written).size).toBe(2);
  // Of two with one fingerprint, the first stands.
  expect(Baseline.textOf([finding('a', 'eni-1'), finding('a', 'eni-2')])).toContain('"where":"stack/A eni-1"');
  expect(read(Baseline.textOf([], '2026-12-01')).expires).toBe('2026-12-01');
});
