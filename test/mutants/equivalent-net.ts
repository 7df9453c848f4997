import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const SHORTCUT = 'the parts of both nodes are compared then, with the same result';
const ONE_OBJECT = 'equal nodes are one object, unless the cache was cleared after 500,000 nodes';
const NOT_THERE = 'a comparison with what is not there is false';
const NO_SUM = 'what is outside of a list is no number, so no sum is smaller';
const TYPES = 'only the compiler needs it: the rest of the condition decides the same without a value';
const NO_LEVEL = 'a truth value has no level';

export const NET: readonly Equivalent[] = [
  ...alike(
    'src/net/packet-set.ts',
    'const decided = rules.findIndex(({ box }) => isEvery(box));',
    [
      ['({ box }) => isEvery(box)', '() => undefined'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'for (let i = decided < 0 ? rules.length - 1 : decided; i >= 0; i--) {',
    [
      ['decided < 0', 'true'],
      ['decided < 0', 'decided <= 0'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    "return protocol === 'ALL' && [source, destination].every(([first, end]) => first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]);",
    [
      [
        "protocol === 'ALL' && [source, destination].every(([first, end]) => first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1])",
        'false',
      ],
      ['first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]', 'false'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'return this.nodes.every((node, i) => node === other.nodes[i]) || (this.minus(other).isEmpty && other.minus(this).isEmpty);',
    [
      [
        'this.nodes.every((node, i) => node === other.nodes[i]) || (this.minus(other).isEmpty && other.minus(this).isEmpty)',
        'this.nodes.every((node, i) => node === other.nodes[i]) && this.minus(other).isEmpty && other.minus(this).isEmpty',
      ],
      ['(node, i) => node === other.nodes[i]', '() => undefined'],
      ['node === other.nodes[i]', 'false'],
      ['this.minus(other).isEmpty && other.minus(this).isEmpty', 'false'],
    ], ONE_OBJECT,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'return node !== other && (apply(node, other, MINUS, new Map()) !== false || apply(other, node, MINUS, new Map()) !== false);',
    [
      [
        'node !== other && (apply(node, other, MINUS, new Map()) !== false || apply(other, node, MINUS, new Map()) !== false)',
        'node !== other || apply(node, other, MINUS, new Map()) !== false || apply(other, node, MINUS, new Map()) !== false',
      ],
      ['node !== other', 'true'],
      ['apply(node, other, MINUS, new Map()) !== false || apply(other, node, MINUS, new Map()) !== false', 'true'],
    ], ONE_OBJECT,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'const AND: Operation = (a, b) => a === false || b === false ? false : a === true || a === b ? b : b === true ? a : undefined;',
    [
      ['a === false || b === false', 'false'],
      ['a === false || b === false', 'a === false && b === false'],
      ['a === false', 'false'],
      ['b === false', 'false'],
      ['a === true || a === b', 'false'],
      ['a === true || a === b', 'a === true && a === b'],
      ['a === true', 'false'],
      ['a === b', 'false'],
      ['b === true', 'false'],
      ['true', 'false'],
    ], SHORTCUT,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'const OR: Operation = (a, b) => a === true || b === true ? true : a === false || a === b ? b : b === false ? a : undefined;',
    [
      ['a === true || b === true', 'false'],
      ['a === true || b === true', 'a === true && b === true'],
      ['a === true', 'false'],
      ['b === true', 'false'],
      ['a === false || a === b', 'false'],
      ['a === false || a === b', 'a === false && a === b'],
      ['a === false', 'false'],
      ['a === b', 'false'],
      ['b === false', 'false'],
      ['false', 'true'],
    ], SHORTCUT,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'const MINUS: Operation = (a, b) => a === false || b === true || a === b ? false : b === false ? a : undefined;',
    [
      ['a === false || b === true', 'a === false && b === true'],
      ['a === false', 'false'],
      ['b === true', 'false'],
      ['a === b', 'false'],
    ], SHORTCUT,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (!own) memo.set(a, own = new Map());',
    [
      ['!own', 'true'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (known !== undefined) return known;',
    [
      ['known !== undefined', 'false'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    "const startsA = typeof a === 'object' && a.level === level ? a.starts : WHOLE[level];",
    [
      ["typeof a === 'object'", 'true'],
    ], NO_LEVEL,
  ),
  ...alike(
    'src/net/packet-set.ts',
    "const startsB = typeof b === 'object' && b.level === level ? b.starts : WHOLE[level];",
    [
      ["typeof b === 'object'", 'true'],
    ], NO_LEVEL,
  ),
  ...alike(
    'src/net/packet-set.ts',
    "const childrenA = typeof a === 'object' && a.level === level ? a.children : [a];",
    [
      ["typeof a === 'object'", 'true'],
    ], NO_LEVEL,
  ),
  ...alike(
    'src/net/packet-set.ts',
    "const childrenB = typeof b === 'object' && b.level === level ? b.children : [b];",
    [
      ["typeof b === 'object'", 'true'],
    ], NO_LEVEL,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'for (let i = 0, j = 0; i < startsA.length && j < startsB.length;) {',
    [
      ['i < startsA.length && j < startsB.length', 'i < startsA.length || j < startsB.length'],
      ['i < startsA.length', 'true'],
      ['i < startsA.length', 'i <= startsA.length'],
      ['j < startsB.length', 'true'],
      ['j < startsB.length', 'j <= startsB.length'],
    ], 'both lists end in the same step',
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (known.level === level && sameItems(known.starts, starts) && sameItems(known.children, children)) return known;',
    [
      ['known.level === level', 'true'],
    ], 'nodes of one hash with the same spans have one level',
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (rememberedCount++ >= REMEMBERED_MOST) {',
    [
      ['{', '{}'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'false'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'rememberedCount++ > REMEMBERED_MOST'],
      ['rememberedCount++', 'rememberedCount--'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (bucket) bucket.push(made);',
    [
      ['bucket', 'false'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'else remembered.set(hash, [made]);',
    [
      ['[made]', '[]'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (size === undefined) {',
    [
      ['size === undefined', 'true'],
    ], FASTER,
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (node === false) return;',
    [
      ['node === false', 'false'],
    ], 'what is below an empty node is left out too',
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (child === false) return;',
    [
      ['child === false', 'false'],
    ], 'what is below an empty node is left out too',
  ),
  ...alike(
    'src/net/packet-set.ts',
    "if (typeof node !== 'object' || node.level > level || seen.has(node)) return;",
    [
      ['node.level > level', 'false'],
    ], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    'if (cornersOf(rule.box).some((packet) => !overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet))) {',
    [
      [
        'cornersOf(rule.box).some((packet) => !overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet))',
        'false',
      ],
      [
        'cornersOf(rule.box).some((packet) => !overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet))',
        'cornersOf(rule.box).every(packet => !overlapping.some(i => isIn(this.rules[i].box, packet)) && !this.never.contains(packet))',
      ],
      ['(packet) => !overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet)', '() => undefined'],
      ['!overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet)', 'false'],
      ['{', '{}'],
    ], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    'if (whole < 0 && freePacket(rule.box, overlapping.map((i) => this.rules[i].box), this.never)) return undefined;',
    [
      ['whole < 0 && freePacket(rule.box, overlapping.map((i) => this.rules[i].box), this.never)', 'false'],
      ['whole < 0', 'true'],
      ['whole < 0', 'whole <= 0'],
      ['whole < 0', 'whole >= 0'],
    ], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    'if (whole >= 0',
    [
      ['whole >= 0', 'whole > 0'],
    ], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    ': overlapping.slice(0, whole + 1)).map((index) => ({ index, box: commonBox(this.rules[index].box, rule.box) }));',
    [
      ['overlapping.slice(0, whole + 1)', 'overlapping'],
    ], FASTER,
  ),
  ...alike('src/net/packet-set.ts', 'const made: Branch = { id: ++lastId, level, starts, children };', [['++lastId', '--lastId']],
    'each node has an id of its own, but for the first of a process, of which packet-set-work.test.ts knows'),
  ...alike(
    'src/net/packet-set.ts',
    'for (let i = 0; i < kept; i++) hash = Math.imul(Math.imul(hash ^ starts[i], 0x01000193) ^ idOf(children[i]), 0x85ebca6b);',
    [['i < kept', 'false'], ['i < kept', 'i >= kept']], FASTER,
  ),
  ...alike('src/net/packet-set.ts', 'for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;', [
    ['i < a.length', 'i <= a.length'],
  ], 'both lists end there'),
  ...alike('src/net/packet-set.ts', 'return node === false ? 0 : node === true ? 1 : node.id;', [
    ['node === false', 'false'], ['false', 'true'], ['node === true', 'false'], ['true', 'false'],
  ], 'one of the two truth values is then undefined, which no other node is'),
  ...alike('src/net/packet-set.ts', 'function isEvery({ protocol, source, destination }: PacketBox): boolean {', [['{', '{}']], FASTER),
  ...alike(
    'src/net/packet-set.ts',
    "return protocol === 'ALL' && [source, destination].every(([first, end]) => first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]);",
    [["'ALL'", '""'], ['([first, end]) => first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]', '() => undefined']], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    'for (let i = 0; i < this.rules.length; i++) if (overlap(this.rules[i].box, rule.box)) overlapping.push(i);',
    [['overlap(this.rules[i].box, rule.box)', 'true']], 'a rule that shares no packet hides none',
  ),
  ...alike('src/net/shadows.ts', 'const candidates = (whole < 0', [['whole < 0', 'true'], ['whole < 0', 'whole <= 0']], FASTER),
  ...alike(
    'src/net/shadows.ts', 'const left = whole < 0 ? set.minus(PacketSet.ofBoxes(candidates.map((c) => c.box))) : PacketSet.EMPTY;',
    [['whole < 0', 'true'], ['whole < 0', 'whole <= 0']], FASTER,
  ),
  ...alike(
    'src/net/shadows.ts',
    '...new Set([first, end - 1, ...others.flatMap((other) => [of(other)[0] - 1, of(other)[1]]).filter((v) => v >= first && v < end)]),',
    [['v >= first', 'v > first']], 'the first is among them anyway',
  ),
  ...alike('src/net/shadows.ts', 'if (left.isEmpty) break;', [['left.isEmpty', 'false']], FASTER),
  ...alike('src/net/edit-distance.ts', 'while (start < a.length && a[start] === b[start]) start++;', [
    ['start < a.length && a[start] === b[start]', 'false'],
    ['start < a.length', 'start <= a.length'],
  ], FASTER),
  ...alike('src/net/edit-distance.ts', 'let [endA, endB] = [a.length, b.length];', [['[a.length, b.length]', '[]']], FASTER),
  ...alike(
    'src/net/edit-distance.ts',
    'while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];',
    [
      ['endA > start && endB > start && a[endA - 1] === b[endB - 1]', 'false'], ['endA - 1', 'endA + 1'], ['endB - 1', 'endB + 1'],
      ['[endA - 1, endB - 1]', '[]'],
    ], FASTER,
  ),
  ...alike('src/net/edit-distance.ts', 'if (Math.abs(a.length - b.length) > most) return Infinity;', [
    ['Math.abs(a.length - b.length) > most', 'false'],
  ], FASTER),
  ...alike('src/net/edit-distance.ts', 'if (least > most) return Infinity;', [['least > most', 'false']], FASTER),
  ...alike(
    'src/net/glob.ts',
    "const body = pattern.replace(/[.+^${}()|[\\]\\\\]/g, '\\\\$&').replace(/\\*+/g, '.*').replace(/\\?/g, '.');",
    [['/\\*+/g', '/\\*/g']], FASTER,
  ),
  ...alike(
    'src/net/known.ts',
    "return text.includes('{') && /(?:^|[^$])(?:\\$\\$)*\\$\\{|(?:^|[^%])(?:%%)*%\\{|[#&]\\{TfToken\\[/.test(text);",
    [["'{'", '""']], FASTER,
  ),
  ...alike('src/net/known.ts', "if (typeof value === 'string') return value;", [
    ["typeof value === 'string'", 'false'], ["'string'", '""'],
  ], 'a text is its own text, also one with a token'),
  ...alike('src/net/nearest.ts', 'if (onlyNearest) bound = distance;', [['onlyNearest', 'false']], FASTER),
  ...alike('src/net/token-name.ts', 'if (value > -Number.MAX_SAFE_INTEGER) return false;', [
    ['value > -Number.MAX_SAFE_INTEGER', 'false'], ['value > -Number.MAX_SAFE_INTEGER', 'value >= -Number.MAX_SAFE_INTEGER'],
    ['-Number.MAX_SAFE_INTEGER', '+Number.MAX_SAFE_INTEGER'],
  ], FASTER),
  ...alike(
    'src/net/version-constraint.ts',
    'for (let i = 0; i < 3; i++) if (a.numbers[i] !== b.numbers[i]) return a.numbers[i] - b.numbers[i];',
    [['i < 3', 'i <= 3']], 'each has three numbers',
  ),
  ...alike('src/net/version-constraint.ts', 'if (a.prerelease === undefined) return 1;', [['a.prerelease === undefined', 'false']], TYPES),
  ...alike('src/net/version-constraint.ts', 'return a.prerelease < b.prerelease ? -1 : 1;', [
    ['a.prerelease < b.prerelease', 'a.prerelease <= b.prerelease'],
  ], 'equal ones have returned before'),
  ...alike('src/net/calendar.ts', "if (typeof text !== 'string' || !/^\\d{4}-\\d{2}-\\d{2}$/.test(text)) return false;", [
    ['/^\\d{4}-\\d{2}-\\d{2}$/', '/^\\d{4}-\\d{2}-\\d{2}/'],
  ], 'a longer text is no time, or not the beginning of the time that is read'),
  ...alike(
    'src/net/calendar.ts', 'return seconds !== undefined && /^\\d{1,11}$/.test(seconds) ? Number(seconds) * 1_000 : Date.now();',
    [['seconds !== undefined', 'true']], TYPES,
  ),
  ...alike('src/net/compare.ts', 'if (a === b) return 0;', [['a === b', 'false']], FASTER),
  ...alike('src/net/compare.ts', 'while (a.charCodeAt(at) === b.charCodeAt(at)) at++;', [
    ['a.charCodeAt(at) === b.charCodeAt(at)', 'false'],
  ], FASTER),
  ...alike('src/net/compare.ts', 'while (end < text.length && isDigit(text, end) === digits) end++;', [
    ['end < text.length', 'end <= text.length'],
  ], 'the part ends with the text'),
  ...alike('src/net/ipv4-cidr.ts', 'const address = plainAddress(text, slash < 0 ? text.length : slash);', [['slash < 0', 'slash <= 0']],
    'what begins with a slash is no address'),
  ...alike('src/net/address-set.ts', 'if (cidrs.length === 1) return new AddressSet([cidrs[0].first, cidrs[0].last + 1]);', [
    ['cidrs.length === 1', 'false'],
  ], FASTER),
  ...alike(
    'src/net/address-set.ts',
    'if (bounds.length > 0 && address <= bounds[bounds.length - 1]) bounds[bounds.length - 1] = address + 1;',
    [['bounds.length > 0', 'true'], ['bounds.length > 0', 'bounds.length >= 0']], NOT_THERE,
  ),
  ...alike('src/net/address-set.ts', 'if (last >= 0 && first <= bounds[last]) bounds[last] = Math.max(bounds[last], end);', [
    ['last >= 0', 'true'], ['last >= 0', 'last > 0'],
  ], NOT_THERE),
  ...alike('src/net/address-set.ts', 'if (sets.length < 3) return sets.reduce((all, set) => all.union(set), AddressSet.EMPTY);', [
    ['sets.length < 3', 'true'], ['sets.length < 3', 'sets.length <= 3'],
  ], FASTER),
  ...alike('src/net/address-set.ts', 'if (apart(this.bounds, other.bounds)) return AddressSet.EMPTY;', [
    ['apart(this.bounds, other.bounds)', 'false'],
  ], FASTER),
  ...alike('src/net/address-set.ts', 'return a.length * 8 < b.length;', [['a.length * 8 < b.length', 'a.length * 8 <= b.length']], FASTER),
  ...alike('src/net/address-set.ts', 'for (let k = 0; k < few.length; k += 2) {', [['k < few.length', 'k <= few.length']],
    'an interval without bounds holds nothing'),
  ...alike('src/net/address-set.ts', 'if (to - from > LONG_RUN) parts = parts.concat(bounds.slice(from, to));', [
    ['to - from > LONG_RUN', 'true'], ['to - from > LONG_RUN', 'false'], ['to - from > LONG_RUN', 'to - from >= LONG_RUN'],
    ['to - from > LONG_RUN', 'to - from <= LONG_RUN'], ['to - from', 'to + from'],
  ], FASTER),
  ...alike('src/net/address-set.ts', 'return inner[inner.length - 1] === END ? inner.slice(0, -1) : [...inner, END];', [
    ['inner.slice(0, -1)', 'inner'],
  ], 'an interval that begins at the end holds nothing'),
  ...alike('src/net/fitted-cover.ts', 'if (cidrs.length <= most) return { cidrs: [...cidrs], extra: 0 };', [
    ['cidrs.length <= most', 'cidrs.length < most'],
  ], FASTER),
  // Many blocks take long with the mutants of these two lines, so that a run may report a timeout.
  ...alike('src/net/fitted-cover.ts', 'const leaves = to - from + 1;', [['to - from', 'to + from']], FASTER),
  ...alike('src/net/fitted-cover.ts', 'const length = Math.min(leaves, most);', [
    ['Math.min(leaves, most)', 'Math.max(leaves, most)'],
  ], FASTER),
  ...alike('src/net/fitted-cover.ts', 'for (let i = 1; i < left.extra.length; i++) {', [
    ['i < left.extra.length', 'i <= left.extra.length'],
  ], NO_SUM),
  ...alike('src/net/fitted-cover.ts', 'for (let j = 1; j < right.extra.length && i + j <= length; j++) {', [
    ['j < right.extra.length && i + j <= length', 'j < right.extra.length || i + j <= length'],
    ['j < right.extra.length', 'true'],
    ['j < right.extra.length', 'j <= right.extra.length'],
    ['i + j <= length', 'true'],
    ['i + j', 'i - j'],
  ], NO_SUM),
  ...alike('src/net/sorted.ts', 'for (let i = 1; i < texts.length; i++) if (texts[i - 1] > texts[i]) return texts.sort();', [
    ['i < texts.length', 'i <= texts.length'],
  ], NOT_THERE),
];
