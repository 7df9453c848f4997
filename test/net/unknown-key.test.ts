import { refusal } from '../../src/net/refusal';
import { unknownKey } from '../../src/net/unknown-key';

const KEYS = ['edition', 'acknowledgements', 'sourcePort', 'destinationPort', 'from', 'to', 'tcp', 'udp'];

test.each([
  ['editon', 'edition'],
  ['Edition', 'edition'],
  ['editionNumber', 'edition'],
  ['tcpOnly', undefined],
  ['acknowledge', 'acknowledgements'],
  ['acknowledgement', 'acknowledgements'],
  ['portSource', 'sourcePort'],
  ['destPort', undefined],
  ['form', 'from'],
  ['UDP', 'udp'],
  ['t', undefined],
  ['owner', undefined],
  ['__proto__', undefined],
  ['', undefined],
])('an unknown key %s means %s', (key, meant) => {
  const given = JSON.parse(`{"from": 1, ${JSON.stringify(key)}: 2}`);
  const found = unknownKey(given, KEYS)!;
  const { message } = refusal({ what: 'the policy', got: found.got, allowed: 'these keys', fix: found.fix });
  expect(message).toBe(
    `The policy has the unknown key ${JSON.stringify(key)}. Allowed: these keys. Fix: ${meant === undefined ? `Remove ${key}.` : `Write ${meant}.`}`,
  );
});

test('known keys and keys without a value are no fault', () => {
  expect(unknownKey({ from: 1, other: undefined }, KEYS)).toBeUndefined();
  expect(unknownKey({}, KEYS)).toBeUndefined();
});
