import { tagKeysOf } from '../../src/model/governance';
import { NO_TAGS, tagsOf, UNKNOWN_TAGS } from '../../src/model/tags';

test.each<[unknown, object]>([
  [undefined, { known: {}, open: [], complete: true }],
  [null, { known: {}, open: [], complete: true }],
  [{}, { known: {}, open: [], complete: true }],
  ['${var.tags}', { known: {}, open: [], complete: false }],
  [[{ a: 'b' }], { known: {}, open: [], complete: false }],
  [{ a: 'b', c: '', d: null }, { known: { a: 'b', c: '' }, open: [], complete: true }],
  [{ a: 5, b: true, c: false }, { known: { a: '5', b: 'true', c: 'false' }, open: [], complete: true }],
  [{ a: '${var.a}', b: ['x'], c: 'd' }, { known: { c: 'd' }, open: ['a', 'b'], complete: true }],
  [{ '${var.key}': 'b', 'c': 'd' }, { known: { c: 'd' }, open: [], complete: false }],
])('the tags of %j are %j', (written, tags) => {
  expect(tagsOf(written)).toEqual(tags);
});

test('no tag is not the same as unknown tags', () => {
  expect([NO_TAGS.complete, UNKNOWN_TAGS.complete]).toEqual([true, false]);
});

test('demands refer to the tags of targets and excluded sources, each key once', () => {
  expect(tagKeysOf([])).toEqual([]);
  expect(tagKeysOf([
    { scope: '', requiredTags: { team: '*' } },
    { scope: 'a', targetTags: { role: 'sensor', env: '*' } },
    { scope: 'b', excludedSourceTags: { mirror: 'never', env: 'test' } },
  ])).toEqual(['env', 'mirror', 'role']);
});
