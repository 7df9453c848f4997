import { isDay, now, today } from '../../src/net/calendar';

const saved = process.env.SOURCE_DATE_EPOCH;
afterEach(() => {
  if (saved === undefined) delete process.env.SOURCE_DATE_EPOCH;
  else process.env.SOURCE_DATE_EPOCH = saved;
});

test.each([
  ['2026-11-27', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-1-1', false],
  ['26-11-27', false],
  ['+012026-11-27', false],
  ['2026-11-27T00:00:00Z', false], ['', false], [20261127, false], [null, false], [undefined, false], [['2026-11-27'], false],
])('%p is a day: %s', (text, is) => {
  expect(isDay(text)).toBe(is);
});

test('SOURCE_DATE_EPOCH sets the time of a run, in seconds', () => {
  process.env.SOURCE_DATE_EPOCH = '1764287999';
  expect([now(), today()]).toEqual([1764287999000, '2025-11-27']);
  process.env.SOURCE_DATE_EPOCH = '1764288000';
  expect(today()).toBe('2025-11-28');
});

test.each(['', 'today', '-1', '1e9', '123456789012'])('SOURCE_DATE_EPOCH %p is ignored', (given) => {
  process.env.SOURCE_DATE_EPOCH = given;
  expect(Math.abs(now() - Date.now())).toBeLessThan(60_000);
  expect(isDay(today())).toBe(true);
});
