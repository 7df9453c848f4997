import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const SHORTCUT = 'the parts of both nodes are compared then, with the same result';
const ONE_OBJECT = 'equal nodes are one object, unless the cache was cleared after 500,000 nodes';
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
    ], 'nodes of one hash have one level',
  ),
  ...alike(
    'src/net/packet-set.ts',
    'if (rememberedCount++ >= REMEMBERED_MOST) {',
    [
      ['{', '{}'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'true'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'false'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'rememberedCount++ > REMEMBERED_MOST'],
      ['rememberedCount++ >= REMEMBERED_MOST', 'rememberedCount++ < REMEMBERED_MOST'],
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
    'if (a.length !== b.length) return false;',
    [
      ['a.length !== b.length', 'false'],
    ], 'nodes of one hash have one number of spans',
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
    'const whole = overlapping.findIndex((i) => holds(this.rules[i].box, rule.box));',
    [
      ['(i) => holds(this.rules[i].box, rule.box)', '() => undefined'],
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
      ['whole >= 0', 'false'],
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
];
