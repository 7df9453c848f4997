// A rule inserted in front of others: the packets and the seconds that a forecast and the filter report, against the calls of the apply.
import { AppLife, Code, clb, icmp, source, tcp } from './apps';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import {
  MirrorDirection, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorRule, MirrorService, MirrorStatement, MirroredFleet,
} from '../../src';
import { ASSUMED_RATE } from '../../src/catalog/behaviour';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { forecast } from '../../src/door/forecast';
import { planDocument } from '../../src/door/plan-document';
import { RuleChanges } from '../../src/effects/rule-changes';
import { PacketSet } from '../../src/net/packet-set';

/** A rule of the account, as the calls write it. */
interface Written {
  readonly id: string;
  readonly priority: number;
  readonly protocol: string;
  readonly source: string;
  readonly destinationPort: string;
  readonly action: string;
}

const PORTS = [53, 80, 443, 8080];
/** Packets by name: TCP to a port, and ICMP. */
const PACKETS = [...PORTS.map(String), 'ICMP'];

/** Whether these rules copy a packet from 0.0.0.7, by nothing of src. */
function copies(rules: readonly Written[], packet: string): boolean {
  const first = [...rules].sort((a, b) => a.priority - b.priority).find(({ protocol, destinationPort, source: from }) =>
    from === '0.0.0.0/0'
        && (packet === 'ICMP'
          ? protocol === 'ICMP'
          : protocol === 'TCP' && (destinationPort === '-1/-1' || destinationPort === `${packet}/${packet}`)),
  );
  return first?.action === 'accept';
}

/** For each packet that is copied before and after, the writes after which it is not, and the time until the write that copies it again. */
function missed(
  before: readonly Written[],
  { writes }: StepReport,
): Record<string, { readonly writes: number; readonly deletions: number; readonly seconds: number }> {
  let rules = [...before];
  const states = writes.filter(({ outcome }) => outcome === 'ok').flatMap(({ at, action, params }) => {
    const { ruleId, attributes, rules: made } = params as { ruleId?: string; attributes?: Partial<Written>; rules?: Omit<Written, 'id'>[] };
    if (action === 'DeleteTrafficMirrorFilterRules') rules = rules.filter(({ id }) => id !== ruleId);
    else if (action === 'UpdateTrafficMirrorFilterRuleAttribute') rules = rules.map((r) => (r.id === ruleId ? { ...r, ...attributes } : r));
    else if (action === 'CreateTrafficMirrorFilterRules') rules = [...rules, ...made!.map((r, i) => ({ ...r, id: `new-${at}-${i}` }))];
    else return [];
    return [{ at, rules, deletes: action === 'DeleteTrafficMirrorFilterRules' }];
  });
  const last = states[states.length - 1].rules;
  return Object.fromEntries(PACKETS.filter((p) => copies(before, p) && copies(last, p)).flatMap((packet) => {
    const lacking = states.flatMap(({ at, rules: there, deletes }, i) =>
      copies(there, packet) ? [] : [{ seconds: states[i + 1].at - at, deletes }],
    );
    return lacking.length === 0 ? [] : [[packet, {
      writes: lacking.length,
      deletions: lacking.filter(({ deletes }) => deletes).length,
      seconds: lacking.reduce((sum, s) => sum + s.seconds, 0),
    }]];
  }));
}

/** The same, as changes of rules report it. */
function reported(changes: readonly RuleChanges[]): Record<string, number> {
  const seconds = (packet: string): number => changes.flatMap(({ missedFor }) => missedFor).filter(({ packets }) => packets.contains({
    kind: packet === 'ICMP' ? 'ICMP' : 'TCP',
    source: 7,
    destination: 9,
    sourcePort: packet === 'ICMP' ? 0 : 50_000,
    destinationPort: packet === 'ICMP' ? 0 : Number(packet),
  })).reduce((sum, m) => sum + m.seconds, 0);
  return Object.fromEntries(PACKETS.map((p) => [p, seconds(p)] as const).filter(([, s]) => s > 0));
}

describeWithTerraform('a rule inserted in front', () => {
  let life: Lifecycle;
  let app: AppLife;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    app = new AppLife(life);
  });

  const code = (inbound: MirrorRule[]): Code => (tf) => {
    new MirroredFleet(tf, 'Fleet', {
      filter: new MirrorFilter(tf, 'Web', { inbound }),
      sources: [source('eni-bp1a')],
      targets: [clb('a')],
      ledger: app.ledger(),
    });
  };
  const web = [tcp(80), tcp(443), tcp(8080)];
  const drop = (): MirrorRule => MirrorRule.dropTcp(undefined, { source: '10.99.0.0/16' });

  test.each<[string, MirrorRule[], MirrorRule[], number]>([
    ['of three', web, [tcp(53), ...web], 3],
    ['of three, that drops', web, [drop(), ...web], 3],
    ['of three, of another kind', web, [icmp(), ...web], 3],
    ['of three, of which one is of another kind', [tcp(80), icmp(), tcp(443)], [tcp(53), tcp(80), icmp(), tcp(443)], 3],
    ['of three is taken out again, and the last one of them is missed meanwhile', [tcp(53), ...web], web, 1],
    ['behind three moves none', web, [...web, tcp(53)], 0],
  ])('%s', async (_, before, after, several) => {
    await app.become(code(before));
    const [{ rules }] = (await life.account()).filters;
    app.synth(code(after));
    const plan = await app.plan();
    const { filters, undecided } = forecast([planDocument(plan.json as object, 'plan')], MirrorEdition.EDITION_2023);
    expect([filters.map(({ direction }) => direction), undecided]).toEqual([['inbound'], []]);
    const report = await app.apply();
    expect([report.failed, report.refusals]).toEqual([[], {}]);
    const own = missed(rules as unknown as Written[], report);
    // The packets and the seconds that the forecast reports are those of the calls, at the rate that it assumes.
    expect(reported(filters.map(({ changes }) => changes))).toEqual(
      Object.fromEntries(Object.entries(own).map(([packet, { writes }]) => [packet, writes * ASSUMED_RATE.secondsPerCall])),
    );
    expect(Object.keys(own)).toHaveLength(several);
    // The server takes a second for a call. After a write the provider waits and reads the rule, but not after a deletion.
    for (const { writes, deletions, seconds } of Object.values(own)) {
      expect(seconds).toBeGreaterThanOrEqual((writes - deletions) * ASSUMED_RATE.secondsPerCall);
      expect(seconds).toBeLessThanOrEqual(writes * (ASSUMED_RATE.secondsPerCall + 2));
    }
    // The packets that are added and taken are those of the account.
    const [{ rules: now }] = (await life.account()).filters;
    for (const { changes } of filters) {
      const has = (set: PacketSet, packet: string): boolean =>
        packet !== 'ICMP' && set.contains({ kind: 'TCP', source: 7, destination: 9, sourcePort: 50_000, destinationPort: Number(packet) });
      for (const packet of PORTS.map(String)) {
        const [was, is] = [copies(rules as unknown as Written[], packet), copies(now as unknown as Written[], packet)];
        expect([packet, has(changes.added, packet), has(changes.taken, packet)]).toEqual([packet, !was && is, was && !is]);
      }
    }
    expect((await app.plan()).changes).toEqual([]);
  });

  test('an intent with a ledger reports in filter.change what its apply does', async () => {
    let change: MirrorFilter['change'];
    const intent = (ports: string[]): Code => (tf) => {
      const ledger = app.ledger();
      const filter = new MirrorFilter(tf, 'Web', {
        intent: MirrorIntent.of([
          MirrorStatement.drop({ from: [MirrorNetwork.of('backup', { cidrs: ['10.99.0.0/16'] })], direction: MirrorDirection.INBOUND }),
          MirrorStatement.accept({ services: [MirrorService.of('web', { tcp: ports })], direction: MirrorDirection.INBOUND }),
        ]),
        ledger,
      });
      ({ change } = filter);
      new MirroredFleet(tf, 'Fleet', { filter, sources: [source('eni-bp1a')], targets: [clb('a')], ledger });
    };
    await app.become(intent(['80', '443']));
    const [{ rules }] = (await life.account()).filters;
    app.synth(intent(['53', '80', '443']));
    const report = await app.apply();
    const own = Object.values(missed(rules as unknown as Written[], report)).map(({ writes }) => writes * ASSUMED_RATE.secondsPerCall);
    expect(change!.interruptedSeconds).toBe(Math.max(0, ...own));
    expect(change!.rules).toBe(report.writes.filter(({ action }) => action.includes('FilterRule')).length);
    expect(change!.added.join()).toContain('port 53');
  });
});
