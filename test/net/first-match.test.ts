import { AddressSet } from '../../src/net/address-set';
import { firstMatch, Step, Verdict } from '../../src/net/first-match';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';

const set = (...texts: string[]) => AddressSet.of(texts.map((t) => Ipv4Cidr.of(t)));
const step = (by: string, verdict: Verdict, sources: AddressSet, certain = true): Step<string> => ({ by, verdict, sources, certain });
const end = step('end', 'drop', AddressSet.ALL);
const outcomes = (steps: Step<string>[], sources = set('10.0.0.0/24')) => firstMatch(sources, [...steps, end])
  .map(({ sources: s, verdict, by }) => `${s} ${verdict ?? 'open'} ${by}`);

test('the first step that matches decides', () => {
  expect(outcomes([step('a', 'accept', set('10.0.0.0/25')), step('b', 'drop', set('10.0.0.0/8'))])).toEqual([
    '10.0.0.0-10.0.0.127 accept a', '10.0.0.128-10.0.0.255 drop b',
  ]);
});

test('a step that may match leaves open what it would change, and nothing else', () => {
  expect(outcomes([step('perhaps', 'drop', set('10.0.0.0/25'), false), step('a', 'accept', set('10.0.0.0/24'))])).toEqual([
    '10.0.0.0-10.0.0.127 open perhaps', '10.0.0.128-10.0.0.255 accept a',
  ]);
  expect(outcomes([step('perhaps', 'accept', set('10.0.0.0/25'), false), step('a', 'accept', set('10.0.0.0/24'))]).sort()).toEqual([
    '10.0.0.0-10.0.0.127 accept a', '10.0.0.128-10.0.0.255 accept a',
  ]);
});

test('a step that matches nothing changes nothing', () => {
  expect(outcomes([step('a', 'accept', set('10.9.0.0/24')),
    step('p', 'accept', set('10.9.0.0/24'), false)])).toEqual(['10.0.0.0-10.0.0.255 drop end']);
});

test('what may match all, and a later one with the same verdict, is decided', () => {
  expect(outcomes([step('p', 'accept', AddressSet.ALL, false),
    step('a', 'accept', AddressSet.ALL)])).toEqual(['10.0.0.0-10.0.0.255 accept a']);
});

test('what is left of a step that may match stays open', () => {
  expect(outcomes([step('p', 'accept', AddressSet.ALL, false), step('a', 'accept', set('10.0.0.0/25'))])).toEqual([
    '10.0.0.0-10.0.0.127 accept a', '10.0.0.128-10.0.0.255 open p',
  ]);
});

test('two steps that may match, one each way, leave it open whatever comes after', () => {
  expect(
    outcomes(
      [step('p', 'accept', AddressSet.ALL, false), step('q', 'drop', AddressSet.ALL, false), step('a', 'accept', AddressSet.ALL)],
      set('10.0.0.4/32'),
    ),
  ).toEqual(['10.0.0.4 open p']);
});

describe('no more steps are looked at when every address is decided:', () => {
  const seen = (steps: Step<string>[]) => {
    const looked: string[] = [];
    const each = function* () {
      for (const one of [...steps, end]) {
        looked.push(one.by);
        yield one;
      }
    };
    firstMatch(set('10.0.0.0/24'), each());
    return looked;
  };
  const all = (by: string, verdict: Verdict = 'accept', certain = true) => step(by, verdict, AddressSet.ALL, certain);
  test.each<[string, Step<string>[], string[]]>([
    ['one step decides all', [all('a'), all('b')], ['a', 'b']],
    ['two steps decide all', [step('a', 'accept', set('10.0.0.0/25')), all('b'), all('c'), all('d')], ['a', 'b', 'c']],
    ['a step that may match is followed by one that does', [all('p', 'drop', false), all('a', 'drop'), all('b'), all('c')],
      ['p', 'a', 'b']],
    ['a step that may match no address', [step('p', 'accept', set('10.9.0.0/24'), false), all('a', 'drop'), all('b')], ['p', 'a', 'b']],
    ['two steps that may match, one each way', [all('p', 'drop', false), all('q', 'accept', false), all('a'), all('b')], ['p', 'q', 'a']],
    ['a step that may match leaves a later one to decide', [all('p', 'drop', false), all('q', 'drop', false)], ['p', 'q', 'end']],
  ])('%s', (_, steps, looked) => {
    expect(seen(steps)).toEqual(looked);
  });
});
