// What checks advise, applied in the advised order: what it does to running sessions. advice.more.ts plays the checks that are not CORE.
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { LocalBackend, TerraformStack } from 'cdktf';
import { ADOPTED_RULE, CORE, INLINE, OUTLINE, PLAYED } from './advice';
import { playAdvice } from './advice-played';
import { AppLife, Code, REGION, clb, planned, sensor, source, tcp, webFilter } from './apps';
import {
  Arguments, EGRESS_RULE, FILTER, Handwritten, INGRESS_RULE, SESSION, filter as webBody, ownRule, rule, session, sources, stack,
} from './handwritten';
import { SERVER, SERVERS, balanced, group, server } from './handwritten-receiving';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import {
  MirrorFilter, MirrorLedger, MirrorPacking, MirrorPlan, MirrorPolicy, MirrorSource, MirroredFleet, MirroredFleetProps,
  MirroredFleetShard, alicloud,
} from '../../src';
import { run } from '../../src/cli/run';

const page = (id: string): string => readFileSync(join(__dirname, '..', '..', 'docs', 'checks', `${id}.md`), 'utf8');

describeWithTerraform('the advice of', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  playAdvice(() => life, Object.entries(PLAYED).filter(([id]) => CORE.includes(id)));

  describe('TM205 and TM206', () => {
    let folder: string;
    let ruleId: string;
    beforeEach(async () => {
      folder = life.directory(stack(INLINE));
      await life.apply(folder);
      const [{ id, rules }] = (await life.account()).filters;
      ruleId = `${id}:${rules[0].id}`;
    });

    test('to write the rules as resources with import blocks in one apply: imports only, and the next plan is empty', async () => {
      life.write(folder, { ...stack(OUTLINE), import: [{ to: ADOPTED_RULE, id: ruleId }] });
      const report = await life.step('move', async () => life.apply(folder));
      expect([report.darkened, report.blinded, report.writes]).toEqual([[], [], []]);
      expect((await life.plan(folder)).changes).toEqual([]);
      for (const id of ['TM205', 'TM206']) expect(page(id)).toContain('import {');
    });

    test('without the import blocks the apply fails, and interrupts nobody', async () => {
      life.write(folder, stack(OUTLINE));
      const report = await life.step('apply', async () => life.apply(folder, { expect: 'failure' }));
      expect([report.refusals, report.darkened, report.blinded]).toEqual([{ 'DuplicatedParam.RulePriority': 1 }, [], []]);
    });
  });

  describe('TM205 and TM206 for other forms', () => {
    const web = { sessions: { web: session('web', 1, sources(2)) } };
    const inline = (more: Arguments = {}): Handwritten => ({
      ...web, filters: { web: webBody({ ingress_rules: [rule(1, 'TCP', '443/443'), rule(3, 'ICMP', '-1/-1')], ...more }) },
    });
    const idOf = async (direction: string, priority: number): Promise<string> => {
      const [{ id, rules }] = (await life.account()).filters;
      return `${id}:${rules.find((one) => one.direction === direction && one.priority === priority)!.id}`;
    };
    /** Writes the advised Terraform and applies it: nothing is written to the cloud, and the next plan is empty. */
    const follow = async (folder: string, to: object): Promise<void> => {
      life.write(folder, to);
      const report = await life.step('follow', async () => life.apply(folder));
      expect([report.darkened, report.blinded, report.writes]).toEqual([[], [], []]);
      expect((await life.plan(folder)).changes).toEqual([]);
    };

    test('TM205: inline and stand-alone rules of one direction, and inline rules of the other', async () => {
      const other = { egress_rules: [rule(1, 'UDP', '53/53')] };
      const folder = life.directory(stack({ ...inline(other), ingress: { alone: ownRule(2, 'UDP', '53/53') } }));
      await life.apply(folder);
      expect((await life.plan(folder)).empty).toBe(false);
      const own: Handwritten = {
        ...web,
        ingress: { one: ownRule(1, 'TCP', '443/443'), alone: ownRule(2, 'UDP', '53/53'), three: ownRule(3, 'ICMP', '-1/-1') },
        egress: { one: ownRule(1, 'UDP', '53/53') },
      };
      await follow(folder, {
        ...stack(own),
        import: [
          { to: `${INGRESS_RULE}.one`, id: await idOf('ingress', 1) }, { to: `${INGRESS_RULE}.three`, id: await idOf('ingress', 3) },
          { to: `${EGRESS_RULE}.one`, id: await idOf('egress', 1) },
        ],
      });
    });

    test('TM206: rules of a dynamic block', async () => {
      const dynamic = {
        ingress_rules: {
          for_each: ['443/443', '80/80'],
          content: rule('${ingress_rules.key + 1}' as unknown as number, 'TCP', '${ingress_rules.value}'),
        },
      };
      const folder = life.directory(stack({ ...web, filters: { web: webBody({ dynamic }) } }));
      await life.apply(folder);
      await follow(folder, {
        ...stack({ ...web, ingress: { one: ownRule(1, 'TCP', '443/443'), two: ownRule(2, 'TCP', '80/80') } }),
        import: [{ to: `${INGRESS_RULE}.one`, id: await idOf('ingress', 1) }, { to: `${INGRESS_RULE}.two`, id: await idOf('ingress', 2) }],
      });
    });

    test('TM206: the same rules in a MirrorFilter, with import blocks of the stack', async () => {
      const one = new AppLife(life);
      const raw: Code = (tf) => {
        const made = new alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(tf, 'Raw', { trafficMirrorFilterName: 'web' });
        made.addOverride('ingress_rules', [rule(1, 'TCP', '443/443', { destination_cidr_block: '0.0.0.0/0' })]);
        MirrorPolicy.of(tf).acknowledge('TM206', 'becomes stand-alone');
      };
      await one.become(raw);
      const [{ id }] = (await life.account()).filters;
      const ruleId = await idOf('ingress', 1);
      const own: Code = (tf) => {
        new MirrorFilter(tf, 'Web', { filterName: 'web', inbound: [tcp(443)] });
        tf.addOverride('import', [
          { to: `${FILTER}.Web_3C8945DB`, id }, { to: `${INGRESS_RULE}.Web_inbound-1_FDCC09A4`, id: ruleId },
        ]);
        // Terraform forgets the former resource of the filter.
        tf.addOverride('removed', [{ from: `${FILTER}.Raw`, lifecycle: { destroy: false } }]);
      };
      const report = await one.become(own);
      expect(report.writes).toEqual([]);
      expect(planned(await one.plan())).toEqual([]);
    });

    test('a filter that is not deployed yet needs no import blocks', async () => {
      const folder = life.directory(stack(inline()));
      expect((await life.plan(folder)).empty).toBe(false);
      life.write(folder, stack({ ...web, ingress: { one: ownRule(1, 'TCP', '443/443'), three: ownRule(3, 'ICMP', '-1/-1') } }));
      await life.apply(folder);
      expect((await life.plan(folder)).changes).toEqual([]);
      for (const id of ['TM205', 'TM206']) expect(page(id)).toContain('A filter that is not deployed yet needs no import blocks.');
    });
  });

  describe('TM418', () => {
    const one = { one: server('i-bp1one') };
    const two = { two: server('i-bp1two') };
    const mixed = {
      ...balanced({}, { [SERVERS]: { sensors: group({ servers: [{ server_ids: ['i-bp1two'], port: 4789, type: 'ecs' }] }) } }),
    };
    const attached = balanced({}, { [SERVER]: { ...one, ...two } });
    const servers = async (): Promise<string[]> =>
      (await life.account()).objects
        .filter(({ type }) => type === SERVER)
        .map(({ id }) => id.split(':')[1])
        .sort();
    let folder: string;
    let groupId: string;
    beforeEach(async () => {
      folder = life.directory(stack({ resource: mixed }));
      await life.apply(folder);
      groupId = String((await life.state(folder))[`${SERVERS}.sensors`].id);
      expect(await servers()).toEqual(['i-bp1one', 'i-bp1two']);
      life.write(folder, stack({ resource: attached }));
      await life.import(folder, `${SERVER}.two`, `${groupId}:i-bp1two:4789`);
    });

    test('to have Terraform forget the group, and to take it in with its servers: the plan is empty', async () => {
      await life.terraform(folder, ['state', 'rm', `${SERVERS}.sensors`]);
      await life.import(folder, `${SERVERS}.sensors`, groupId);
      expect((await life.plan(folder)).changes).toEqual([]);
      expect(page('TM418')).toContain(`terraform state rm ${SERVERS}.sensors`);
    });

    test('or only to import the server: the group keeps what is no longer written in it', async () => {
      expect((await life.plan(folder)).changes).toEqual([]);
      await life.apply(folder);
      expect(await servers()).toEqual(['i-bp1one', 'i-bp1two']);
    });
  });

  describe('fleets', () => {
    let app: AppLife;
    beforeEach(() => { app = new AppLife(life); });

    const fleet = (
      tf: TerraformStack,
      ids: readonly string[],
      ledger: MirrorLedger,
      props: Partial<MirroredFleetProps> = {},
      id = 'Fleet',
    ): MirroredFleet =>
      new MirroredFleet(tf, id, {
        filter: props.filter ?? webFilter(tf),
        sources: ids.map((one) => source(one)),
        targets: [clb('a')],
        ...props,
        ledger,
      });
    const frozen = (ids: readonly string[]): Code => (tf) => { fleet(tf, ids, app.ledger({ frozen: true })); };
    const free = (ids: readonly string[], expectRemovals?: number): Code => (tf) => { fleet(tf, ids, app.ledger({ expectRemovals })); };
    const unharmed = (report: StepReport): void =>
      expect([report.darkened, report.blinded, report.failed, report.refusals]).toEqual([[], [], [], {}]);

    test('TM511: synthesized outside the pipeline, the new source alone is touched', async () => {
      await app.become(free(sources(3)));
      expect(() => app.synth(frozen(sources(4)))).toThrow('Run cdktf synth outside the pipeline');
      const report = await app.become(free(sources(4)));
      unharmed(report);
      expect(report.touched).toHaveLength(1);
      app.synth(frozen(sources(4)));
      expect((await app.plan()).changes).toEqual([]);
    });

    /** What a merge left, and the command that the finding names; it is told which ledger is deployed. */
    async function mended(merge: (deployed: string[]) => string[], code: Code): Promise<void> {
      const base = `${app.ledgerFile}.base`;
      const deployed = readFileSync(app.ledgerFile, 'utf8');
      writeFileSync(base, deployed);
      writeFileSync(app.ledgerFile, `${merge(deployed.trimEnd().split('\n')).join('\n')}\n`);
      expect(() => app.synth(code)).toThrow('The next synth places the other sources again. Running sessions do not move.');
      const errors: string[] = [];
      expect(run(['ledger', 'repair', app.ledgerFile, '--base', base], { out: () => {}, error: (line) => errors.push(line) })).toBe(0);
      expect(errors).toEqual([]);
    }

    test('TM512: the merged ledger repaired, the new source gets a free number and nothing else is touched', async () => {
      await app.become(free(sources(2)));
      await mended(
        ([header, shard, first, second]) => [header, shard, first, second, second.split(sources(2)[1]).join(sources(3)[2])],
        free(sources(3)),
      );
      const report = await app.become(free(sources(3)));
      unharmed(report);
      expect(report.touched).toHaveLength(1);
    });

    test('TM517: the merged ledger repaired, the lines agree again and nothing that runs moves', async () => {
      const dense = (ids: readonly string[]): Code => (tf) => { fleet(tf, ids, app.ledger(), { packing: MirrorPacking.DENSE }); };
      await app.become(dense(sources(2)));
      // A branch that put a source into the session that runs, and elsewhere.
      await mended(([header, shard, first, second]) => [
        header, shard, first, second,
        second.split(sources(2)[1]).join(sources(3)[2]).replace('"order":1', '"order":2').replace('lb-bp1a', 'lb-bp1b'),
      ], dense(sources(3)));
      const report = await app.become(dense(sources(3)));
      unharmed(report);
      expect(report.touched.map(({ change }) => change)).toEqual(['create']);
    });

    describe('TM513', () => {
      const other = (): string => app.ledgerFile.replace('.lock', '-b.lock');
      const two = (ledgerB: () => MirrorLedger, lease?: MirroredFleetProps['priorityRange']): Code => (tf) => {
        const filter = webFilter(tf);
        const ledger = app.ledger();
        fleet(tf, sources(3, 'a'), ledger, { filter }, 'A');
        const second = ledgerB();
        fleet(tf, sources(3, 'b'), second, { filter, priorityRange: lease }, 'B');
      };
      const file = (): MirrorLedger => MirrorLedger.file(other(), { frozen: false });
      beforeEach(async () => {
        await app.become((tf) => {
          MirrorPolicy.of(tf).acknowledge('TM513', 'the broken state of this test');
          two(file)(tf, undefined as never);
        });
      });

      test('with a lease of its own, the recorded sessions keep their numbers', async () => {
        app.synth(two(file, { first: 1, last: 1000 }));
        expect((await app.plan()).changes).toEqual([]);
      });

      test('with one ledger that has the lines of both, nothing changes', async () => {
        const lines = readFileSync(other(), 'utf8').split('\n').slice(1).join('\n');
        writeFileSync(app.ledgerFile, readFileSync(app.ledgerFile, 'utf8') + lines);
        app.synth((tf) => {
          const [filter, ledger] = [webFilter(tf), app.ledger()];
          for (const [id, name] of [['A', 'a'], ['B', 'b']]) fleet(tf, sources(3, name), ledger, { filter }, id);
        });
        expect((await app.plan()).changes).toEqual([]);
        expect(page('TM513')).toContain('with the lines of both');
      });
    });

    test('TM514: stated, the sessions of those who are gone are destroyed, and no other is touched', async () => {
      await app.become(free(sources(25)), { parallelism: 50 });
      expect(() => app.synth(free(sources(3)))).toThrow('The sessions of the missing sources are destroyed');
      const report = await app.become(free(sources(3), 22), { parallelism: 50 });
      expect(report.lost).toEqual(sources(25).slice(3));
      expect(report.touched).toHaveLength(22);
    });

    test('TM515: the ledger committed, nothing is left to apply, and the number is free', async () => {
      await app.become(free(sources(3)));
      const report = await app.become(frozen(sources(2)));
      expect(report.lost).toEqual([sources(3)[2]]);
      app.synth(free(sources(2)));
      expect((await app.plan()).changes).toEqual([]);
      expect(readFileSync(app.ledgerFile, 'utf8')).not.toContain(sources(3)[2]);
    });

    test('TM518: synthesized outside the pipeline, the sessions of the lost target move in place with their numbers', async () => {
      const at =
        (names: string[], isFrozen: boolean): Code =>
          (tf) => {
            fleet(tf, sources(4), app.ledger({ frozen: isFrozen }), { targets: names.map(clb) });
          };
      const numbers = async (): Promise<unknown[]> =>
        (await life.account()).sessions.map(({ id, priority, virtualNetworkId }) => [id, priority, virtualNetworkId]).sort();
      await app.become(at(['a', 'b'], false));
      const before = await numbers();
      expect(() => app.synth(at(['b'], true))).toThrow(
        'moves the sessions to other targets in place, with their numbers. No source is interrupted.',
      );
      const report = await app.become(at(['b'], false));
      unharmed(report);
      expect(report.touched.map(({ change }) => change)).toEqual(['update', 'update']);
      expect(await numbers()).toEqual(before);
    });

    test('TM521: with a target more the new source finds a place, and no session that runs is touched', async () => {
      const at =
        (count: number, names: string[]): Code =>
          (tf) => {
            fleet(tf, sources(count), app.ledger(), { targets: names.map(sensor) });
          };
      await app.become(at(10, ['s']), { parallelism: 50 });
      expect(() => app.synth(at(11, ['s']))).toThrow('Add 1 target.');
      const report = await app.become(at(11, ['s', 't']));
      unharmed(report);
      expect(report.touched.map(({ change }) => change)).toEqual(['create']);
    });

    describe('TM523', () => {
      const keyed = (interfaces: Readonly<Record<string, string>>): Code => (tf) => {
        fleet(tf, [], app.ledger(), {
          sources: Object.entries(interfaces).map(([key, id]) => MirrorSource.networkInterface(id, { ...source(id).options, key })),
        });
      };
      beforeEach(async () => app.become(keyed({ web: 'eni-bp1old', app: 'eni-bp1app' })));

      test('with a key of its own another machine gets a session of its own, and the old one goes', async () => {
        const report = await app.become(keyed({ web2: 'eni-bp1next', app: 'eni-bp1app' }));
        expect([report.darkened, report.touched.map(({ change }) => change).sort()]).toEqual([['eni-bp1old'], ['create', 'delete']]);
      });

      test('with its key, the one that took its place is in its session, which is changed in place', async () => {
        const report = await app.become(keyed({ web: 'eni-bp1next', app: 'eni-bp1app' }));
        expect([report.darkened, report.touched.map(({ change }) => change)]).toEqual([['eni-bp1old'], ['update']]);
        expect((await life.account()).sessions.flatMap((one) => one.sources).sort()).toEqual(['eni-bp1app', 'eni-bp1next']);
      });
    });

    test('TM524: a shard that becomes empty stays; its stack is applied and destroyed, that is stated, and nothing is left of it', async () => {
      const at = (count: number, destroyedShards?: number[]): Code => (tf, root) => {
        const plan = MirrorPlan.of({
          name: 'plan',
          sources: sources(count).map((id) => source(id)),
          targets: [clb('a')],
          ledger: app.ledger({ expectRemovals: 2 }),
          resourcesPerShard: 14,
          destroyedShards,
        });
        expect(plan.shards).toHaveLength(destroyedShards ? 1 : 2);
        for (const shard of plan.shards) {
          const of = shard.number === 0 ? tf : new TerraformStack(root, `net${shard.number}`);
          if (shard.number > 0) {
            new alicloud.provider.AlicloudProvider(of, 'AliCloud', { region: REGION });
            new LocalBackend(of, { path: `${app.ledgerFile}.${shard.number}.tfstate` });
          }
          new MirroredFleetShard(of, 'Fleet', { shard, filter: webFilter(of) });
        }
      };
      const [first, second] = [app.folder, app.folderOf('net1')];
      app.synth(at(4));
      for (const folder of [first, second]) await life.apply(folder);
      app.synth(at(2));
      const emptied = await life.step('apply', async () => { for (const folder of [first, second]) await life.apply(folder); });
      expect([emptied.lost, emptied.interrupted, emptied.failed]).toEqual([sources(4).slice(2), [], []]);
      const destroyed = await life.step('destroy', async () => life.destroy(second));
      expect(destroyed.darkened).toEqual([]);
      app.synth(at(2, [1]));
      expect((await app.plan()).changes).toEqual([]);
      expect((await life.account()).filters).toHaveLength(1);
    });

    test('TM516: a fleet that comes to a file while its sources are the same keeps its numbers', async () => {
      await app.become((tf) => { fleet(tf, sources(5), MirrorLedger.inMemory()); });
      expect(existsSync(app.ledgerFile)).toBe(false);
      app.synth(free(sources(5)));
      expect((await app.plan()).changes).toEqual([]);
      expect(Object.keys(app.written().resource[SESSION])).toHaveLength(5);
    });
  });
});
