import { lastTag, mayBreak } from './api-diff';

test.each([
  ['v0.1.0', '0.2.0', true],
  ['v0.1.0', '0.1.1', false],
  ['v0.9.0', '1.0.0', true],
  ['v1.2.3', '1.3.0', false],
  ['v1.2.3', '2.0.0', true],
  ['v2.0.0', '1.9.0', false],
])('from %s to %s an API may break: %s', (from, to, may) => {
  expect(mayBreak(from, to)).toBe(may);
});

test('the last tag is the newest release below the version', () => {
  expect(lastTag(['v0.10.0', 'v0.9.3', 'v0.2.0', 'v0.11.0', 'v0.10.1-beta.1', 'vertical', ''], '0.11.0')).toBe('v0.10.0');
  expect(lastTag(['v0.1.0'], '0.1.0')).toBeUndefined();
  expect(lastTag([''], '0.1.0')).toBeUndefined();
});
