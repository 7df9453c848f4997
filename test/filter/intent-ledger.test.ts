import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  MirrorDeployed, MirrorDirection, MirrorFilter, MirrorFilterProps, MirroredFleet, MirrorIntent, MirrorLedger,
  MirrorLedgerOptions, MirrorNetwork, MirrorReport, MirrorRule, MirrorService, MirrorStatement,
} from '../../src';
import { parseLedger } from '../../src/fleet/ledger-reader';
import { INBOUND, messageOf, newApp, newStack, source, target, temporaryFolder, written } from '../support/app';

let file: string;
beforeEach(() => { file = join(temporaryFolder(), 'traffic-mirror.lock'); });

const net = (name: string, ...cidrs: string[]) => MirrorNetwork.of(name, { cidrs });
const office = (n: number) =>
  MirrorStatement.accept({
    direction: MirrorDirection.INBOUND,
    from: [net(`office ${n}`, `10.${n}.0.0/16`)],
    services: [MirrorService.of('tls', { tcp: ['443'] })],
  });
const offices = (...numbers: number[]) => MirrorIntent.of(numbers.map(office));

interface Made {
  /** The inbound rules as Terraform has them, by address. */
  readonly rules: Record<string, any>;
  readonly folder: string;
}

function made(intent: MirrorIntent, options: MirrorLedgerOptions = {}, props: MirrorFilterProps = {}, config = {}): Made {
  const app = newApp(config);
  const stack = newStack(app);
  new MirrorFilter(stack, 'Filter', { intent, ledger: MirrorLedger.file(file, { frozen: false, ...options }), ...props });
  app.synth();
  return { rules: written(app).stack.resource[INBOUND], folder: join(app.outdir, 'stacks', 'stack') };
}

const lines = (path = file) => readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const sources = ({ rules }: Made) =>
  Object.fromEntries(Object.entries(rules).map(([address, { source_cidr_block: cidr }]) => [address, cidr]));

test('the ledger has a line a rule, and the same intent changes neither it nor the Terraform', () => {
  const first = made(offices(1, 3));
  expect(lines().slice(1)).toEqual([
    {
      filter: 'stack/Filter',
      direction: 'inbound',
      priority: 5,
      action: 'accept',
      protocol: 'TCP',
      source: '10.1.0.0/16',
      destination: '0.0.0.0/0',
      sourcePorts: '-1/-1',
      destinationPorts: '443/443',
    },
    {
      filter: 'stack/Filter',
      direction: 'inbound',
      priority: 10,
      action: 'accept',
      protocol: 'TCP',
      source: '10.3.0.0/16',
      destination: '0.0.0.0/0',
      sourcePorts: '-1/-1',
      destinationPorts: '443/443',
    },
  ]);
  const text = readFileSync(file, 'utf8');
  expect(made(offices(1, 3)).rules).toEqual(first.rules);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('one more statement is one more rule, and one less is one rule less', () => {
  const first = sources(made(offices(1, 3)));
  const second = sources(made(offices(1, 8, 3)));
  expect(second).toMatchObject(first);
  expect(Object.keys(second)).toHaveLength(3);
  expect(sources(made(offices(8, 3)))).toEqual(Object.fromEntries(Object.entries(second).filter(([, cidr]) => cidr !== '10.1.0.0/16')));
  // A filter that leaves the code leaves the ledger.
  const app = newApp();
  new MirrorFilter(newStack(app), 'Other', { intent: offices(1), ledger: MirrorLedger.file(file, { frozen: false }) });
  app.synth();
  expect(lines().slice(1).map((line) => line.filter)).toEqual(['stack/Other']);
});

test('a frozen ledger is read and not written, and no ledger is written under skipValidation', () => {
  made(offices(1, 3));
  const text = readFileSync(file, 'utf8');
  const frozen = sources(made(offices(1, 8, 3), { frozen: true }));
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(sources(made(offices(1, 8, 3), {}, {}, { skipValidation: true }))).toEqual(frozen);
  expect(readFileSync(file, 'utf8')).toBe(text);
  // The run that writes it has the rules that both had.
  expect(sources(made(offices(1, 8, 3)))).toEqual(frozen);
});

test('what is deployed counts for more than what is recorded, over any number of runs', () => {
  const deployed = join(made(offices(1, 3)).folder, 'traffic-mirror.lock');
  writeFileSync(join(file, '..', 'deployed.lock'), readFileSync(findCopy(deployed), 'utf8'));
  const options = { deployed: MirrorDeployed.files([join(file, '..', 'deployed.lock')]) };
  made(offices(5, 7), options);
  const now = sources(made(offices(1, 8, 3), options));
  expect(now).toMatchObject(sources({ rules: made(offices(1, 3), options).rules, folder: '' }));
});

/** The copy next to a stack is named by the path of the ledger from the working directory. */
function findCopy(path: string): string {
  const folder = join(path, '..');
  return join(folder, readdirSync(folder).find((name) => name.endsWith('traffic-mirror.lock'))!);
}

test('a merged ledger is one to start from, whatever the merge made of it', () => {
  made(offices(1, 3));
  const [header, a, b] = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, [header, a, b.replace('10.3.0.0', '10.9.0.0'), b, ''].join('\n'));
  expect(parseLedger(readFileSync(file, 'utf8'), file).filters.get('stack/Filter')).toHaveLength(2);
  expect(Object.values(sources(made(offices(1, 3)))).sort()).toEqual(['10.1.0.0/16', '10.3.0.0/16']);
  expect(lines()).toHaveLength(3);
});

test.each<[string, object, string]>([
  ['a priority that no rule has', { priority: 11 }, 'field priority of a ledger line is 11. Allowed: 1 to 10'],
  ['an action', { action: 'copy' }, 'field action of a ledger line is "copy". Allowed: accept or drop'],
  ['a CIDR', { source: '10.0.0.0' }, 'field source of a ledger line is "10.0.0.0". Allowed: an IPv4 CIDR'],
  ['ports', { destinationPorts: '443-80' }, 'field destinationPorts of a ledger line is "443-80"'],
])('a line with %s that does not exist is refused with its line', (_, more, text) => {
  made(offices(1));
  const [header, line] = lines();
  writeFileSync(file, [header, { ...line, ...more }].map((record) => `${JSON.stringify(record)}\n`).join(''));
  expect(messageOf(() => MirrorLedger.file(file))).toContain(`${file}:2] ${text}`);
});

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  [
    'a ledger without an intent',
    (stack) => new MirrorFilter(stack, 'A', { inbound: [MirrorRule.accept()], ledger: MirrorLedger.inMemory() }),
    'ledger is set without an intent',
  ],
  [
    'a ledger and previous rules',
    (stack) =>
      new MirrorFilter(stack, 'A', {
        intent: MirrorIntent.of([office(1)], { previousInbound: [MirrorRule.accept()] }),
        ledger: MirrorLedger.inMemory(),
      }),
    'intent has previous rules and a ledger',
  ],
  [
    'two objects for one file',
    (stack) => [1, 2].map((n) => new MirrorFilter(stack, `A${n}`, { intent: offices(n), ledger: MirrorLedger.file(file) })),
    'ledger has a second MirrorLedger for ',
  ],
])('%s is refused', (_, make, text) => {
  expect(messageOf(() => make(newStack(newApp())))).toContain(text);
});

test('what a change of an intent copies, in the filter, the fleet and the report', () => {
  const make = (...numbers: number[]) => {
    const app = newApp();
    const stack = newStack(app);
    const ledger = MirrorLedger.file(file, { frozen: false });
    const filter = new MirrorFilter(stack, 'Filter', { intent: offices(...numbers), ledger });
    const fleet = new MirroredFleet(stack, 'Fleet', { filter, ledger, sources: [source('eni-web')], targets: [target()] });
    app.synth();
    return { filter, fleet, app };
  };
  const first = make(1, 3);
  expect([first.filter.change, first.fleet.change.filterChanges]).toEqual([undefined, []]);
  const { filter, fleet, app } = make(1, 8);
  const lineOf = (n: number) => `TCP from 10.${n}.0.0/16 to any port 443`;
  expect(filter.change).toMatchObject({
    rules: 1,
    added: [`inbound: ${lineOf(8)}`],
    removed: [`inbound: ${lineOf(3)}`],
    interruptedSeconds: 0,
    strayingSeconds: 0,
  });
  expect(fleet.change.filterChanges).toEqual(
    ['0 rules created, 1 changed, 0 destroyed', `+ ${lineOf(8)}`, `- ${lineOf(3)}`].map((line) => `stack/Filter inbound: ${line}`),
  );
  expect(fleet.change.isEmpty).toBe(false);
  const report = MirrorReport.of(app);
  for (const text of [report.text, report.html]) expect(text).toContain(`inbound: + ${lineOf(8)}`);
  expect(make(1, 8).filter.change).toBeUndefined();
});
