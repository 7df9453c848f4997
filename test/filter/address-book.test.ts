import { writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  MirrorAddressBook, MirrorDirection, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorPolicy, MirrorService, MirrorStatement,
} from '../../src';
import { filterNoteLines } from '../../src/checks/filter-notes';
import { newApp, newStack, temporaryFolder } from '../support/app';

const BOOK = {
  networks: { production: { cidrs: ['10.10.0.0/16'], owner: 'network team' }, backup: { cidrs: ['10.10.99.0/24'], comment: 'nightly' } },
  services: { web: { tcp: ['80', '8080-8090'], owner: 'shop' }, ping: { icmp: true } },
};

function fileOf(contents: unknown): string {
  const path = join(temporaryFolder(), 'networks.json');
  writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return path;
}

const bookOf = (contents: unknown) => MirrorAddressBook.fromFile(fileOf(contents));
const direction = MirrorDirection.INBOUND;

/** The findings of TM219 of an app. */
function findings(build: (stack: TerraformStack) => void): string[] {
  const stack = newStack(newApp());
  build(stack);
  return MirrorPolicy.of(stack)
    .evaluate()
    .findings.filter(({ id }) => id === 'TM219')
    .map(({ reason, subject, problem }) => `${reason} ${subject}: ${problem}`);
}

const filterOf = (stack: TerraformStack, id: string, ...statements: MirrorStatement[]) =>
  new MirrorFilter(stack, id, { intent: MirrorIntent.of(statements) });

test('a book has its networks and services, with owner and comment', () => {
  const book = bookOf(BOOK);
  expect([book.networkNames, book.serviceNames]).toEqual([['production', 'backup'], ['web', 'ping']]);
  expect(book.network('production')).toMatchObject({ name: 'production', cidrs: ['10.10.0.0/16'], owner: 'network team' });
  expect(book.service('web')).toMatchObject({ name: 'web', owner: 'shop', comment: undefined });
  const { inbound, summary } = MirrorIntent.of([
    MirrorStatement.accept({ direction, from: [book.network('production')], services: [book.service('ping')] }),
  ]).compile();
  expect(inbound.map(String)).toEqual(['accept ICMP 10.10.0.0/16 -1/-1 -> 0.0.0.0/0 -1/-1']);
  expect(summary).toContain('network production (10.10.0.0/16): network team');
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /networks.json\] The address book is no JSON: .*Allowed: JSON\. Fix: Write \{"networks"/],
  ['a list', [], /The address book is \[\]\. Allowed: an object with networks and services/],
  [
    'an unknown part',
    { network: {} },
    /The address book has the unknown key "network"\. Allowed: networks and services\. Fix: Write networks\./,
  ],
  ['networks that are a list', { networks: [] }, /networks of the address book is \[\]\. Allowed: an object with an entry for each name/],
  [
    'an entry that is a text',
    { networks: { a: '10.0.0.0/8' } },
    /[Aa] in networks of the address book is "10.0.0.0\/8"\. Allowed: an object with cidrs/,
  ],
  ['an empty network', { networks: { a: { cidrs: [] } } }, /networks.json\] cidrs of mirror network a is \[\]/],
  ['a malformed CIDR', { networks: { a: { cidrs: ['10.0.0.1/8'] } } }, /networks.json\] mirror network a: IPv4 CIDR is "10.0.0.1\/8"/],
  [
    'an unknown key of a network',
    { networks: { a: { cidrs: ['10.0.0.0/8'], ownr: 'x' } } },
    /mirror network a has the unknown key "ownr"\. .*Fix: Write owner\./,
  ],
  ['a service without a protocol', { services: { a: {} } }, /networks.json\] mirror service a has no protocol/],
  ['a malformed port', { services: { a: { tcp: ['0'] } } }, /networks.json\] A TCP port of mirror service a is "0"/],
])('fails for %s', (_name, contents, error) => {
  expect(() => bookOf(contents)).toThrow(error);
});

test('fails for a missing file, and for a name that the book does not have', () => {
  expect(() => MirrorAddressBook.fromFile('missing.json')).toThrow(/missing.json\] The address book does not exist/);
  expect(() => MirrorAddressBook.fromFile(fileOf(BOOK), { share: true } as object)).toThrow(/unknown key "share"\. .*Write shared/);
  expect(() => MirrorAddressBook.fromFile(fileOf(BOOK), { shared: 'yes' as any })).toThrow(/shared of an address book is "yes"/);
  const book = bookOf(BOOK);
  expect(() => book.network('producton')).toThrow(
    /The name of a network is "producton"\. Allowed: production, backup\. Fix: Write production\./,
  );
  expect(() => book.service('dns')).toThrow(/The name of a service is "dns"\. Allowed: web, ping\. Fix: Add the service to the file/);
  expect(() => bookOf({}).network('constructor')).toThrow(/Allowed: no name, since the file has no networks/);
});

test('names that no filter of the app uses are a finding, unless the file is shared', () => {
  const file = fileOf(BOOK);
  const use = (options?: { shared: boolean }, more = false) => findings((stack) => {
    const book = MirrorAddressBook.fromFile(file, options);
    const filter = filterOf(stack, 'One', MirrorStatement.accept({ from: [book.network('production')], services: [book.service('web')] }));
    if (!more) return;
    filter.expectNever({ from: [book.network('backup')], direction });
    filterOf(newStack(stack.node.root, 'second'), 'Two', MirrorStatement.accept({ services: [book.service('ping')] }));
  });
  expect(use()).toEqual([
    expect.stringMatching(/^unused .*networks\.json: .*networks\.json has 2 names that no filter uses: network backup, service ping/),
  ]);
  expect(use({ shared: true })).toEqual([]);
  expect(use(undefined, true)).toEqual([]);
});

test('networks that share a part of their addresses or all are findings, nested ones are not', () => {
  const net = (name: string, ...cidrs: string[]) => MirrorNetwork.of(name, { cidrs, owner: name === 'a' ? 'team a' : undefined });
  const of = (...networks: MirrorNetwork[]) => findings((stack) => {
    for (const id of ['One', 'Two']) filterOf(stack, id, ...networks.map((network) => MirrorStatement.accept({ from: [network] })));
  });
  expect(of(net('a', '10.0.0.0/16', '10.1.0.0/16'), net('b', '10.1.0.0/16', '10.2.0.0/16'))).toEqual([
    expect.stringMatching(
      /^overlap a, b: .*the networks a \(team a\) and b share addresses, for example 10\.1\.0\.0, but neither contains the other/,
    ),
  ]);
  expect(of(net('a', '10.0.0.0/16'), net('b', '10.0.0.0/17', '10.0.128.0/17'))).toEqual([
    expect.stringMatching(/^same a, b: .*have the same addresses/),
  ]);
  expect(of(net('a', '10.0.0.0/8'), net('b', '10.2.0.0/16'), net('c', '10.2.3.0/24'), net('d', '11.0.0.0/8'))).toEqual([]);
});

test('whether the rules are proved shortest, what they add, and who owns the names are notes on the filter', () => {
  const stack = newStack(newApp());
  const book = bookOf(BOOK);
  const many = MirrorNetwork.of('many', { cidrs: Array.from({ length: 12 }, (_, i) => `10.${2 * i}.0.0/16`) });
  filterOf(stack, 'Fits', MirrorStatement.accept({ direction, from: [book.network('backup')], services: [MirrorService.TCP] }));
  new MirrorFilter(stack, 'More', {
    intent: MirrorIntent.of([MirrorStatement.accept({ direction, from: [many] })], { takeNearMiss: true }),
  });
  const lines = (language: 'en' | 'zh') => filterNoteLines(MirrorPolicy.of(stack).evaluate()._model, language).join('\n');
  expect(lines('en')).toMatch(
    /Fits\S*: COMPILED {2}1 rule for the intent, proved to be the fewest\n {2}backup \(10\.10\.99\.0\/24\): nightly\n/,
  );
  expect(lines('en')).toMatch(
    /More\S*: COPIES_MORE {2}the intent needs 2 more rules than a filter can have, so the rules copy 25% more packets:\n {2}inbound: all protocols from 10\.3\.0\.0\/16/,
  );
  expect(lines('zh')).toMatch(/COMPILED {2}意图编译为 1 条规则，已证明最少\n/);
});
