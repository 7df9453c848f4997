// What the library's constructs do where Terraform written by hand fails or darkens: one test for each row of the
// measured table and of what else was measured. Run under the default switches, and under every other setting.
import { readFileSync, writeFileSync } from 'fs';
import { TerraformResource, TerraformStack } from 'cdktf';
import { AppLife, Code, all, clb, icmp, planned, sensor, source, tcp, webFilter } from './apps';
import { forecastOf } from './forecast-agreement';
import { FILTER, INGRESS_RULE, SESSION, filter, rule, sources, stack } from './handwritten';
import { CallMatch, CloudSettings, Lifecycle, StepReport } from './harness';
import {
  MirrorFilter, MirrorLedgerOptions, MirrorProtocol, MirrorRule, MirrorSession, MirrorSessionProps, MirrorSource, MirroredFleet,
  MirroredFleetProps, PortRange, alicloud,
} from '../../src';
import { InterruptionCause } from '../../src/effects/effects';
import { phrase } from '../../src/texts/phrase';

const CREATE = { action: 'CreateTrafficMirrorSession' };
const DELETE = { action: 'DeleteTrafficMirrorSession' };
const UPDATE = { action: 'UpdateTrafficMirrorSessionAttribute' };
const RULE_CREATE = { action: 'CreateTrafficMirrorFilterRules' };
const RULE_UPDATE = { action: 'UpdateTrafficMirrorFilterRuleAttribute' };
const RULE_DELETE = { action: 'DeleteTrafficMirrorFilterRules' };

const PARALLELISM = [10, 50];
/** Of two calls that the graph leaves to chance, each comes first once. */
const ORDERS = [['new first', CREATE, DELETE], ['old first', DELETE, CREATE]] as const;

const NINE = sources(9);
const TEN = sources(10);
const ELEVEN = sources(11);

/** Every interface that a test names: the account may have to know them beforehand. */
const ESTATE = [...sources(20), ...['a', 'b', 'c', 'd', 'new', 'lone', 'moved', 'other', 'x', 'y', 'z'].map((name) => `eni-bp1${name}`)];

/** Which kinds of resources a step touched, sorted. */
const changes = (report: StepReport): string[] => report.touched.map(({ type, change }) => `${change} ${type}`).sort();

/** The parts that run with every change; `test:lifecycle:more` plays all others. */
export const CORE_PARTS: readonly string[] = [
  'adding a source', 'removing a source', 'priorities', 'moving a source', 'targets of a fleet',
  'an interface that Terraform makes', 'two sessions of one filter',
];

/**
 * Declares the tests; the lifecycle is started by whoever calls.
 *
 * @param about which parts to declare; all unless given
 */
export function constructLives(
  started: () => Lifecycle,
  settings: CloudSettings = {},
  about: (part: string) => boolean = () => true,
): void {
  const part = (name: string, tests: () => void): void => {
    if (about(name)) describe(name, tests);
  };
  const { emptySession, sourceOrder, sessionCollision, sessionWriteHoldsFilter } = settings.switches ?? {};
  /** Where a session may not be emptied, the provider cannot change the sources of any. */
  const sourcesChange = emptySession !== 'refused';
  /** Where the API keeps the order in which sources were sent, or sorts them as the library does. */
  const orderKept = sourceOrder !== 'reversed';
  /** What the service refused; where writes of one filter's sessions conflict, those are repeated and do no harm. */
  const refused = ({ refusals: { OperationConflict: conflicts, ...others } }: StepReport): object =>
    conflicts !== undefined && !sessionWriteHoldsFilter ? { OperationConflict: conflicts, ...others } : others;
  /** Nobody went dark, nothing failed, and no rule was missed. */
  const expectUnharmed = (report: StepReport): void => {
    expect({ darkened: report.darkened, blinded: report.blinded, failed: report.failed, refused: refused(report) })
      .toEqual({ darkened: [], blinded: [], failed: [], refused: {} });
  };
  let life: Lifecycle;
  let app: AppLife;
  beforeEach(async () => {
    life = started();
    await life.reset(settings);
    if (settings.switches?.unseenInterface === 'refused') {
      for (const id of ESTATE) await life.console({ do: 'declareInterface', networkInterface: { id, instanceId: `i-${id}` } });
    }
    app = new AppLife(life);
  });

  const fleet = (
    tf: TerraformStack,
    ids: readonly string[],
    props: Partial<MirroredFleetProps> = {},
    id = 'Fleet',
    ledger: MirrorLedgerOptions = {},
  ): MirroredFleet =>
    new MirroredFleet(tf, id, {
      filter: props.filter ?? webFilter(tf),
      sources: ids.map((one) => source(one)),
      targets: [clb('a')],
      ledger: app.ledger(ledger),
      ...props,
    });
  const fleetOf = (ids: readonly string[], props: Partial<MirroredFleetProps> = {}): Code => (tf) => { fleet(tf, ids, props); };
  const session = (tf: TerraformStack, id: string, ids: readonly string[], props: Partial<MirrorSessionProps> = {}): MirrorSession =>
    new MirrorSession(tf, id, {
      filter: props.filter ?? webFilter(tf),
      sources: ids.map((one) => source(one)),
      target: clb('a'),
      ...props,
    });
  const sessionOf =
    (ids: readonly string[], props: Partial<MirrorSessionProps> = {}): Code =>
      (tf) => {
        session(tf, 'Session', ids, props);
      };
  /** Several sessions of one filter, by construct id. */
  const sessionsOf =
    (byId: Readonly<Record<string, readonly [ids: readonly string[], props?: Partial<MirrorSessionProps>]>>): Code =>
      (tf) => {
        const web = webFilter(tf);
        for (const [id, [ids, props]] of Object.entries(byId)) session(tf, id, ids, { filter: web, ...props });
      };
  /** A filter of any rules, and a fleet of two that uses it. */
  const ruled = (inbound: MirrorRule[], outbound: MirrorRule[] = []): Code => (tf) => {
    fleet(tf, sources(2), { filter: new MirrorFilter(tf, 'Web', { inbound, outbound }) });
  };
  /** The rules of the only filter, as the service has them. */
  const ruleTexts = async (): Promise<string[]> => (await life.account()).filters.flatMap(({ rules }) => rules)
    .map(({ direction, priority, protocol, destinationPort }) => `${direction} ${priority} ${protocol} ${destinationPort}`).sort();
  const edit = (from: string, to: string): void => {
    const before = readFileSync(app.ledgerFile, 'utf8');
    expect(before).toContain(from);
    writeFileSync(app.ledgerFile, before.split(from).join(to));
  };

  part('adding a source', () => {
    test.each(PARALLELISM)('to a fleet of nine makes one session and touches no other, %i at a time', async (parallelism) => {
      await app.become(fleetOf(NINE), { parallelism });
      expect((await app.plan()).changes).toEqual([]);
      const report = await app.become(fleetOf(TEN), { parallelism });
      expectUnharmed(report);
      expect(changes(report)).toEqual([`create ${SESSION}`]);
      expect((await app.plan()).changes).toEqual([]);
    });

    test('to a session of nine darkens the nine, as its documentation says', async () => {
      await app.become(sessionOf(NINE));
      const report = await app.become(sessionOf(TEN), { expect: sourcesChange ? 'success' : 'failure' });
      expect(report.darkened).toEqual(sourcesChange ? NINE : []);
    });

    test('to a session of ten is refused, and a fleet takes eleven', async () => {
      expect(() => app.synth(sessionOf(ELEVEN))).toThrow('TM501');
      expectUnharmed(await app.become(fleetOf(ELEVEN)));
      expect((await life.account()).sessions).toHaveLength(11);
    });
  });

  part('removing a source', () => {
    test.each(PARALLELISM)('from a fleet destroys its session and touches no other, %i at a time', async (parallelism) => {
      await app.become(fleetOf(TEN), { parallelism });
      const report = await app.become(fleetOf(NINE), { parallelism });
      expect(report.darkened).toEqual([TEN[9]]);
      expect(refused(report)).toEqual({});
      expect(changes(report)).toEqual([`delete ${SESSION}`]);
    });

    test.each(ORDERS)('and adding another at once never meet in a number, %s', async (_, first, then) => {
      // Keys that ask for one number: a lease of two has no room for a number that is not at rest.
      const lease = { priorityRange: { first: 1001, last: 1003 } };
      await app.become(fleetOf(['eni-bp1a', 'eni-bp1b'], lease));
      await life.order(first, then);
      const report = await app.become(fleetOf(['eni-bp1a', 'eni-bp1c'], lease));
      expect(report.darkened).toEqual(['eni-bp1b']);
      expect([report.failed, refused(report)]).toEqual([[], {}]);
      // The number is free again in the next run.
      expectUnharmed(await app.become(fleetOf(['eni-bp1a', 'eni-bp1c', 'eni-bp1d'], lease)));
    });
  });

  part('another order of sources in the code', () => {
    test.each([['a fleet', fleetOf], ['a session', sessionOf]])('of %s is no change', async (name, code) => {
      await app.become(code(TEN));
      app.synth(code([...TEN].reverse()));
      expect((await app.plan()).empty).toBe(name === 'a fleet' || orderKept);
    });
  });

  part('priorities', () => {
    test('of a fleet and of sessions that state none stay, whatever comes and goes', async () => {
      const priorities = async (): Promise<Record<string, number>> =>
        Object.fromEntries((await life.account()).sessions.map((one) => [one.sources[0], one.priority]));
      const code = (ids: readonly string[]): Code => (tf) => {
        const web = webFilter(tf);
        fleet(tf, ids, { filter: web });
        session(tf, 'Lone', ['eni-bp1lone'], { filter: web });
      };
      await app.become(code(sources(3)));
      const before = await priorities();
      await app.become(code([...sources(1), 'eni-bp1new', ...sources(3).slice(2)]));
      const { [sources(2)[1]]: gone, ...stay } = before;
      expect(await priorities()).toMatchObject(stay);
      expect(Object.values(await priorities())).not.toContain(gone);
    });

    const two = (a: number, b: number): Code => sessionsOf({ A: [['eni-bp1a'], { priority: a }], B: [['eni-bp1b'], { priority: b }] });

    test('twice are refused', () => {
      expect(() => app.synth(two(7, 7))).toThrow('TM304');
    });

    test('that somebody states and swaps fail, and darken nobody; over a free number they change in two runs', async () => {
      await app.become(two(1, 2));
      const swapped = await app.become(two(2, 1), { expect: sessionCollision === 'retried' ? 'any' : 'failure' });
      expect(swapped.darkened).toEqual([]);
      await app.become(two(1, 2));
      for (const step of [two(3, 1), two(2, 1)]) {
        const report = await app.become(step, { expect: 'any' });
        expect(report.darkened).toEqual([]);
      }
    });
  });

  part('moving a source', () => {
    const placed = (a: readonly string[], b: readonly string[]): Code => (tf) => {
      const web = webFilter(tf);
      const ledger = app.ledger();
      fleet(tf, a, { filter: web, ledger }, 'A');
      fleet(tf, b, { filter: web, ledger }, 'B');
    };

    test('to another fleet is refused in one run; in two it alone is dark', async () => {
      await app.become(placed(['eni-bp1a', 'eni-bp1moved'], ['eni-bp1b']));
      expect(() => app.synth(placed(['eni-bp1a'], ['eni-bp1b', 'eni-bp1moved']))).toThrow('TM525');
      const removal = await app.become(placed(['eni-bp1a'], ['eni-bp1b']));
      expect(removal.darkened).toEqual(['eni-bp1moved']);
      expectUnharmed(await app.become(placed(['eni-bp1a'], ['eni-bp1b', 'eni-bp1moved'])));
      expect((await life.account()).sessions).toHaveLength(3);
    });

    test('between two sessions works in two runs, and darkens who stays in them', async () => {
      const code = (a: readonly string[], b: readonly string[]): Code => sessionsOf({ A: [a], B: [b] });
      if (!sourcesChange) return;
      await app.become(code(['eni-bp1a', 'eni-bp1moved'], ['eni-bp1b']));
      const removal = await app.become(code(['eni-bp1a'], ['eni-bp1b']));
      expect([removal.interrupted, removal.lost]).toEqual([['eni-bp1a'], ['eni-bp1moved']]);
      const addition = await app.become(code(['eni-bp1a'], ['eni-bp1b', 'eni-bp1moved']));
      expect(addition.darkened).toEqual(['eni-bp1b']);
      expect([removal.failed, addition.failed]).toEqual([[], []]);
    });
  });

  part('renaming', () => {
    const named = (id: string, props: Partial<MirroredFleetProps> = {}): Code => (tf) => { fleet(tf, sources(2), props, id); };

    test('a fleet is refused; with its old path as its name nothing changes', async () => {
      await app.become(named('Fleet'));
      expect(() => app.synth(named('Sensors'))).toThrow('TM525');
      app.synth(named('Sensors', { fleetName: 'net/Fleet' }));
      expect((await app.plan()).changes).toEqual([]);
    });

    test('the key of a source is refused; the ledger told of it, nothing changes', async () => {
      const keyed = (key?: string): Code => (tf) => {
        fleet(tf, [], {
          sources: [source(sources(2)[0]), MirrorSource.networkInterface(sources(2)[1], { ...source('eni-x').options, key })],
        });
      };
      await app.become(keyed());
      expect(() => app.synth(keyed('db'))).toThrow('TM525');
      edit(`"source":"${sources(2)[1]}"`, '"source":"db"');
      app.synth(keyed('db'));
      expect((await app.plan()).changes).toEqual([]);
    });

    test('a fleet that moves to another stack is refused', async () => {
      await app.become(fleetOf(sources(2)));
      expect(() => app.synth((tf, root) => {
        webFilter(tf);
        const other = new TerraformStack(root, 'other');
        new alicloud.provider.AlicloudProvider(other, 'AliCloud', { region: 'cn-hangzhou' });
        fleet(other, sources(2));
      })).toThrow('TM525');
    });

    test('a session that Terraform is told of and that keeps its numbers changes nothing', async () => {
      await app.become(sessionOf(sources(1), { priority: 7, virtualNetworkId: 9 }));
      const before = app.addressOf(SESSION);
      app.synth((tf) => {
        const renamed = session(tf, 'Renamed', sources(1), { priority: 7, virtualNetworkId: 9 });
        (renamed.node.findChild('Resource') as TerraformResource).moveFromId(before);
      });
      const report = await app.apply();
      expectUnharmed(report);
      expect(report.writes).toEqual([]);
    });

    test.each(ORDERS)('a filter, which is another filter to Terraform, blinds its sessions and never fails: %s', async (_, first, then) => {
      const code = (id: string): Code => (tf) => { fleet(tf, sources(2), { filter: new MirrorFilter(tf, id, { inbound: [tcp(443)] }) }); };
      await app.become(code('Web'));
      await life.order(first, then);
      const report = await app.become(code('Renamed'));
      await life.clearFaults();
      expect([report.darkened, report.failed]).toEqual([[], []]);
      expect(report.blinded).toEqual(sources(2));
      expect(await ruleTexts()).toEqual(['ingress 1 TCP 443/443']);
    });
  });

  part('rules', () => {
    const web = tcp(443);
    const dns = MirrorRule.accept({ protocol: MirrorProtocol.UDP, destinationPort: PortRange.single(53) });
    const drop = MirrorRule.dropTcp(PortRange.single(22));
    const five = [1, 2, 3, 4, 5].map((port) => tcp(port));

    test.each(PARALLELISM)('of a new filter never conflict, and sessions come after them, %i at a time', async (parallelism) => {
      const report = await app.become(ruled(five, [...five.slice(1), all()]), { parallelism });
      expectUnharmed(report);
      expect(await ruleTexts()).toHaveLength(10);
      expect(report.writes.findIndex(({ action }) => action === CREATE.action))
        .toBeGreaterThan(report.writes.map(({ action }) => action).lastIndexOf(RULE_CREATE.action));
      expect((await app.plan()).changes).toEqual([]);
      await app.destroy({ parallelism });
      expect((await life.account()).filters).toEqual([]);
    });

    test.each<[string, MirrorRule[], MirrorRule[], string[]]>([
      ['appended', [web], [web, dns], ['ingress 1 TCP 443/443', 'ingress 2 UDP 53/53']],
      ['inserted in front', [web], [dns, web], ['ingress 1 UDP 53/53', 'ingress 2 TCP 443/443']],
      ['edited', [web], [tcp(444)], ['ingress 1 TCP 444/444']],
      ['changed from TCP to ALL', [web], [all()], ['ingress 1 ALL -1/-1']],
      ['changed from ALL to TCP', [all()], [web], ['ingress 1 TCP 443/443']],
      ['swapped', [web, dns], [dns, web], ['ingress 1 UDP 53/53', 'ingress 2 TCP 443/443']],
    ])('that are %s darken nobody', async (_, before, after, expected) => {
      await app.become(ruled(before));
      expectUnharmed(await app.become(ruled(after)));
      expect(await ruleTexts()).toEqual(expected);
      expect((await app.plan()).changes).toEqual([]);
    });

    test.each<[string, MirrorRule[], MirrorRule[], string[]]>([
      ['TCP to ICMP', [web, dns], [icmp(), dns], ['ingress 1 ICMP -1/-1', 'ingress 2 UDP 53/53']],
      ['ICMP to TCP', [icmp(), dns], [web, dns], ['ingress 1 TCP 443/443', 'ingress 2 UDP 53/53']],
      ['ICMP to ALL', [icmp(), dns], [all(), dns], ['ingress 1 ALL -1/-1', 'ingress 2 UDP 53/53']],
      ['TCP to ICMP in the middle, with an edit before and behind', [web, dns, web], [dns, icmp(), all()],
        ['ingress 1 UDP 53/53', 'ingress 2 ICMP -1/-1', 'ingress 3 ALL -1/-1']],
      [
        'ICMP by an insert in front',
        [icmp(), dns],
        [web, icmp(), dns],
        ['ingress 1 TCP 443/443', 'ingress 2 ICMP -1/-1', 'ingress 3 UDP 53/53'],
      ],
    ])('that change from %s are replaced, one after another', async (_, before, after, expected) => {
      await app.become(ruled(before));
      const report = await app.become(ruled(after));
      expect([report.darkened, report.failed, refused(report)]).toEqual([[], [], {}]);
      expect(await ruleTexts()).toEqual(expected);
      expect((await app.plan()).changes).toEqual([]);
    });

    test.each<[string, MirrorRule[], [inbound: MirrorRule[], outbound?: MirrorRule[]]]>([
      ['the only one changes to ICMP', [web], [[icmp()]]],
      ['the only one changes from ICMP', [icmp()], [[web]]],
      ['all move to a direction that had none', [web, dns], [[], [web, dns]]],
      ['all are of one protocol that changes', [icmp(), icmp()], [[web, dns]]],
      ['the two directions exchange theirs', [web], [[], [icmp()]]],
      ['the only one gets another priority', [web], [[MirrorRule.acceptTcp(PortRange.single(443), { priority: 5 })]]],
      ['the only one that accepts changes to ICMP, and one that drops stays', [web, drop], [[icmp(), drop]]],
      ['one that accepts and one that drops are exchanged', [web, drop], [[drop, web]]],
    ])('fails to copy for a moment, as the forecast tells: %s', async (_, before, [inbound, outbound]) => {
      await app.become(ruled(before));
      app.synth(ruled(inbound, outbound));
      const told = forecastOf((await app.plan()).json);
      const report = await app.apply();
      expect([report.blinded, report.darkened, report.failed]).toEqual([sources(2), [], []]);
      expect(told.effects.interruptions.map(({ source: id, cause }) => [id, cause])).toEqual(
        sources(2).map((id) => [id, InterruptionCause.RULES]),
      );
      expect((await app.plan()).changes).toEqual([]);
    });

    test.each<[string, MirrorRule[], [inbound: MirrorRule[], outbound?: MirrorRule[]], [inbound: MirrorRule[], outbound?: MirrorRule[]]]>([
      ['another rule first, then the change, then that one goes', [web], [[web, all()]], [[icmp(), all()]]],
      ['the new direction first, then the old one goes', [web, dns], [[web, dns], [web, dns]], [[], [web, dns]]],
    ])('copy all the time in two applies, as the documentation says: %s', async (_, before, ...steps) => {
      await app.become(ruled(before));
      for (const [inbound, outbound] of steps) {
        app.synth(ruled(inbound, outbound));
        await app.plan();
        expectUnharmed(await app.apply());
      }
    });

    test.each<[string, MirrorRule[], [inbound: MirrorRule[], outbound?: MirrorRule[]], string[], CallMatch]>([
      ['taken out in front', [web, dns], [[dns]], ['ingress 1 UDP 53/53'], RULE_UPDATE],
      ['moved to the other direction', [web, dns], [[web], [dns]], ['egress 1 UDP 53/53', 'ingress 1 TCP 443/443'], RULE_CREATE],
      [
        'moved to the other direction of a filter that is full',
        [...five, ...five],
        [[...five, ...five.slice(1)], [five[0]]],
        expect.anything(),
        RULE_CREATE,
      ],
    ])(
      'that are %s: deletions come first, however slow, so that no two writes meet',
      async (_, before, [inbound, outbound], expected, next) => {
        await app.become(ruled(before));
        app.synth(ruled(inbound, outbound));
        const asked = async (): Promise<number> =>
          (await life.journal()).filter((entry) => entry.kind === 'call' && entry.action === next.action).length;
        const already = await asked();
        const hold = await life.fault({ on: RULE_DELETE, kind: 'hold', phase: 'after' });
        const report = await life.step('apply', async () => {
          const terraform = await life.startApply(app.folder, { parallelism: 50 });
          await hold.reached();
          await new Promise((resolve) => setTimeout(resolve, 300));
          expect(await asked()).toBe(already);
          await hold.release();
          expect((await terraform.done).ok).toBe(true);
        });
        expectUnharmed(report);
        const actions = report.writes.map(({ action }) => action);
        expect(actions.indexOf(next.action!)).toBeGreaterThan(actions.indexOf(RULE_DELETE.action));
        expect(await ruleTexts()).toEqual(expected);
        expect((await app.plan()).changes).toEqual([]);
      });

    test('are plain and stay: an ALL or ICMP rule plans nothing again', async () => {
      await app.become(ruled([all(), icmp()], [icmp(), all()]));
      for (let round = 0; round < 2; round++) {
        expect((await app.plan()).changes).toEqual([]);
        await app.apply();
      }
    });

    test('that were born inline come into a filter with nothing to change', async () => {
      const inline = life.directory(stack({
        filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443', { destination_cidr_block: '0.0.0.0/0' })] }) },
      }));
      await life.apply(inline);
      const [{ id, rules: [{ id: ruleId }] }] = (await life.account()).filters;
      app.synth((tf) => { new MirrorFilter(tf, 'Web', { filterName: 'web', inbound: [tcp(443)] }); });
      await life.import(app.folder, app.addressOf(FILTER), id);
      await life.import(app.folder, app.addressOf(INGRESS_RULE), `${id}:${ruleId}`);
      expect((await app.plan()).changes.map(({ type, actions }) => [type, actions])).toEqual([['terraform_data', ['create']]]);
      const report = await app.apply();
      expect(report.writes).toEqual([]);
      expect((await app.plan()).changes).toEqual([]);
    });

    test('that are imported and change to ICMP in one apply keep their ports, as the forecast tells, until they are replaced', async () => {
      const inline = life.directory(stack({ filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443')] }) } }));
      await life.apply(inline);
      const [{ id, rules: [{ id: ruleId }] }] = (await life.account()).filters;
      app.synth((tf) => { new MirrorFilter(tf, 'Web', { filterName: 'web', inbound: [icmp()] }); });
      await life.import(app.folder, app.addressOf(FILTER), id);
      await life.import(app.folder, app.addressOf(INGRESS_RULE), `${id}:${ruleId}`);
      const address = app.addressOf(INGRESS_RULE);
      const told = forecastOf((await app.plan()).json).undecided;
      expect(told).toEqual([phrase('portsStay', { address, ports: ['443/443'] })]);
      await app.apply();
      expect(await ruleTexts()).toEqual(['ingress 1 ICMP 443/443']);
      expect((await app.plan()).changes).toEqual([]);
      await app.apply({ args: [`-replace=${address}`] });
      expect(await ruleTexts()).toEqual(['ingress 1 ICMP -1/-1']);
    });
  });

  part('filters', () => {
    const pair = (used: 'Old' | 'New', there: ReadonlyArray<'Old' | 'New'>): Code => (tf) => {
      const filters = Object.fromEntries(there.map((id) => [id, new MirrorFilter(tf, id, { inbound: [tcp(1), tcp(2)] })]));
      fleet(tf, sources(3), { filter: filters[used] });
    };

    test.each(PARALLELISM)('are swapped in two runs, and nobody misses a packet, %i at a time', async (parallelism) => {
      await app.become(pair('Old', ['Old']), { parallelism });
      // The sessions wait for the rules of the new one, whatever runs in parallel.
      await life.order(RULE_CREATE, UPDATE);
      const report = await app.become(pair('New', ['Old', 'New']), { parallelism });
      await life.clearFaults();
      expectUnharmed(report);
      expectUnharmed(await app.become(pair('New', ['New']), { parallelism }));
      expect((await life.account()).filters).toHaveLength(1);
    });

    test('are swapped in one run: nothing fails, and the sessions are blind until their turn has come', async () => {
      await app.become(pair('Old', ['Old']));
      const report = await app.become(pair('New', ['New']));
      expect([report.darkened, report.failed, report.blinded]).toEqual([[], [], sources(3)]);
      expect((await life.account()).filters).toHaveLength(1);
    });

    test('leave with their sessions', async () => {
      await app.become(pair('Old', ['Old', 'New']));
      const report = await app.become((tf) => { new MirrorFilter(tf, 'New', { inbound: [tcp(1), tcp(2)] }); });
      expect([report.lost, report.failed, refused(report)]).toEqual([sources(3), [], {}]);
    });

    test('are replaced on demand: nobody is dark, and nothing fails', async () => {
      await app.become(pair('Old', ['Old']));
      const report = await app.apply({ args: [`-replace=${app.addressOf(FILTER)}`] });
      expect([report.darkened, report.failed]).toEqual([[], []]);
      expect((await app.plan()).changes).toEqual([]);
    });
  });

  part('packet length', () => {
    test.each(PARALLELISM)('changed replaces the sessions, each with its numbers, and none collides, %i at a time', async (parallelism) => {
      await app.become(fleetOf(TEN, { packetLength: 1000 }), { parallelism });
      const numbers = async (): Promise<unknown[]> =>
        (await life.account()).sessions.map((one) => [one.sources, one.priority, one.virtualNetworkId]).sort();
      const before = await numbers();
      const report = await app.become(fleetOf(TEN, { packetLength: 1200 }), { parallelism });
      expect(report.interrupted).toEqual(TEN);
      expect([report.failed, refused(report)]).toEqual([[], {}]);
      expect(await numbers()).toEqual(before);
    });

    test('with create_before_destroy is refused', async () => {
      expect(() => app.synth((tf) => {
        const made = session(tf, 'Session', sources(2), { packetLength: 1000 });
        (made.node.findChild('Resource') as TerraformResource).addOverride('lifecycle.create_before_destroy', true);
      })).toThrow('TM603');
    });
  });

  part('sources and targets', () => {
    test('that are the same are refused', () => {
      expect(() => app.synth(sessionOf(['eni-bp1a'], { target: sensor('a') }))).toThrow('TM302');
      expect(() => app.synth(fleetOf(['eni-bp1a', 'eni-bp1b'], { targets: [sensor('a')] }))).toThrow('TM302');
    });

    test('that are exchanged fail in one run and darken nobody; over another target they change', async () => {
      if (!sourcesChange) return;
      await app.become(sessionOf(['eni-bp1a'], { target: sensor('b') }));
      const report = await app.become(sessionOf(['eni-bp1b'], { target: sensor('a') }), { expect: 'failure' });
      expect([report.darkened, Object.keys(report.refusals)]).toEqual([[], ['InvalidParameter.TargetIsSource']]);
      const release = await app.become(sessionOf(['eni-bp1b'], { target: clb('other') }));
      expect(release.lost).toEqual(['eni-bp1a']);
      expectUnharmed(await app.become(sessionOf(['eni-bp1b'], { target: sensor('a') })));
    });
  });

  part('targets of a fleet', () => {
    const targets = [clb('a'), clb('b'), clb('c')];

    test('added take new sources only', async () => {
      await app.become(fleetOf(sources(4), { targets: targets.slice(0, 2) }));
      app.synth(fleetOf(sources(4), { targets }));
      expect((await app.plan()).changes).toEqual([]);
      await app.become(fleetOf([...sources(4), 'eni-bp1new'], { targets }));
      expect((await life.account()).sessions.find((one) => one.sources[0] === 'eni-bp1new')?.targetId).toBe('lb-bp1c');
    });

    test.each(PARALLELISM)('lost give their sessions to the others in place, %i at a time', async (parallelism) => {
      await app.become(fleetOf(TEN, { targets }), { parallelism });
      const report = await app.become(fleetOf(TEN, { targets: targets.slice(1) }), { parallelism });
      expectUnharmed(report);
      expect(new Set(changes(report))).toEqual(new Set([`update ${SESSION}`]));
      expect((await life.account()).sessions.filter(({ targetId }) => targetId === 'lb-bp1a')).toEqual([]);
    });

    test('that are full, and one is exchanged for another: no quota is passed on the way', async () => {
      const sensors = [sensor('x'), sensor('y'), sensor('z')];
      await app.become(fleetOf(sources(20), { targets: sensors.slice(0, 2) }), { parallelism: 50 });
      expectUnharmed(await app.become(fleetOf(sources(20), { targets: sensors.slice(1) }), { parallelism: 50 }));
      expect(() => app.synth(fleetOf(sources(20), { targets: [sensors[2]] }))).toThrow('TM521');
    });
  });

  part('what is changed in place', () => {
    test.each<[string, Partial<MirroredFleetProps>]>([
      ['tags', { tags: { team: 'a' } }],
      ['a description', { description: 'all of it' }],
      ['a resource group', { resourceGroupId: 'rg-other' }],
      ['names', { sessionNamePrefix: 'web-' }],
    ])('%s of a fleet', async (_, props) => {
      await app.become(fleetOf(sources(3)));
      const report = await app.become(fleetOf(sources(3), props));
      expectUnharmed(report);
      expect(changes(report)).toEqual(Array(3).fill(`update ${SESSION}`));
      expect((await app.plan()).changes).toEqual([]);
      expectUnharmed(await app.become(fleetOf(sources(3))));
      expect((await app.plan()).changes).toEqual([]);
    });

    test.each<[string, Partial<MirrorSessionProps>]>([
      ['priority', { priority: 5 }],
      ['VNI', { virtualNetworkId: 77 }],
      ['target', { target: sensor('other') }],
      ['name', { sessionName: 'other' }],
    ])('%s of a session', async (_, props) => {
      await app.become(sessionOf(sources(1)));
      expectUnharmed(await app.become(sessionOf(sources(1), props)));
      expect((await app.plan()).changes).toEqual([]);
    });

    test('off darkens all, on lights all, and both leave the numbers', async () => {
      await app.become(fleetOf(sources(3)));
      const off = await app.become(fleetOf(sources(3), { enabled: false }));
      expect(off.lost).toEqual(sources(3));
      const on = await app.become(fleetOf(sources(3)));
      expectUnharmed(on);
      expect((await life.account()).sessions.every(({ enabled }) => enabled)).toBe(true);
    });
  });

  part('what the constructs do not write', () => {
    const overridden = (path: string, value: unknown): Code => (tf) => {
      (session(tf, 'Session', sources(1)).node.findChild('Resource') as TerraformResource).addOverride(path, value);
    };

    test('enabled left out is refused, and left out of the props it stays on', async () => {
      expect(() => app.synth(overridden('enabled', undefined))).toThrow('TM305');
      await app.become(sessionOf(sources(1), { enabled: true }));
      expect((await life.account()).sessions[0].enabled).toBe(true);
      app.synth(sessionOf(sources(1)));
      expect((await app.plan()).changes).toEqual([]);
    });

    test('a VNI of 0 and dry_run are refused', () => {
      expect(() => app.synth(sessionOf(sources(1), { virtualNetworkId: 0 }))).toThrow('virtualNetworkId');
      expect(() => app.synth(overridden('virtual_network_id', 0))).toThrow('TM602');
      expect(() => app.synth(overridden('dry_run', true))).toThrow('TM601');
    });
  });

  part('an interface that Terraform makes', () => {
    const attached = (ids: readonly string[]): Code => (tf) => {
      const web = webFilter(tf);
      const instances = ids.map((id) => new alicloud.instance.Instance(tf, id, {
        instanceType: 'ecs.g7.large', imageId: 'img', vswitchId: 'vsw-bp1', securityGroups: ['sg-bp1'],
      }));
      fleet(tf, [], {
        filter: web,
        sources: instances.map((one) => MirrorSource.fromResource(one, { mtu: 1450, ipv6Addresses: 0, serviceManaged: false })),
      });
    };

    test('replaced with its instance, its session alone is mended', async () => {
      const kept = settings.switches?.releasedSource;
      if (kept === 'refused') return;
      await app.become(attached(['A', 'B']));
      const [{ id }] = (await life.account()).objects.filter(({ type }) => type === 'alicloud_instance');
      const gone = await life.step('replace', async () => life.console({ do: 'replaceInstance', id }));
      expect(gone.lost).toHaveLength(1);
      // A source that stays in the list, of a session that may not be emptied, can be exchanged by nobody.
      const mendable = sourcesChange || kept !== 'kept';
      const mended = await app.apply({ expect: mendable ? 'success' : 'failure' });
      expect(mended.darkened).toEqual([]);
      expect(changes(mended)).toEqual([`update ${SESSION}`]);
      expect((await app.plan()).empty).toBe(mendable);
    });

    test('taken away with its instance, its session goes first', async () => {
      await app.become(attached(['A', 'B']));
      const report = await app.become(attached(['A']));
      expect(report.darkened).toHaveLength(1);
      expect([report.failed, refused(report)]).toEqual([[], {}]);
      expect((await life.account()).sessions).toHaveLength(1);
    });
  });

  part('another provider', () => {
    const under = (region: 'cn-hangzhou' | 'cn-shanghai', ids: readonly [filter: string, session: string]): Code => (tf) => {
      const shanghai = new alicloud.provider.AlicloudProvider(tf, 'Shanghai', { region: 'cn-shanghai', alias: 'shanghai' });
      const provider = region === 'cn-shanghai' ? shanghai : undefined;
      const web = new MirrorFilter(tf, ids[0], { inbound: [tcp(443)], provider });
      session(tf, ids[1], ['eni-bp1a'], { filter: web, provider });
    };
    beforeEach(async () =>
      life.console({ do: 'declareInterface', networkInterface: { id: 'eni-bp1a', instanceId: 'i-bp1a' } }, undefined, 'cn-shanghai'),
    );
    const regions = async (): Promise<unknown[]> =>
      (await life.accounts()).map(({ region, sessions, filters }) => [region, sessions.length, filters.length]).sort();

    test('under the same construct id leaves the old session behind, as the documentation says', async () => {
      await app.become(under('cn-hangzhou', ['Web', 'Session']));
      const report = await app.become(under('cn-shanghai', ['Web', 'Session']));
      expect(report.darkened).toEqual([]);
      expect(await regions()).toEqual([['cn-hangzhou', 1, 1], ['cn-shanghai', 1, 1]]);
    });

    test('under another construct id destroys it', async () => {
      await app.become(under('cn-hangzhou', ['Web', 'Session']));
      const report = await app.become(under('cn-shanghai', ['Web2', 'Session2']));
      expect([report.failed, refused(report)]).toEqual([[], {}]);
      expect(await regions()).toEqual([['cn-hangzhou', 0, 0], ['cn-shanghai', 1, 1]]);
    });
  });

  part('adopting a session that was made by hand', () => {
    const [first, second, third] = sources(3);
    const byHand = [third, first, second];

    async function imported(code: Code): Promise<void> {
      await app.become((tf) => { webFilter(tf); });
      const { id: filterId } = (await life.account()).filters[0];
      const id = await life.console({
        do: 'createSession',
        attributes: {
          name: '',
          priority: 7,
          virtualNetworkId: 9,
          sources: byHand,
          filterId,
          targetId: 'lb-bp1a',
          targetType: 'SLB',
          enabled: true,
        },
      });
      app.synth(code);
      await life.import(app.folder, app.addressOf(SESSION), String(id));
    }

    test('with its sources in the order that the API gives, it changes nothing', async () => {
      await imported((tf) => {
        const made = session(tf, 'Session', byHand, { priority: 7, virtualNetworkId: 9 });
        (made.node.findChild('Resource') as alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession).trafficMirrorSourceIds = {
          asSent: byHand, sorted: [...byHand].sort(), reversed: [...byHand].reverse(),
        }[sourceOrder ?? 'asSent'];
      });
      expect((await app.plan()).changes).toEqual([]);
    });

    test('in the order that a session writes, all its sources go dark once', async () => {
      await imported(sessionOf(byHand, { priority: 7, virtualNetworkId: 9 }));
      expect(planned(await app.plan())).toEqual(sourceOrder === 'sorted' ? [] : [`update ${app.addressOf(SESSION)}`]);
    });
  });

  part('two sessions of one filter', () => {
    test('pass, whatever they do at once', async () => {
      const code = (target: string): Code => fleetOf(sources(2), { targets: [clb(target)] });
      await app.become(code('a'));
      const [one, two] = (await life.account()).sessions.map(({ id }) => id);
      await life.collide({ ...UPDATE, about: one }, { ...UPDATE, about: two });
      const report = await app.become(code('b'));
      expect([report.darkened, report.failed]).toEqual([[], []]);
      expect(Object.keys(report.refusals)).toEqual(sessionWriteHoldsFilter ? ['OperationConflict'] : []);
    });
  });
}
