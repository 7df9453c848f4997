// TM301 to TM311: what each says of small apps, alone.
import { add, FILTER, Fixture, right, SESSION, stated } from './fixtures';
import { from, Row, rows, to, withSessions } from './one-check';
import { MirrorEdition } from '../../src';
import { shown } from '../../src/net/refusal';

const LATER = MirrorEdition.EDITION_2026;
const ENI = '${alicloud_ecs_network_interface.e.id}';
const OTHER_ENI = '${alicloud_ecs_network_interface.f.id}';
const some = (bodies: Record<string, object>) => () => withSessions(bodies, (f) => {
  add(f, 'alicloud_ecs_network_interface', { e: {}, f: {} });
});
const UNKNOWN = { count: '${var.n}' };
const UNLISTED = { traffic_mirror_source_ids: '${var.list}' };
/** Two stacks, whose accounts may be one. */
const perhapsOne = (one: Record<string, object>, other: Record<string, object>) => () => [withSessions(one), withSessions(other)];

rows('TM301', [
  ['two sources', some({ a: {}, b: {} }), ['pass a', 'pass b']],
  ['one in two sessions', some({ a: from('eni-1'), b: from('eni-1') }), [
    ['error tooMany b eni-1', { source: 'eni-1', sessions: 2, copies: 1, others: ['a'], limit: 1, edition: '2023' }],
  ]],
  ['one in five sessions', some({ a: from('eni-1'), b: from('eni-1'), c: from('eni-1'), d: from('eni-1'), e: from('eni-1') }), [
    ['error tooMany b eni-1', { source: 'eni-1', sessions: 5, copies: 1, others: ['a', 'c', 'd'], limit: 1, edition: '2023' }],
    ['error tooMany c eni-1', { source: 'eni-1', sessions: 5, copies: 1, others: ['a', 'b', 'd'], limit: 1, edition: '2023' }],
    ['error tooMany d eni-1', { source: 'eni-1', sessions: 5, copies: 1, others: ['a', 'b', 'c'], limit: 1, edition: '2023' }],
    ['error tooMany e eni-1', { source: 'eni-1', sessions: 5, copies: 1, others: ['a', 'b', 'c'], limit: 1, edition: '2023' }],
  ]],
  ['one in three sessions', some({ a: from('eni-1'), b: from('eni-1'), c: from('eni-1') }), ['pass a'], LATER],
  ['one in four sessions', some({ a: from('eni-1'), b: from('eni-1'), c: from('eni-1'), d: from('eni-1') }), [
    ['error tooMany d eni-1', { source: 'eni-1', sessions: 4, copies: 1, others: ['a', 'b', 'c'], limit: 3, edition: '2026' }],
  ], LATER],
  ['a source that a session lists twice', some({ a: from('eni-1', 'eni-1') }), ['pass a']],
  ['two copies of a session', some({ a: { ...from('eni-1'), count: 2 }, b: {} }), [
    'pass b',
    ['error tooMany a eni-1', { source: 'eni-1', sessions: 2, copies: 2, others: [], limit: 1, edition: '2023' }],
  ]],
  ['three copies of a session', some({ a: { ...from('eni-1'), count: 3 } }), ['pass a'], LATER],
  ['two copies with a priority each', some({ a: { ...from('eni-1'), count: 2, priority: '${count.index + 1}' } }), [
    ['error tooMany a[1] eni-1', { source: 'eni-1', sessions: 2, copies: 1, others: ['a[0]'], limit: 1, edition: '2023' }],
  ]],
  ['an unknown number of copies', some({ a: { ...from('eni-1'), ...UNKNOWN }, b: {} }), ['pass b', 'undecided copiesOnlyAtApply a eni-1']],
  ['an unknown number of copies with a source each',
    some({ a: { ...from('${each.key}'), for_each: '${var.m}' } }), ['pass a']],
  ['a copy for each of a set', some({ a: { ...from('${each.value}'), for_each: '${toset(concat(var.l, ["eni-1"]))}' } }), ['pass a']],
  ['a copy for each resource of a map',
    some({ a: { ...from('${alicloud_ecs_network_interface.n[each.key].id}'), for_each: '${var.m}' } }), ['pass a']],
  ['a copy for each resource of a list',
    some({ a: { ...from('${alicloud_ecs_network_interface.n[count.index].id}'), ...UNKNOWN } }), ['pass a']],
  ['a copy for each entry of a map, which may have one value twice', some({ a: { ...from('${each.value}'), for_each: '${var.m}' } }), [
    'undecided sourceOnlyAtApply a ${each.value}',
  ]],
  ['a copy for each entry of a map of sets', some({ a: { ...from('${each.value.eni}'), for_each: '${toset(var.l)}' } }), [
    'undecided sourceOnlyAtApply a ${each.value.eni}',
  ]],
  ['a copy for each entry of a list', some({ a: { ...from('${var.l[count.index]}'), ...UNKNOWN } }), [
    'undecided sourceOnlyAtApply a ${var.l[count.index]}',
  ]],
  ['a copy for each entry of a local map', some({ a: { ...from('${local.m[each.key].id}'), for_each: '${toset(var.l)}' } }), [
    'undecided sourceOnlyAtApply a ${local.m[each.key].id}',
  ]],
  ['another attribute of each resource',
    some({ a: { ...from('${alicloud_ecs_network_interface.n[each.key].vswitch_id}'), for_each: '${var.m}' } }), [
      'undecided sourceOnlyAtApply a ${alicloud_ecs_network_interface.n[each.key].vswitch_id}',
    ]],
  ['the keys of two maps, which may have the same', some({
    a: { ...from('${each.key}'), for_each: '${var.m}' }, b: { ...from('${each.key}'), for_each: '${var.n}' },
  }), ['undecided sourceOnlyAtApply b ${each.key}']],
  ['three copies with a source each', some({ a: { ...from('${var.list[count.index]}'), count: 3 } }), [
    'undecided sourceOnlyAtApply a[0] ${var.list[0]}',
    'undecided sourceOnlyAtApply a[1] ${var.list[1]}',
    'undecided sourceOnlyAtApply a[2] ${var.list[2]}',
  ]],
  ['an unknown number of copies with a source each, and another session',
    some({ a: { ...from('${each.value}'), for_each: '${var.m}' }, b: {} }), ['undecided sourceOnlyAtApply a ${each.value}']],
  ['an unknown number of copies first', some({ a: { ...from('eni-1'), ...UNKNOWN }, b: from('eni-1'), c: from('eni-1') }), [
    ['error tooMany c eni-1', { source: 'eni-1', sessions: 2, copies: 1, others: ['a', 'b'], limit: 1, edition: '2023' }],
  ]],
  ['an unknown number of copies last', some({ a: from('eni-1'), b: from('eni-1'), c: { ...from('eni-1'), ...UNKNOWN } }), [
    ['error tooMany b eni-1', { source: 'eni-1', sessions: 2, copies: 1, others: ['a', 'c'], limit: 1, edition: '2023' }],
  ]],
  [
    'an unknown number of copies, and another session',
    some({ a: from('eni-1'), b: { ...from('eni-1'), ...UNKNOWN } }),
    ['undecided copiesOnlyAtApply b eni-1'],
  ],
  ['an unknown number of copies of two sessions',
    some({ a: { ...from('eni-1'), ...UNKNOWN }, b: { ...from('eni-1'), ...UNKNOWN } }), ['undecided copiesOnlyAtApply a eni-1']],
  ['an id and a resource', some({ a: from('eni-1'), b: from(ENI) }), ['undecided mixedNames a']],
  ['an id and a resource', some({ a: from('eni-1'), b: from(ENI) }), ['pass a', 'pass b'], LATER],
  ['two ids and a resource', some({ a: from('eni-1', ENI), b: from('eni-2') }), ['pass a', 'undecided mixedNames a']],
  ['an id and two resources', some({ a: from('eni-1', ENI), b: from(OTHER_ENI) }), ['pass a', 'undecided mixedNames a']],
  [
    'ids and resources in each of two',
    some({ a: from('eni-1', ENI), b: from('eni-2', OTHER_ENI) }),
    ['undecided mixedNames a', 'undecided mixedNames b'],
  ],
  ['an id and a resource in one session', some({ a: from('eni-1', ENI) }), ['pass a', 'pass a']],
  [
    'two ids, and a resource beside one of them',
    some({ a: from('eni-1', 'eni-2', ENI), b: from('eni-3') }),
    ['pass a', 'pass a', 'undecided mixedNames a'],
  ],
  [
    'two ids, and two resources beside one of them',
    some({ a: from('eni-1', ENI), b: from('eni-2'), c: from(OTHER_ENI) }),
    ['undecided mixedNames a', 'undecided mixedNames b'],
  ],
  ['a resource among ids', some({ a: from('eni-1'), b: from('eni-2'), c: from('eni-3', ENI) }), ['pass c', 'undecided mixedNames c']],
  ['an id among resources', some({ a: from(ENI), b: from(OTHER_ENI), c: from('eni-3') }), ['undecided mixedNames c']],
  [
    'a variable, and an id beside a resource',
    some({ a: from('eni-1', ENI), b: from('${var.x}') }),
    ['undecided sourceOnlyAtApply b ${var.x}'],
  ],
  ['one variable in two sessions', some({ a: from('${var.x}'), b: from('${var.x}') }), [
    ['error tooMany b ${var.x}', { source: '${var.x}', sessions: 2, copies: 1, others: ['a'], limit: 1, edition: '2023' }],
  ]],
  ['two variables', some({ a: from('${var.x}'), b: from('${var.y}') }), [
    'undecided sourceOnlyAtApply a ${var.x}',
    'undecided sourceOnlyAtApply b ${var.y}',
  ]],
  ['two variables', some({ a: from('${var.x}'), b: from('${var.y}') }), ['pass a', 'pass b'], LATER],
  ['two variables in four sessions',
    some({ a: from('${var.x}'), b: from('${var.y}'), c: from('eni-1'), d: from('eni-2') }), [
      'pass c',
      'pass d',
      'undecided sourceOnlyAtApply a ${var.x}',
      'undecided sourceOnlyAtApply b ${var.y}',
    ], LATER],
  [
    'a variable and an id in one session, beside ids',
    some({ a: from('eni-1', '${var.x}'), b: from('eni-2') }),
    ['pass a', 'undecided sourceOnlyAtApply a ${var.x}'],
  ],
  ['two variables, of which another session has one', some({ a: from('${var.x}', '${var.y}'), b: from('${var.x}') }), [
    ['error tooMany b ${var.x}', { source: '${var.x}', sessions: 2, copies: 1, others: ['a'], limit: 1, edition: '2023' }],
    'undecided sourceOnlyAtApply b ${var.x}',
  ]],
  ['a variable, an id and resources in four sessions',
    some({ a: from('${var.x}'), b: from('eni-1'), c: from(ENI), d: from(OTHER_ENI) }), [
      'pass c',
      'pass d',
      'undecided sourceOnlyAtApply a ${var.x}',
      'undecided mixedNames b',
    ], LATER],
  ['an id and resources in four sessions',
    some({ a: from('eni-1'), b: from(ENI), c: from(OTHER_ENI), d: from(OTHER_ENI) }), [
      'pass b',
      'pass c',
      'undecided mixedNames a',
    ], LATER],
  ['a list that is known only at apply', some({ a: {}, b: UNLISTED }), []],
  ['a list that is known only at apply', some({ a: {}, b: UNLISTED }), ['pass a'], LATER],
  ['three lists that are known only at apply', some({ a: {}, b: UNLISTED, c: UNLISTED, d: UNLISTED }), [], LATER],
  ['a list that is known only at apply, and a variable', some({ a: from('${var.x}'), b: UNLISTED }), []],
  ['one source in two accounts that may be one', perhapsOne({ a: from('eni-1', 'eni-2') }, { b: from('eni-1') }), ['pass a']],
  ['one source in two accounts that may be one', perhapsOne({ a: from('eni-1') }, { b: from('eni-1') }), ['pass a', 'pass net1/b'], LATER],
  ['a source that is no expression, in an unknown number of copies', some({ a: { ...from('each.key'), for_each: '${var.m}' } }), [
    'undecided copiesOnlyAtApply a each.key',
  ]],
  ['one variable in two copies', some({ a: { ...from('${var.x}'), count: 2 } }), [
    ['error tooMany a ${var.x}', { source: '${var.x}', sessions: 2, copies: 2, others: [], limit: 1, edition: '2023' }],
  ]],
  ['an id, a resource and a variable in three sessions', some({ a: from('eni-1'), b: from(ENI), c: from('${var.x}') }), [
    'pass a', 'pass b', 'pass c',
  ], LATER],
  ['an id, two resources and no sources', some({ a: from('eni-1'), b: from(ENI), c: from(OTHER_ENI), d: from() }), [
    'pass b', 'pass c', 'undecided mixedNames a',
  ], LATER],
  ['a resource, three ids and no sources', some({ a: from(ENI, 'eni-2'), b: from('eni-1'), c: from('eni-1'), d: from() }), [
    'pass a', 'pass b', 'undecided mixedNames a',
  ], LATER],
  ['a variable beside two ids, and no sources', some({ a: from('${var.x}'), b: from('eni-1'), c: from('eni-2'), d: from() }), [
    'pass b', 'pass c', 'undecided sourceOnlyAtApply a ${var.x}',
  ], LATER],
  ['a list that is known only at apply, a resource and an id', some({ a: UNLISTED, b: from(ENI), c: from('eni-1') }), [
    'undecided mixedNames c',
  ]],
]);

rows('TM302', [
  ['two interfaces', some({ a: to('eni-t') }), ['pass a eni-t']],
  ['a load balancer', some({ a: {}, b: from(ENI) }), ['pass a lb-bp1sensors']],
  ['the target of another session', some({ a: { ...from('eni-1'), ...to('eni-2') }, b: { ...from('eni-2'), ...to('eni-t') } }), [
    'pass b eni-t',
    ['error sourceAndTarget a eni-2', { target: 'eni-2', sessions: ['a'], mirroredBy: ['b'] }],
  ]],
  ['a session that may not exist, as its target',
    some({ a: { ...from('eni-1'), ...to('eni-2'), ...UNKNOWN }, b: { ...from('eni-2'), ...to('eni-t') } }), [
      'pass b eni-t',
      ['undecided copiesOnlyAtApply a eni-2', { sessions: ['a'] }],
    ]],
  ['a session that may not exist, as its source',
    some({ a: { ...from('eni-1'), ...to('eni-2') }, b: { ...from('eni-2'), ...to('eni-t'), ...UNKNOWN } }), [
      'pass b eni-t',
      ['undecided copiesOnlyAtApply a eni-2', { sessions: ['b'] }],
    ]],
  ['a session that may not exist, and one that does',
    some({
      a: { ...from('eni-1'), ...to('eni-2'), ...UNKNOWN }, b: { ...from('eni-2'), ...to('eni-t') }, c: { ...from('eni-3'), ...to('eni-2') },
    }), [
      'pass b eni-t',
      ['error sourceAndTarget a eni-2', { target: 'eni-2', sessions: ['a', 'c'], mirroredBy: ['b'] }],
    ]],
  ['a source that may not exist, and one that does',
    some({
      a: { ...from('eni-1'), ...to('eni-2') }, b: { ...from('eni-2'), ...to('eni-t'), ...UNKNOWN }, c: { ...from('eni-2'), ...to('eni-u') },
    }), [
      'pass b eni-t',
      'pass c eni-u',
      ['error sourceAndTarget a eni-2', { target: 'eni-2', sessions: ['a'], mirroredBy: ['b', 'c'] }],
    ]],
  ['the only session, to its own source', some({ a: { ...from('eni-1'), ...to('eni-1') } }), [
    ['error sourceAndTarget a eni-1', { target: 'eni-1', sessions: ['a'], mirroredBy: ['a'] }],
  ]],
  ['a resource and an id', some({ a: { ...from('eni-1'), ...to(ENI) } }), ['undecided mixedNames a alicloud_ecs_network_interface.e']],
  ['a resource and another', some({ a: { ...from(OTHER_ENI), ...to(ENI) } }), ['pass a alicloud_ecs_network_interface.e']],
  ['an id and a resource', some({ a: { ...from(ENI), ...to('eni-t') } }), ['undecided mixedNames a eni-t']],
  ['an id and a variable', some({ a: { ...from('${var.x}'), ...to('eni-t') } }), ['undecided mixedNames a eni-t']],
  [
    'a resource and a variable',
    some({ a: { ...from('${var.x}'), ...to(ENI) } }),
    ['undecided mixedNames a alicloud_ecs_network_interface.e'],
  ],
  ['a variable and an id', some({ a: { ...from('eni-1'), ...to('${var.t}') } }), ['undecided mixedNames a ${var.t}']],
  ['a variable and a resource', some({ a: { ...from(ENI), ...to('${var.t}') } }), ['undecided mixedNames a ${var.t}']],
  ['a variable without sources', some({ a: { ...from(), ...to('${var.t}') } }), ['pass a ${var.t}']],
  ['a variable and a list that is known only at apply', some({ a: { ...UNLISTED, ...to('${var.t}') } }), []],
  ['an id and a list that is known only at apply', some({ a: { ...UNLISTED, ...to('eni-t') }, b: to('eni-t') }), []],
  ['a load balancer and a list that is known only at apply', some({ a: UNLISTED }), ['pass a lb-bp1sensors']],
  [
    'the target in an account that may be the same',
    perhapsOne({ a: to('eni-t') }, { b: { ...from('eni-t'), ...to('eni-u') } }),
    ['pass net1/b eni-u'],
  ],
  ['at a session that the app can change', () => {
    const f = some({ a: { ...from('eni-1'), ...to('eni-2') }, b: { ...from('eni-2'), ...to('eni-t') } })() as any;
    return { ...f, standing: new Set([`${SESSION}.a`]) };
  }, [
    'pass b eni-t',
    ['error sourceAndTarget b eni-2', { target: 'eni-2', sessions: ['a'], mirroredBy: ['b'] }],
  ]],
  ['a session that the app cannot change', () => Object.assign(some({ a: to('eni-t') })(), { standing: new Set([`${SESSION}.a`]) }), [
    'pass a eni-t',
  ]],
  ['a list that is known only at apply, in an account that may be the same', perhapsOne({ a: to('eni-t') }, { b: UNLISTED }), [
    'pass net1/b lb-bp1sensors',
  ]],
]);

rows('TM303', [
  ['different ids', some({ a: from('eni-1', 'eni-2'), b: from('eni-1') }), ['pass a', 'pass b']],
  ['one twice and one three times', some({ a: from('eni-1', 'eni-2', 'eni-1', 'eni-2', 'eni-1', 'eni-3'), b: from('eni-1') }), [
    'pass b',
    ['error repeated a eni-1', { source: 'eni-1', times: 3 }],
    ['error repeated a eni-2', { source: 'eni-2', times: 2 }],
  ]],
  ['one twice beside an id and a resource', some({ a: from('eni-1', 'eni-1'), b: from('eni-2', ENI) }), [
    ['error repeated a eni-1', { source: 'eni-1', times: 2 }],
    'undecided mixedNames b',
  ]],
  ['an id and a resource', some({ a: from('eni-1', ENI), b: from('eni-2'), c: from(ENI) }), ['pass b', 'pass c', 'undecided mixedNames a']],
  [
    'an id and a resource in two sessions',
    some({ a: from('eni-1'), b: from(ENI), c: from(ENI, OTHER_ENI) }),
    ['pass a', 'pass b', 'pass c'],
  ],
  ['two resources', some({ a: from(ENI, OTHER_ENI) }), ['pass a']],
  [
    'variables',
    some({ a: from('${var.x}'), b: from('${var.x}', '${var.y}'), c: from('eni-1') }),
    ['pass a', 'pass c', 'undecided mixedNames b'],
  ],
  ['a resource twice', some({ a: from(ENI, ENI) }), [
    ['error repeated a alicloud_ecs_network_interface.e', { source: 'net/alicloud_ecs_network_interface.e', times: 2 }],
  ]],
  ['a list that is known only at apply', some({ a: UNLISTED, b: {} }), ['pass b']],
  [
    'a list that is known only at apply, and one twice',
    some({ a: UNLISTED, b: from('eni-1', 'eni-1') }),
    [['error repeated b eni-1', { source: 'eni-1', times: 2 }]],
  ],
]);

const named = (names: Record<string, object>, change: (f: Fixture) => void) => () => withSessions(names, change);
const priority = (...numbers: unknown[]) =>
  some(Object.fromEntries(numbers.map((number, i) => ['abcdefgh'[i], { priority: number }])));

rows('TM304', [
  ['two numbers', priority(1, 32_766), ['pass a', 'pass b']],
  ['one number twice', priority(7, 7), ['pass a', ['error taken b', { priority: 7, other: 'a', free: 8 }]]],
  ['one number three times', priority(7, 7, 7), [
    'pass a',
    ['error taken b', { priority: 7, other: 'a', free: 8 }],
    ['error taken c', { priority: 7, other: 'a', free: 9 }],
  ]],
  ['numbers that are taken', priority(7, 8, 7, 10, 8, 9), [
    'pass a',
    'pass b',
    'pass d',
    'pass f',
    ['error taken c', { priority: 7, other: 'a', free: 11 }],
    ['error taken e', { priority: 8, other: 'b', free: 12 }],
  ]],
  ['a number twice at the end', priority(32_766, 32_766, 32_765), [
    'pass a',
    'pass c',
    ['error taken b', { priority: 32766, other: 'a', free: 32764 }],
  ]],
  ['a number out of range', priority(0, 32_767, -5, 1.5, 40_000), [
    ['error outOfRange a', { priority: 0, min: 1, max: 32766, free: 1 }],
    ['error outOfRange b', { priority: 32767, min: 1, max: 32766, free: 32766 }],
    ['error outOfRange c', { priority: -5, min: 1, max: 32766, free: 2 }],
    ['error outOfRange d', { priority: 1.5, min: 1, max: 32766, free: 3 }],
    ['error outOfRange e', { priority: 40000, min: 1, max: 32766, free: 32765 }],
  ]],
  ['no number', priority(undefined, null, '${var.p}', 3), [
    'pass d',
    ['error missing a', { min: 1, max: 32766 }],
    ['error missing b', { min: 1, max: 32766 }],
    'undecided onlyAtApply c',
  ]],
  ['a number as text', priority('7', 7), ['pass a', ['error taken b', { priority: 7, other: 'a', free: 8 }]]],
  ['two copies', some({ a: { priority: 7, count: 2 }, b: {} }), ['pass b', ['error sharedByCopies a', { priority: 7, copies: 2 }]]],
  [
    'an unknown number of copies',
    some({ a: { priority: 7, ...UNKNOWN }, b: {} }),
    ['pass b', ['undecided copiesOnlyAtApply a', { priority: 7 }]],
  ],
  ['one that may not exist, first', some({ a: { priority: 7, ...UNKNOWN }, b: { priority: 7 }, c: { priority: 7 } }), [
    ['error taken c', { priority: 7, other: 'b', free: 8 }],
    ['undecided copiesOnlyAtApply a', { priority: 7 }],
    ['undecided perhapsTaken b', { priority: 7, other: 'a' }],
  ]],
  ['one that may not exist, last', some({ a: { priority: 7 }, b: { priority: 7, ...UNKNOWN }, c: { priority: 7 } }), [
    'pass a',
    ['error taken c', { priority: 7, other: 'a', free: 8 }],
    ['undecided perhapsTaken b', { priority: 7, other: 'a' }],
  ]],
  ['two that may not exist', some({ a: { priority: 7, ...UNKNOWN }, b: { priority: 7, ...UNKNOWN } }), [
    ['undecided copiesOnlyAtApply a', { priority: 7 }],
    ['undecided perhapsTaken b', { priority: 7, other: 'a' }],
  ]],
  [
    'one number in two accounts that may be one',
    perhapsOne({ a: { priority: 7 }, b: { priority: 8 } }, { c: { priority: 7 } }),
    ['pass b'],
  ],
  ['one number twice, where an account may be the same',
    perhapsOne({ a: { priority: 7 }, b: { priority: 7 } }, { c: { priority: 7 } }), [
      ['error taken b', { priority: 7, other: 'a', free: 8 }],
    ]],
  ['a default that gave way', named({ a: {}, b: {}, c: { priority: undefined } }, (f) => {
    f.statements.sessions = {
      [`${SESSION}.b`]: { gaveWayTo: { path: `net/${SESSION}.a/Resource`, priority: 1 }, defaultPriority: true },
      [`${SESSION}.c`]: { gaveWayTo: { path: `net/${SESSION}.a`, priority: 1 } },
    };
  }), [
    'pass a',
    'pass b',
    ['warning moved b', { priority: 2, first: 'a', kept: 1 }],
    ['error missing c', { min: 1, max: 32766 }],
  ]],
  ['a default at a number that is set', named({ a: { priority: 7 }, b: { priority: 7 } }, (f) => {
    f.statements.sessions = { [`${SESSION}.b`]: { defaultPriority: true } };
  }), [
    'pass a',
    ['error taken b', { priority: 7, other: 'a', free: 8, fromPath: 'b' }],
  ]],
  ['a set number at a default', named({ a: { priority: 7 }, b: { priority: 7 } }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: { defaultPriority: true } };
  }), [
    'pass a',
    ['error taken b', { priority: 7, other: 'a', free: 8, fromPath: 'a' }],
  ]],
  ['two defaults', named({ a: { priority: 7 }, b: { priority: 7 } }, (f) => {
    f.statements.sessions = { [`${SESSION}.a`]: { defaultPriority: true }, [`${SESSION}.b`]: { defaultPriority: true } };
  }), ['pass a', ['error taken b', { priority: 7, other: 'a', free: 8 }]]],
]);

rows('TM305', [
  ['switches', some({
    a: {}, b: { enabled: 'true' }, c: { enabled: undefined }, d: { enabled: null }, e: { enabled: false },
    f: { enabled: 'false' }, g: { enabled: '${var.on}' },
  }), [
    'pass a',
    'pass b',
    'error missing c',
    'error missing d',
    'warning off e',
    'warning off f',
    'undecided onlyAtApply g',
  ]],
  [
    'two of one form',
    some({ a: { enabled: false }, b: { enabled: false }, c: {}, d: {} }),
    ['pass c', 'pass d', 'warning off a', 'warning off b'],
  ],
]);

rows('TM306', [
  ['lengths', some({
    a: {}, b: { packet_length: null }, c: { packet_length: 64 }, d: { packet_length: 8500 }, e: { packet_length: 63 },
    f: { packet_length: 8501 }, g: { packet_length: 100.4 }, h: { packet_length: '${var.l}' }, i: { packet_length: -7 },
  }), [
    'pass a',
    'pass b',
    'pass c',
    'pass d',
    ['error outOfRange e', { length: 63, min: 64, max: 8500, nearest: 64 }],
    ['error outOfRange f', { length: 8501, min: 64, max: 8500, nearest: 8500 }],
    ['error outOfRange g', { length: 100.4, min: 64, max: 8500, nearest: 100 }],
    ['error outOfRange i', { length: -7, min: 64, max: 8500, nearest: 64 }],
    'undecided onlyAtApply h',
  ]],
  ['two of one form', some({ a: { packet_length: 9000 }, b: { packet_length: 9000 } }), [
    ['error outOfRange a', { length: 9000, min: 64, max: 8500, nearest: 8500 }],
    ['error outOfRange b', { length: 9000, min: 64, max: 8500, nearest: 8500 }],
  ]],
]);

/** A stack with a VPC alone, whose name begins with a digit. */
const without = (statements: object | undefined) => {
  const f = right();
  f.terraform.resource = { alicloud_vpc: { '1web': {} } };
  return { ...f, statements: statements && { ...f.statements, sessions: {}, ...statements } } as Fixture;
};

rows('TM307', [
  ['names of Terraform that begin with a digit or a hyphen', some({ '1web': {}, '-db': {}, 'w1': {}, '_x-1': {} }), [
    'pass 1web', 'pass -db', 'pass w1', 'pass _x-1',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    ['error terraformName 1web', { names: ['1web', '-db'] }],
  ]],
  ['a stack without mirroring', () => without({}), []],
  ['a stack with a collector', () => without({ collectors: [{ path: 'net/Sensors', target: 'lb-1' }] }), [
    ['error terraformName net/alicloud_vpc.1web', { names: ['1web'] }],
  ]],
  ['a stack with an empty list of collectors', () => without({ collectors: [] }), []],
  ['a stack about which nothing is stated', () => without(undefined), []],
  ['no texts', some({ a: {}, b: { tags: {} }, c: { tags: null } }), [
    'pass a',
    'pass b',
    'pass c',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
  ]],
  ['the ends of lengths', some({
    a: { traffic_mirror_session_name: 'ab', traffic_mirror_session_description: 'x'.repeat(256) },
    b: { traffic_mirror_session_name: 'x'.repeat(128), traffic_mirror_session_description: 'ab' },
  }), [
    'pass a',
    'pass b',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
  ]],
  ['texts that are too short and too long', some({
    a: { traffic_mirror_session_name: 'a', traffic_mirror_session_description: 'x'.repeat(257) }, b: {},
  }), [
    'pass b',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    [
      'error tooShort a traffic_mirror_session_name',
      { argument: 'traffic_mirror_session_name', text: '"a"', bytes: 1, ascii: true, min: 2, max: 128 },
    ],
    [
      'error tooLong a traffic_mirror_session_description',
      { argument: 'traffic_mirror_session_description', text: shown('x'.repeat(257)), bytes: 257, ascii: true, min: 2, max: 256 },
    ],
  ]],
  ['a text in Chinese that is too long', some({ a: { traffic_mirror_session_name: '\u955c'.repeat(43) } }), [
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    [
      'error tooLong a traffic_mirror_session_name',
      { argument: 'traffic_mirror_session_name', text: shown('\u955c'.repeat(43)), bytes: 129, ascii: false, min: 2, max: 128 },
    ],
  ]],
  ['a scheme', some({ a: { traffic_mirror_session_name: 'http://a' } }), [
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    [
      'error hasScheme a traffic_mirror_session_name',
      { argument: 'traffic_mirror_session_name', text: '"http://a"', bytes: 8, ascii: true, min: 2, max: 128 },
    ],
  ]],
  ['a text that is known only at apply', some({
    a: { traffic_mirror_session_name: '${var.n}', traffic_mirror_session_description: '${var.d}' },
    b: { traffic_mirror_session_description: '${var.d}', tags: '${var.t}' }, c: { tags: '${var.t}' },
    d: { tags: { '${var.k}': 'a', use: 'b' } },
    e: { traffic_mirror_session_name: '${var.n}', traffic_mirror_session_description: 'a' },
  }), [
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    [
      'error tooShort e traffic_mirror_session_description',
      { argument: 'traffic_mirror_session_description', text: '"a"', bytes: 1, ascii: true, min: 2, max: 256 },
    ],
    ['undecided onlyAtApply a', { argument: 'traffic_mirror_session_name' }],
    ['undecided onlyAtApply b', { argument: 'traffic_mirror_session_description' }],
    ['undecided onlyAtApply c', { argument: 'tags' }],
    'undecided tagKeyOnlyAtApply d',
  ]],
  ['keys of tags', some({
    a: { tags: { 'aliyun-a': 'x', 'acs:b': 'y', good: 'z' } }, b: { tags: { '': 'x' } },
    c: { tags: { ['k'.repeat(129)]: 'x', ['m'.repeat(128)]: 'y' } },
    d: { tags: { ['\u{1F600}'.repeat(128)]: 'x' } }, e: { tags: { good: 'z' } }, f: { tags: { 'aliyun-a': 'x' } },
    g: { tags: { ['\u{1F600}'.repeat(129)]: 'x' } }, h: { tags: { Aliyun: 'x', 'my-acs:': 'y' } },
  }), [
    'pass d',
    'pass e',
    'pass h',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    ['error tagKeyReserved a tag aliyun-a', { key: '"aliyun-a"', prefix: 'aliyun' }],
    ['error tagKeyReserved a tag acs:b', { key: '"acs:b"', prefix: 'acs:' }],
    'error tagKeyEmpty b tag ',
    [
      `error tagKeyTooLong c tag ${'k'.repeat(129)}`,
      { key: shown('k'.repeat(129)), characters: 129, max: 128 },
    ],
    ['error tagKeyReserved f tag aliyun-a', { key: '"aliyun-a"', prefix: 'aliyun' }],
    [
      `error tagKeyTooLong g tag ${'\u{1F600}'.repeat(129)}`,
      { key: shown('\u{1F600}'.repeat(129)), characters: 129, max: 128 },
    ],
  ]],
  ['20 tags, and 21', some(Object.fromEntries([20, 21].map((count) => [`t${count}`, {
    tags: Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v'])),
  }]))), [
    'pass t20',
    'pass net/alicloud_vpc_traffic_mirror_filter.web',
    ['error tooManyTags t21 tags', { tags: 21, limit: 20 }],
  ]],
  ['texts of a filter', () => withSessions({}, (f) => {
    f.terraform.resource[FILTER] = {
      a: { traffic_mirror_filter_name: 'a', traffic_mirror_filter_description: 'b' },
      b: { traffic_mirror_filter_name: '', traffic_mirror_filter_description: 'x'.repeat(257), tags: { '': '' } },
      c: { traffic_mirror_filter_name: 'x'.repeat(129) }, d: { traffic_mirror_filter_description: 'https://x' },
    };
  }), [
    'pass net/alicloud_vpc_traffic_mirror_filter.a',
    [
      'error tooShort net/alicloud_vpc_traffic_mirror_filter.b traffic_mirror_filter_name',
      { argument: 'traffic_mirror_filter_name', text: '""', bytes: 0, ascii: true, min: 1, max: 128 },
    ],
    [
      'error tooLong net/alicloud_vpc_traffic_mirror_filter.b traffic_mirror_filter_description',
      { argument: 'traffic_mirror_filter_description', text: shown('x'.repeat(257)), bytes: 257, ascii: true, min: 1, max: 256 },
    ],
    'error tagKeyEmpty net/alicloud_vpc_traffic_mirror_filter.b tag ',
    [
      'error tooLong net/alicloud_vpc_traffic_mirror_filter.c traffic_mirror_filter_name',
      { argument: 'traffic_mirror_filter_name', text: shown('x'.repeat(129)), bytes: 129, ascii: true, min: 1, max: 128 },
    ],
    [
      'error hasScheme net/alicloud_vpc_traffic_mirror_filter.d traffic_mirror_filter_description',
      { argument: 'traffic_mirror_filter_description', text: '"https://x"', bytes: 9, ascii: true, min: 1, max: 256 },
    ],
  ]],
]);

const vni = (...numbers: unknown[]) =>
  some(Object.fromEntries(numbers.map((number, i) => ['abcdefgh'[i], { virtual_network_id: number }])));
const at = (target: string, number: unknown = 7, more: object = {}) => ({ ...to(target), virtual_network_id: number, ...more });

rows('TM308', [
  ['one session', vni(0), ['pass a']],
  ['two numbers', vni(1, 16_777_215), ['pass a', 'pass b']],
  ['one number twice', vni(7, 7, 8, 7), [
    'pass a',
    'pass c',
    ['warning taken b', { vni: 7, other: 'a', target: 'lb-bp1sensors' }],
    ['warning taken d', { vni: 7, other: 'a', target: 'lb-bp1sensors' }],
  ]],
  ['no number', vni(undefined, null, 7), ['pass a', 'pass b', 'pass c']],
  ['a number by a variable', vni('${var.v}', 7), ['pass b', 'undecided onlyAtApply a']],
  ['a number out of range', vni(0, 0, 16_777_216, 7), ['pass d']],
  ['one number at two targets', some({ a: at('lb-1'), b: at('lb-2') }), ['pass a', 'pass b']],
  ['two copies', some({ a: at('lb-1', 7, { count: 2 }), b: at('lb-2', 7) }), [
    'pass b',
    ['warning sharedByCopies a', { vni: 7, copies: 2, target: 'lb-1' }],
  ]],
  [
    'two copies without a number',
    some({ a: at('lb-1', null, { count: 2 }) }),
    ['pass a'],
  ],
  ['an unknown number of copies', some({ a: at('lb-1', 7, UNKNOWN) }), [['undecided copiesOnlyAtApply a', { vni: 7 }]]],
  ['one that may not exist, first', some({ a: at('lb-1', 7, UNKNOWN), b: at('lb-1'), c: at('lb-1') }), [
    ['warning taken c', { vni: 7, other: 'b', target: 'lb-1' }],
    ['undecided copiesOnlyAtApply a', { vni: 7 }],
    ['undecided perhapsTaken b', { vni: 7, other: 'a' }],
  ]],
  ['one that may not exist, last', some({ a: at('lb-1'), b: at('lb-1', 7, UNKNOWN), c: at('lb-1') }), [
    'pass a',
    ['warning taken c', { vni: 7, other: 'a', target: 'lb-1' }],
    ['undecided perhapsTaken b', { vni: 7, other: 'a' }],
  ]],
  ['two that may not exist', some({ a: at('lb-1', 7, UNKNOWN), b: at('lb-1', 7, UNKNOWN) }), [
    ['undecided copiesOnlyAtApply a', { vni: 7 }],
    ['undecided perhapsTaken b', { vni: 7, other: 'a' }],
  ]],
  ['two copies of a number that is taken', some({ a: at('lb-1'), b: at('lb-1', 7, { count: 2 }) }), [
    'pass a',
    ['warning taken b', { vni: 7, other: 'a', target: 'lb-1' }],
  ]],
  ['one number at an id and a resource', some({ a: at('eni-1'), b: at(ENI), c: at('eni-2', 8) }), ['pass c']],
  ['one number at two resources', some({ a: at(OTHER_ENI), b: at(ENI) }), ['pass a', 'pass b']],
  ['one number at an id, and at two resources', some({ a: at(OTHER_ENI), b: at(ENI), c: at('eni-1', 8) }), ['pass a', 'pass b', 'pass c']],
  ['one number at an id and a variable', some({ a: at('eni-1'), b: at('${var.t}'), c: at('eni-2', 8), d: at('${var.u}', 8) }), []],
  ['no number at an id and a variable', some({ a: at('eni-1', null), b: at('${var.t}') }), ['pass a', 'pass b']],
  ['a variable alone', some({ a: at('${var.t}') }), ['pass a']],
  ['one number in two accounts that may be one', perhapsOne({ a: at('lb-1') }, { b: at('lb-1'), c: at('lb-2') }), ['pass net1/c']],
  [
    'one number at two targets, in two accounts that may be one',
    perhapsOne({ a: at('lb-1') }, { b: at('lb-2') }),
    ['pass a', 'pass net1/b'],
  ],
  ['one number at a variable, in two accounts that may be one', perhapsOne({ a: at('lb-1') }, { b: at('${var.t}') }), []],
  ['one number at a variable in another account',
    () => perhapsOne({ a: at('lb-1'), b: at('eni-1', 9) }, { c: at('${var.t}') })().map((f, i) => ({ ...f, account: `${i}` })), [
      'pass a',
      'pass b',
      'pass net1/c',
    ]],
]);

const ATTACHMENT = 'alicloud_ecs_network_interface_attachment';
const attached = (body: object, change: (f: Fixture) => void = () => undefined) => () => withSessions({ a: body }, (f) => {
  add(f, 'alicloud_ecs_network_interface', { e: {}, f: {} });
  add(f, 'alicloud_instance', { i: {} });
  add(f, ATTACHMENT, { e: { network_interface_id: ENI, instance_id: '${alicloud_instance.i.id}' } });
  change(f);
});
const BY_ATTACHMENT = `\${${ATTACHMENT}.e.network_interface_id}`;

rows('TM309', [
  ['no attachments', some({ a: from(ENI) }), []],
  ['an interface by its attachment', attached(from(BY_ATTACHMENT)), ['pass a']],
  ['an interface by itself', attached(from(ENI, OTHER_ENI)), [
    'pass a',
    [
      'warning doesNotWait a alicloud_ecs_network_interface.e',
      {
        role: 'source', name: 'net/alicloud_ecs_network_interface.e', attachment: 'net/alicloud_ecs_network_interface_attachment.e',
        attachmentAddress: 'alicloud_ecs_network_interface_attachment.e', way: 'attachment',
      },
    ],
  ]],
  ['an interface by itself, and depends_on', attached({ ...from(ENI), depends_on: [`${ATTACHMENT}.e`] }), ['pass a']],
  ['an id', attached(from('eni-1')), []],
  ['a target by itself', attached({ ...from('eni-1'), ...to(ENI) }), [
    [
      'warning doesNotWait a alicloud_ecs_network_interface.e',
      {
        role: 'target', name: 'net/alicloud_ecs_network_interface.e', attachment: 'net/alicloud_ecs_network_interface_attachment.e',
        attachmentAddress: 'alicloud_ecs_network_interface_attachment.e', way: 'attachment',
      },
    ],
  ]],
  ['a target by its attachment', attached({ ...from('eni-1'), ...to(BY_ATTACHMENT) }), ['pass a']],
  ['both', attached({ ...from(ENI), ...to(OTHER_ENI) }), [
    'pass a',
    [
      'warning doesNotWait a alicloud_ecs_network_interface.e',
      {
        role: 'source', name: 'net/alicloud_ecs_network_interface.e', attachment: 'net/alicloud_ecs_network_interface_attachment.e',
        attachmentAddress: 'alicloud_ecs_network_interface_attachment.e', way: 'attachment',
      },
    ],
  ]],
  ['a list that is known only at apply', attached({ ...UNLISTED, traffic_mirror_target_id: undefined }), []],
  ['a second attachment that is not waited for', attached(from(BY_ATTACHMENT), (f) => {
    add(f, ATTACHMENT, { second: { network_interface_id: ENI, instance_id: 'i-2' } });
  }), [
    [
      'warning doesNotWait a alicloud_ecs_network_interface.e',
      {
        role: 'source', name: 'net/alicloud_ecs_network_interface.e', attachment: 'net/alicloud_ecs_network_interface_attachment.second',
        attachmentAddress: 'alicloud_ecs_network_interface_attachment.second', way: 'attachment',
      },
    ],
  ]],
  ...([[OTHER_ENI, []], [BY_ATTACHMENT, ['pass a']]] as const).map(([source, lines]): Row => [
    `an attachment of any interface, and ${source}`,
    attached(from(source), (f) => { f.terraform.resource.alicloud_instance.i.network_interfaces = '${var.interfaces}'; }),
    lines,
  ]),
  ['a block of an instance', attached(from(OTHER_ENI), (f) => {
    f.terraform.resource.alicloud_instance.i.network_interfaces = { network_interface_id: OTHER_ENI };
  }), [
    [
      'warning doesNotWait a alicloud_ecs_network_interface.f',
      {
        role: 'source', name: 'net/alicloud_ecs_network_interface.f', attachment: 'net/alicloud_instance.i',
        attachmentAddress: 'alicloud_instance.i', way: 'instance',
      },
    ],
  ]],
  ['a block of an instance, and depends_on', attached({ ...from(OTHER_ENI), depends_on: ['alicloud_instance.i'] }, (f) => {
    f.terraform.resource.alicloud_instance.i.network_interfaces = { network_interface_id: OTHER_ENI };
  }), ['pass a']],
  ['an attachment of another stack', () => {
    const [f, other] = [withSessions({ a: from('eni-1') }), right()];
    add(other, ATTACHMENT, { e: { network_interface_id: 'eni-1', instance_id: 'i-1' } });
    return [f, other];
  }, [
    [
      'warning doesNotWait a eni-1',
      {
        role: 'source', name: 'eni-1', attachment: 'net1/alicloud_ecs_network_interface_attachment.e',
        attachmentAddress: 'alicloud_ecs_network_interface_attachment.e', way: 'attachment',
      },
    ],
  ]],
  ['a block of an instance of another stack', () => {
    const [f, other] = [withSessions({ a: from('eni-1') }), right()];
    add(other, 'alicloud_instance', { i: { network_interfaces: { network_interface_id: 'eni-1' } } });
    return [f, other];
  }, [
    [
      'warning doesNotWait a eni-1',
      { role: 'source', name: 'eni-1', attachment: 'net1/alicloud_instance.i', attachmentAddress: 'alicloud_instance.i', way: 'stack' },
    ],
  ]],
  ['an attachment of another stack, whose state this one reads', () => {
    const [f, other] = [withSessions({ a: from('eni-1') }), right()];
    add(other, ATTACHMENT, { e: { network_interface_id: 'eni-1', instance_id: 'i-1' } });
    other.terraform.terraform = { backend: { local: { path: '/states/other.tfstate' } } };
    f.terraform.data = { terraform_remote_state: { other: { backend: 'local', config: { path: '/states/other.tfstate' } } } };
    return [f, other];
  }, []],
]);

const byDefault = (bodies: Record<string, object>, ...names: string[]) => named(bodies, (f) => {
  f.statements.sessions = Object.fromEntries(names.map((name) => [`${SESSION}.${name}`, { defaultPriority: true }]));
});
const SAME = from('eni-1');

rows('TM310', [
  ['one session for each source', byDefault({ a: {}, b: {} }, 'a', 'b'), [], LATER],
  ['two sessions of one source', byDefault({ a: SAME, b: SAME, c: {} }, 'a', 'b'), [
    ['error priorityNotSet b eni-1', { source: 'eni-1', sessions: ['a', 'b'], unset: ['a', 'b'] }],
  ], LATER],
  ['two sessions of one source', byDefault({ a: SAME, b: SAME }, 'a', 'b'), []],
  ['two sessions, one of them set', byDefault({ a: SAME, b: SAME }, 'a'), [
    ['error priorityNotSet a eni-1', { source: 'eni-1', sessions: ['a', 'b'], unset: ['a'] }],
  ], LATER],
  ['two sessions that are set', byDefault({ a: SAME, b: SAME, c: {} }, 'c'), ['pass a'], LATER],
  ['three sessions', byDefault({ a: SAME, b: SAME, c: SAME }, 'a', 'b'), [
    ['error priorityNotSet b eni-1', { source: 'eni-1', sessions: ['a', 'b', 'c'], unset: ['a', 'b'] }],
  ], LATER],
  ['four sessions', byDefault({ a: SAME, b: SAME, c: SAME, d: SAME }, 'a'), [], LATER],
  ['one that may not exist', byDefault({ a: SAME, b: { ...SAME, ...UNKNOWN } }, 'a'), [
    ['undecided perhapsNotSet a eni-1', { source: 'eni-1', sessions: ['a', 'b'], unset: ['a'] }],
  ], LATER],
  ['a default that may not exist, beside two', byDefault({ a: SAME, b: { ...SAME, ...UNKNOWN }, c: SAME }, 'b'), [
    ['undecided perhapsNotSet b eni-1', { source: 'eni-1', sessions: ['a', 'b', 'c'], unset: ['b'] }],
  ], LATER],
  ['a default that may not exist, and one that does', byDefault({ a: SAME, b: { ...SAME, ...UNKNOWN }, c: SAME }, 'b', 'c'), [
    ['error priorityNotSet c eni-1', { source: 'eni-1', sessions: ['a', 'b', 'c'], unset: ['b', 'c'] }],
  ], LATER],
  ['two that are set, and a default in an account that may be the same',
    () => [byDefault({ a: SAME, b: SAME })(), byDefault({ c: SAME }, 'c')()], [], LATER],
  ['two that are set, and one that is set in an account that may be the same',
    () => [byDefault({ a: SAME, b: SAME })(), byDefault({ c: SAME })()], ['pass a'], LATER],
]);

const ipv6 = (statements: Record<string, Record<string, number | undefined>>, change: (f: Fixture) => void = () => undefined) =>
  named(Object.fromEntries(Object.entries(statements).map(([name, of]) => [name, from(...Object.keys(of))])), (f) => {
    f.statements.sessions = Object.fromEntries(Object.entries(statements).map(([name, of]) => [`${SESSION}.${name}`, {
      sources: Object.fromEntries(Object.entries(of).map(([id, ipv6Addresses]) => [id, stated({ ipv6Addresses })])),
    }]));
    change(f);
  });

rows('TM311', [
  ['no addresses', ipv6({ a: { 'eni-1': 0, 'eni-2': 0 }, b: { 'eni-3': 0 } }), ['pass a (2)', 'pass b']],
  ['addresses', ipv6({ a: { 'eni-1': 2 }, b: { 'eni-3': 2, 'eni-4': 2 } }), [
    ['warning ipv6 a eni-1', { source: 'eni-1', addresses: 2 }],
    ['warning ipv6 b eni-3', { source: 'eni-3', addresses: 2 }],
    ['warning ipv6 b eni-4', { source: 'eni-4', addresses: 2 }],
  ]],
  ['addresses of one of several', ipv6({ a: { 'eni-1': 0, 'eni-2': 3, 'eni-3': undefined, 'eni-4': 0 } }), [
    'pass a (2)',
    ['warning ipv6 a eni-2', { source: 'eni-2', addresses: 3 }],
  ]],
  ['unknown', ipv6({ a: { 'eni-1': undefined } }), []],
  ['a resource', named({ a: from(ENI, OTHER_ENI) }, (f) => {
    add(f, 'alicloud_ecs_network_interface', { e: { ipv6_address_count: 1 }, f: {} });
  }), [
    'pass a',
    ['warning ipv6 a alicloud_ecs_network_interface.e', { source: 'net/alicloud_ecs_network_interface.e', addresses: 1 }],
  ]],
  ['no list', named({ a: UNLISTED }, () => undefined), []],
]);
