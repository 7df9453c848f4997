// Sessions of the console taken into a fleet: nothing changes, and later only what is said is touched.
import { TerraformStack } from 'cdktf';
import { AppLife, Code, exportOf, imports, planned, source, webFilter } from './apps';
import { Lifecycle, describeWithTerraform } from './harness';
import type { RuleInput } from './server/cloud/filters';
import {
  AdoptedFleetProps, MirrorAdoption, MirrorEdition, MirrorExport, MirrorFilter, MirrorLedger, MirrorPacking, MirrorPolicy,
  MirrorTarget, MirroredFleet,
} from '../../src';
import { asHcl } from '../support/app';

const ORDERS = ['asSent', 'sorted', 'reversed'] as const;
const RULE: RuleInput = { direction: 'ingress', priority: 3, protocol: 'UDP', action: 'accept', destinationPort: '53/53' };
const SESSION_RESOURCE = 'alicloud_vpc_traffic_mirror_session';
/** As somebody may have clicked them: in no order. */
const WEB_SOURCES = ['eni-bp1webc', 'eni-bp1weba', 'eni-bp1webb'];
const KEPT_SOURCE = 'eni-bp1kept';

describeWithTerraform('an adopted fleet', () => {
  let life: Lifecycle;
  let app: AppLife;
  let ids: Record<'filter' | 'odd' | 'web' | 'dns' | 'kept', string>;
  let account: MirrorExport;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  async function begin(sourceOrder: typeof ORDERS[number]): Promise<void> {
    await life.reset({ edition: '2026', switches: { sourceOrder, virtualNetworkIds: 'zero' } });
    app = new AppLife(life);
    const create = async (change: Parameters<Lifecycle['console']>[0]): Promise<string> => String(await life.console(change));
    const filter = await create({ do: 'createFilter', name: 'web', rules: [RULE] });
    // Ports of a former protocol, which the provider would write anew: this filter stays with the console.
    const odd = await create({ do: 'createFilter', name: 'odd', rules: [RULE] });
    const [{ id: ruleId }] = (await life.account()).filters.find(({ id }) => id === odd)!.rules;
    await life.console({ do: 'updateRule', filterId: odd, ruleId, attributes: { protocol: 'ALL' } });
    const web = await create({
      do: 'createSession',
      attributes: {
        name: 'web',
        description: 'of ${team}',
        packetLength: 900,
        resourceGroupId: 'rg-security',
        tags: { 'team': 'soc', 'acs:rm:rgId': 'rg-security' },
        priority: 7,
        virtualNetworkId: 77,
        filterId: filter,
        sources: WEB_SOURCES,
        targetId: 'lb-bp1sensors',
        targetType: 'SLB',
        enabled: true,
      },
    });
    const dns = await create({
      do: 'createSession',
      attributes: {
        name: 'dns',
        priority: 12,
        virtualNetworkId: 12,
        filterId: odd,
        sources: ['eni-bp1dnsb', 'eni-bp1dnsa'],
        targetId: 'eni-bp1sensor',
        targetType: 'NetworkInterface',
        enabled: false,
      },
    });
    // It has no VNI, which no resource can say.
    const kept = await create({
      do: 'createSession',
      attributes: {
        name: 'kept',
        priority: 5000,
        filterId: filter,
        sources: [KEPT_SOURCE],
        targetId: 'lb-bp1sensors',
        targetType: 'SLB',
        enabled: true,
      },
    });
    ids = { filter, odd, web, dns, kept };
    account = await exportOf(life);
  }

  const adopt = (props: Partial<AdoptedFleetProps> = {}, exported = account, ledger: MirrorLedger = app.ledger()): Code => (stack) => {
    MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
    const adoption = MirrorAdoption.of(exported);
    adoption.fleet(stack, 'Fleet', { filter: adoption.filter(stack, 'Web', ids.filter), sources: [], targets: [], ledger, ...props });
  };
  const code =
    (props?: Partial<AdoptedFleetProps>, exported?: MirrorExport): Code =>
      (stack, root) =>
        adopt(props, exported, app.ledger())(stack, root);
  const addressOf = (id: string): string =>
    expect.stringMatching(new RegExp(`^\\S+ ${SESSION_RESOURCE}\\.\\S+_${id}$`)) as unknown as string;
  const sessionsOf = async () => (await life.account()).sessions;

  describe.each(ORDERS)('where the API lists sources %s', (sourceOrder) => {
    beforeEach(async () => begin(sourceOrder));

    test('the first plan imports and changes nothing, nobody goes dark, and the second plan is empty', async () => {
      app.synth(code());
      const plan = await app.plan();
      const [{ id: ruleId }] = (await life.account()).filters.find(({ id }) => id === ids.filter)!.rules;
      expect(Object.values(imports(plan)).sort()).toEqual([ids.filter, `${ids.filter}:${ruleId}`, ids.web, ids.dns].sort());
      expect(plan.changes.map(({ type, actions }) => `${actions.join()} ${type}`)).toEqual(['create terraform_data']);

      const before = await life.account();
      const { writes, darkened } = await app.apply();
      expect({ writes, darkened }).toEqual({ writes: [], darkened: [] });
      expect(await life.account()).toEqual(before);
      expect((await app.plan()).empty).toBe(true);
      // A later run reads what this one has written.
      app.synth(code());
      expect((await app.plan()).empty).toBe(true);
    });

    test('afterwards only what is said is touched', async () => {
      await app.become(code());

      const added = await app.become(code({ sources: [source('eni-bp1new')], packing: MirrorPacking.DENSE }));
      expect(added.darkened).toEqual([]);
      const all = await sessionsOf();
      expect(all).toHaveLength(4);
      expect(new Set(all.map(({ priority }) => priority)).size).toBe(4);
      expect(all.find(({ sources }) => sources.includes('eni-bp1new'))).toMatchObject({ filterId: ids.filter });

      const without = { sources: [source('eni-bp1new')], withoutSources: ['eni-bp1weba'] };
      app.synth(code(without));
      expect(planned(await app.plan())).toEqual([addressOf(ids.web)]);
      const removed = await app.apply();
      expect([...removed.darkened].sort()).toEqual(WEB_SOURCES.slice().sort());
      // The same code again, with the export that is out of date by now.
      app.synth(code(without));
      expect(planned(await app.plan()).filter((change) => !change.includes(ids.web))).toEqual([]);

      app.synth(code({ ...without, compaction: 10, packing: MirrorPacking.DENSE }));
      expect(planned(await app.plan()).filter((change) => !change.includes(ids.web))).toEqual([]);

      const gone = await app.become(code({ ...without, withoutSources: [...without.withoutSources, 'eni-bp1dnsa', 'eni-bp1dnsb'] }));
      expect(gone.darkened.filter((id) => !WEB_SOURCES.includes(id))).toEqual([]);
      expect((await sessionsOf()).map(({ name }) => name)).not.toContain('dns');
      expect((await sessionsOf()).find(({ id }) => id === ids.kept)).toMatchObject({ sources: [KEPT_SOURCE], priority: 5000 });
    });
  });

  test('fails without the adoption: sorted by hand, the import darkens every source', async () => {
    await begin('asSent');
    const sorted = MirrorExport.fromJson({
      sessions: [JSON.stringify({
        TrafficMirrorSessions: (await life.answers()).ListTrafficMirrorSessions.flatMap(({ TrafficMirrorSessions }: any) =>
          TrafficMirrorSessions.map((s: any) => ({ ...s, TrafficMirrorSourceIds: [...s.TrafficMirrorSourceIds].sort() })),
        ),
      })],
    });
    app.synth((stack: TerraformStack) => {
      MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
      MirrorAdoption.of(sorted).fleet(stack, 'Fleet', {
        filter: MirrorFilter.fromFilterId(stack, 'Web', ids.filter),
        sources: [],
        targets: [],
        ledger: app.ledger(),
      });
    });
    expect(planned(await app.plan())).toEqual([addressOf(ids.web), addressOf(ids.dns)].map(() => expect.stringMatching(/^update /)));
    expect([...(await app.apply()).darkened].sort()).toEqual(WEB_SOURCES.slice().sort());
  });

  test('written as HCL', async () => {
    await begin('asSent');
    asHcl(() => app.synth(code()));
    const plan = await app.plan();
    expect(Object.values(imports(plan))).toEqual(expect.arrayContaining([ids.web, ids.dns]));
    expect(plan.changes.map(({ type }) => type)).toEqual(['terraform_data']);
  });

  test('a frozen ledger that has the sessions changes nothing, and one that has not says so', async () => {
    await begin('asSent');
    const frozen = (): Code => (stack, root) => adopt({}, account, app.ledger({ frozen: true }))(stack, root);
    expect(() => app.synth(frozen())).toThrow('TM511');
    await app.become(code());
    app.synth(frozen());
    expect((await app.plan()).empty).toBe(true);
  });

  test('what exists takes no number, no source and no place of another fleet', async () => {
    await begin('asSent');
    const other = (ids_: string[]): Code => (stack) => {
      MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
      new MirroredFleet(stack, 'Other', {
        filter: webFilter(stack), sources: ids_.map(source), targets: [MirrorTarget.internalLoadBalancer('lb-bp1others')],
        ledger: app.ledger({ existing: account }),
        priorityRange: { first: 4999, last: 5001 },
        virtualNetworkIdRange: { first: 4999, last: 5001 },
      });
    };
    await app.become(other(['eni-bp1one', 'eni-bp1two']));
    expect((await sessionsOf()).map(({ priority }) => priority).sort((a, b) => a - b)).toEqual([7, 12, 4999, 5000, 5001]);
  });
});
