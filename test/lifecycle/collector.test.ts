// The life of a collector. What Terraform written by hand does there: collector-by-hand.more.ts.
import { join } from 'path';
import { dependable, Fn, LocalBackend, TerraformLocal, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';
import { AppLife, Code, planned, REGION, source, webFilter } from './apps';
import { forecastOf } from './forecast-agreement';
import { SESSION, sources } from './handwritten';
import { LISTENER, RULE, SERVER, SERVERS } from './handwritten-receiving';
import { Lifecycle, StepReport, TerraformOptions, describeWithTerraform } from './harness';
import { gaps } from './packets-let-in';
import type { Switches } from './server/cloud/switches';
import {
  CollectorLoadBalancer, CollectorScheduler, MirrorCollector, MirrorCollectorProps, MirrorSensor, MirrorSensorInstanceOptions,
  MirrorSession, MirrorSource, alicloud,
} from '../../src';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { forecast } from '../../src/door/forecast';
import { planDocument } from '../../src/door/plan-document';
import { CopyLossCause } from '../../src/door/receiving-changes';

/** Nothing failed, and nothing was refused but what the provider repeats: servers of one group that came at once. */
function smooth({ failed, refusals: { VServerGroupProcessing: _, ...refusals } }: StepReport): void {
  expect(failed).toEqual([]);
  expect(refusals).toEqual({});
}

/** What a call that fails half way leaves in the state differs between the majors of the provider. */
const MAJORS = [1, 2] as const;

describeWithTerraform('the receiving side', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  const switched = async (switches: Partial<Switches> = {}): Promise<void> => life.reset({ switches });

  describe('a collector', () => {
    interface Wanted {
      readonly sensors?: readonly string[];
      readonly cidrs?: readonly string[];
      readonly scheduler?: CollectorScheduler;
      readonly sessions?: number;
    }
    const app =
      ({ sensors: names = ['one', 'two'], cidrs = ['10.0.0.0/24', '10.2.0.0/24'], scheduler, sessions = 3 }: Wanted = {}): Code =>
        (scope) => {
          const collector = new MirrorCollector(scope, 'Collector', {
            loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'), createSecurityGroupIn: 'vpc-bp1sensors', scheduler,
          });
          for (const name of names) {
            const instance = new alicloud.instance.Instance(scope, `Sensor-${name}`, {
              instanceType: 'ecs.g7.large',
              vswitchId: 'vsw-bp1sensors',
              securityGroups: collector.securityGroupIds,
              userData: MirrorCollector.sensorUserData(),
            });
            collector.addSensor(MirrorSensor.fromResource(instance));
          }
          collector.allowFromCidrs([...cidrs]);
          const web = webFilter(scope);
          sources(sessions).forEach(
            (id, n) => new MirrorSession(scope, `Session-${n}`, { filter: web, sources: [source(id)], target: collector.target }),
          );
        };

    const POSITIONS: ReadonlyArray<readonly [string, Partial<Switches>]> = [
      ['if a session asks for its listener', { receivingSide: 'strict' }],
      ['if the priority of a rule does not count', { rulePriority: 'ignored' }],
      ['if a rule that is gone cannot be revoked', { goneRule: 'refused' }],
      ['if CIDRs are written back in canonical form', { ruleCidr: 'canonical' }],
      ['if a backend port is reported', { backendPort: 'reported' }],
      ['if no server is added twice', { secondServer: 'refused' }],
    ];
    // Each position by itself takes minutes, and tells which one it is if they fail together.
    const SWITCHES: ReadonlyArray<readonly [string, Partial<Switches>]> = [
      ['by default', {}],
      ...(process.env.LIFECYCLE_SWITCHES
        ? POSITIONS
        : [['with every switch in its other position', Object.assign({}, ...POSITIONS.map(([, of]) => of))] as const]),
    ];
    // Fifty at a time once: what a switch bears on is not how many resources there are at a time.
    const atATime = (switches: Partial<Switches>): number[] =>
      process.env.LIFECYCLE_SWITCHES || Object.keys(switches).length === 0 ? [10, 50] : [10];
    test.each(SWITCHES.flatMap(([name, switches]) => atATime(switches).map((parallelism) => [name, parallelism, switches] as const)))(
      'lives well %s, %i at a time',
      async (_, parallelism, switches) => {
        await switched({ ...switches, attempts: 10 });
        const one = new AppLife(life);
        const become = async (wanted: Wanted): Promise<StepReport> => {
          const report = await one.become(app(wanted), { parallelism });
          smooth(report);
          expect(planned(await one.plan())).toEqual([]);
          return report;
        };
        await become({});
        expect(await life.objectIds(SERVER)).toHaveLength(2);
        expect((await life.account()).sessions).toHaveLength(3);

        const added = await become({ sensors: ['one', 'two', 'three'] });
        expect(added.darkened).toEqual([]);
        const writes = added.touched.map(({ type, change }) => `${change} ${type}`).sort();
        expect(writes).toEqual(['create alicloud_instance', `create ${SERVER}`]);

        const removed = await become({ sensors: ['three'] });
        expect(removed.darkened).toEqual([]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
        expect(removed.touched.filter(({ type }) => [LISTENER, SESSION].includes(type))).toEqual([]);

        // One block grows, one shrinks, one goes and another comes: what is in both stays in.
        await become({ sensors: ['three'], cidrs: ['10.0.0.0/23', '10.2.0.0/25', '10.4.0.0/24'] });
        await become({ sensors: ['three'], cidrs: ['10.0.0.0/24', '10.2.0.0/24', '10.5.0.0/24'] });
        expect(gaps(await life.journal(), ['10.0.0.0/24', '10.2.0.0/25'])).toEqual([]);
        expect(await life.objectIds(RULE)).toHaveLength(3);

        if (switches.receivingSide !== 'strict') {
          const rescheduled = await become({ sensors: ['three'], cidrs: ['10.0.0.0/24'], scheduler: CollectorScheduler.FOUR_TUPLE });
          expect(rescheduled.touched.filter(({ type }) => type === LISTENER).map(({ change }) => change)).toEqual(['delete', 'create']);
        }
        smooth(await one.destroy({ parallelism }));
        const { sessions, filters, objects: left } = await life.account();
        expect([sessions, filters, left]).toEqual([[], [], []]);
      });

    /** Sensors behind a load balancer that exist, by id or as resources of the app. */
    const balancedBy = (name: string, sensors: (scope: TerraformStack, collector: MirrorCollector) => MirrorSensor[]): Code => (scope) => {
      const collector = new MirrorCollector(scope, 'Collector', {
        loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
        securityGroupIds: ['sg-bp1sensors'],
      });
      for (const one of sensors(scope, collector)) collector.addSensor(one);
      new MirrorSession(scope, 'Session', { filter: webFilter(scope), sources: [source(`eni-bp1${name}`)], target: collector.target });
    };
    const existing = (ids: readonly string[], options: MirrorSensorInstanceOptions = {}): Code =>
      balancedBy('web', () => ids.map((id) => MirrorSensor.instance(id, options)));
    const made = (names: readonly string[], createBeforeDestroy: boolean, zone = 'cn-hangzhou-h'): Code =>
      balancedBy('web', (scope) =>
        names.map((name) =>
          MirrorSensor.fromResource(
            new alicloud.instance.Instance(scope, name, {
              instanceType: 'ecs.g7.large',
              availabilityZone: zone,
              lifecycle: { createBeforeDestroy },
            }),
          ),
        ),
      );
    const ADDED = { action: 'AddVServerGroupBackendServers' };

    /** Synthesizes, plans and applies: the apply is compared with the forecast of its plan. */
    const forecastedApply = async (one: AppLife, code: Code, options: TerraformOptions = {}): Promise<StepReport> => {
      one.synth(code);
      await one.plan();
      return one.apply(options);
    };

    test.each([10, 50])(
      'all sensors are replaced in one step: the new ones serve before the old ones are removed, %i at a time',
      async (parallelism) => {
        await switched({ secondServer: 'refused' });
        const one = new AppLife(life);
        await one.become(existing(['i-bp1one', 'i-bp1two']), { parallelism });
        await life.fault({ on: ADDED, kind: 'throttle', times: 5 });
        const report = await forecastedApply(one, existing(['i-bp1three', 'i-bp1four']), { parallelism });
        expect(report.failed).toEqual([]);
        expect([report.missed, report.darkened]).toEqual([[], []]);
        expect(report.touched.filter(({ type }) => [LISTENER, SESSION, SERVERS].includes(type))).toEqual([]);
        expect((await life.objectIds(SERVER)).map((id) => id.split(':')[1]).sort()).toEqual(['i-bp1four', 'i-bp1three']);
        expect(planned(await one.plan())).toEqual([]);
      });

    test('another weight switches the listener to another group: no copy is lost, and the sensor stays', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(existing(['i-bp1one']));
      for (const serverWeight of [50, 60, undefined]) {
        const report = await forecastedApply(one, existing(['i-bp1one'], { serverWeight }));
        expect([report.failed, report.missed, report.darkened]).toEqual([[], [], []]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
        expect(await life.objectIds(SERVERS)).toHaveLength(1);
        expect(report.touched.filter(({ type }) => type === LISTENER).map(({ change }) => change)).toEqual(['update']);
        expect(planned(await one.plan())).toEqual([]);
      }
    });

    test.each([
      ['weight', [50, 60, undefined]],
      ['description', ['first', 'second', undefined]],
    ])('so does a %s that the user writes on the attachment of a sensor', async (argument, values) => {
      await switched();
      const one = new AppLife(life);
      const written = (value: unknown): Code => (scope, root) => {
        existing(['i-bp1one'])(scope, root);
        const all = scope.node.findAll().filter((c): c is TerraformResource => TerraformResource.isTerraformResource(c));
        if (value !== undefined) all.find((resource) => resource.terraformResourceType === SERVER)!.addOverride(argument, value);
      };
      await one.become(written(undefined));
      for (const value of values) {
        const report = await forecastedApply(one, written(value));
        expect([report.failed, report.missed, report.darkened]).toEqual([[], [], []]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
        expect(planned(await one.plan())).toEqual([]);
      }
    });

    test('the key of a known sensor changes nothing', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(existing(['i-bp1one']));
      one.synth(existing(['i-bp1one'], { key: 'renamed' }));
      expect(planned(await one.plan())).toEqual([]);
    });

    test('sensors of the app: created before they are destroyed if the user has set that, and then no copy is lost', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(made(['a'], true));
      // Under another address, and under the same.
      for (const next of [made(['b'], true), made(['b'], true, 'cn-hangzhou-i')]) {
        const report = await forecastedApply(one, next);
        expect([report.failed, report.missed, report.darkened]).toEqual([[], [], []]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
        expect(planned(await one.plan())).toEqual([]);
      }
    });

    test('sensors of the app that are destroyed first stay so: copies are lost until the new ones are there', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(made(['a'], false));
      for (const next of [made(['b'], false), made(['b'], false, 'cn-hangzhou-i')]) {
        const report = await forecastedApply(one, next);
        expect([report.failed, report.missed]).toEqual([[], ['eni-bp1web']]);
      }
    });

    describe('sensors of another stack', () => {
      let one: AppLife;
      let code: (names: readonly string[], zone?: string) => Code;
      beforeEach(async () => {
        await switched();
        one = new AppLife(life);
        const path = join(life.directory(), 'sensors.tfstate');
        code = (names, zone = 'cn-hangzhou-h') => (scope, root) => {
          const stack = new TerraformStack(root, 'sensors');
          new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
          new LocalBackend(stack, { path });
          const instances = names.map((name) =>
            new alicloud.instance.Instance(stack, name, { instanceType: 'ecs.g7.large', availabilityZone: zone }));
          balancedBy('web', () => instances.map((instance) => MirrorSensor.fromResource(instance)))(scope, root);
        };
        one.synth(code(['a']));
        await life.apply(one.folderOf('sensors'));
        expect((await one.apply()).failed).toEqual([]);
      });
      /** Both stacks, as `cdktf deploy` applies them; who missed copies in each. */
      const deploy = async (next: Code): Promise<readonly (readonly string[])[]> => {
        one.synth(next);
        const sensors = await life.step('sensors', async () => life.apply(one.folderOf('sensors')));
        await one.plan();
        const collector = await one.apply();
        expect([sensors.failed, collector.failed, collector.darkened]).toEqual([[], [], []]);
        return [sensors.missed, collector.missed];
      };

      test('that is replaced receives nothing until the collector is deployed, and a forecast of both plans has it', async () => {
        const next = code(['a'], 'cn-hangzhou-i');
        one.synth(next);
        // Nothing of the collector changes, so its plan is read from a file.
        const shown = async (folder: string): Promise<Readonly<Record<string, unknown>>> => {
          await life.terraform(folder, ['plan', '-out=both.tfplan']);
          return life.json(folder, ['show', '-json', 'both.tfplan']);
        };
        const documents = [
          planDocument(await shown(one.folderOf('sensors')), 'sensors'), planDocument(await shown(one.folder), 'net'),
        ];
        expect(forecast(documents.slice(1), MirrorEdition.EDITION_2023).copyLosses).toEqual([]);
        expect(forecast(documents, MirrorEdition.EDITION_2023).copyLosses).toMatchObject([{
          cause: CopyLossCause.SERVERS, address: 'alicloud_instance.a', sessions: [{ sources: ['eni-bp1web'] }],
        }]);
        expect(await deploy(next)).toEqual([['eni-bp1web'], []]);
      });

      test('are added, deployed with the collector, and then removed: no copy is lost', async () => {
        expect(await deploy(code(['a', 'b']))).toEqual([[], []]);
        expect(await deploy(code(['b']))).toEqual([[], []]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
      });
    });

    describe('create_before_destroy reaches no instance of the user', () => {
      type Given = (scope: TerraformStack, web: alicloud.instance.Instance) => void;
      const collectorOf = (scope: TerraformStack, more: Partial<MirrorCollectorProps> = {}): MirrorCollector =>
        new MirrorCollector(scope, 'Collector', {
          loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
          securityGroupIds: ['sg-bp1sensors'],
          sensors: [MirrorSensor.instance('i-bp1sensor')],
          ...more,
        });
      test.each<[string, Given]>([
        ['the name of the load balancer', (scope, { id }) => {
          collectorOf(scope, { loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors', { name: `of-${id}` }) });
        }],
        ['a tag', (scope, { id }) => { collectorOf(scope, { tags: { by: id } }); }],
        ['an override of the server group', (scope, { id }) => { collectorOf(scope).serverGroup!.addOverride('name', id); }],
        ['a dependency of an attachment', (scope, web) => { collectorOf(scope).sensorAttachments[0].dependsOn = [dependable(web)]; }],
        ['an overridden dependency', (scope, web) => {
          collectorOf(scope).serverGroup!.addOverride('depends_on', [`alicloud_instance.${web.friendlyUniqueId}`]);
        }],
        ['a local as the id of a sensor', (scope, { id }) => {
          const local = new TerraformLocal(scope, 'sensor', id);
          collectorOf(scope, { sensors: [MirrorSensor.instance(local.asString, { key: 'sensor' })] });
        }],
        ['a local as an address', (scope, web) => {
          const local = new TerraformLocal(scope, 'address', web.primaryIpAddress);
          collectorOf(scope).allowFromCidrs([`${local.asString}/32`]);
        }],
        ['a function of an address', (scope, web) => { collectorOf(scope).allowFromCidrs([Fn.format('%s/32', [web.primaryIpAddress])]); }],
      ])('by %s', async (_, given) => {
        await switched();
        const one = new AppLife(life);
        const at = (zone: string): Code => (scope) => {
          given(scope, new alicloud.instance.Instance(scope, 'Web', {
            instanceType: 'ecs.g7.large',
            privateIp: '10.0.0.9',
            availabilityZone: zone,
          }));
        };
        await one.become(at('cn-hangzhou-h'));
        one.synth(at('cn-hangzhou-i'));
        expect(planned(await one.plan())).toContain('delete and create alicloud_instance.Web');
      });

      test('a variable refers to none, so its sensor is added before the old one is removed', async () => {
        await switched();
        const one = new AppLife(life);
        const at = (id: string): Code => balancedBy('web', (scope) => {
          const sensor = new TerraformVariable(scope, 'sensor', { type: 'string', default: id });
          return [MirrorSensor.instance(sensor.stringValue, { key: 'sensor' })];
        });
        await one.become(at('i-bp1one'));
        const report = await forecastedApply(one, at('i-bp1two'));
        expect([report.failed, report.missed]).toEqual([[], []]);
        expect(await life.objectIds(SERVER)).toHaveLength(1);
      });
    });

    describe.each(MAJORS)('whose rule is tainted, since the read after its creation failed (major %i)', (major) => {
      let one: AppLife;
      let tainted: string;
      beforeEach(async () => {
        await switched({ major });
        await life.console({
          do: 'declareInterface',
          networkInterface: { id: 'eni-bp1sensor', securityGroupIds: ['sg-bp1sensors'], primaryIp: '10.9.0.1' },
        });
        await life.console({ do: 'declareInterface', networkInterface: { id: 'eni-bp1web', primaryIp: '10.0.0.4' } });
        one = new AppLife(life);
        const at = (...cidrs: string[]): Code => (scope) => {
          const collector = new MirrorCollector(scope, 'Collector', {
            sensors: [MirrorSensor.networkInterface('eni-bp1sensor')],
            securityGroupIds: ['sg-bp1sensors'],
          });
          collector.allowFromCidrs(cidrs);
          new MirrorSession(scope, 'Session', { filter: webFilter(scope), sources: [source('eni-bp1web')], target: collector.target });
        };
        await one.become(at('10.2.0.0/24'));
        await life.fault({
          on: { action: 'DescribeSecurityGroupAttribute', about: '10.0.0.0/24' },
          kind: 'error',
          code: 'InternalError',
          times: null,
        });
        const { failed } = await one.become(at('10.0.0.0/24', '10.2.0.0/24'), { expect: 'failure' });
        expect(failed).toHaveLength(1);
        await life.clearFaults();
        [tainted] = Object.entries(one.written().resource[RULE]).flatMap(([id, { cidr_ip: cidr }]) =>
          cidr === '10.0.0.0/24' ? [`${RULE}.${id}`] : [],
        );
        expect(await life.objectIds(RULE)).toHaveLength(2);
      });

      test('the next apply closes the port, and the forecast tells what to run', async () => {
        const told = forecastOf((await one.plan()).json);
        expect(told.copyLosses).toEqual([expect.objectContaining({ address: tainted, tainted: true, lasts: true })]);
        const report = await one.apply();
        expect([report.failed, report.missed]).toEqual([[], ['eni-bp1web']]);
        expect(await life.objectIds(RULE)).toHaveLength(1);
        expect(planned(await one.plan())).toEqual([`create ${tainted}`]);
      });

      test('untainted it stays', async () => {
        expect((await one.terraform(['untaint', tainted])).ok).toBe(true);
        expect(forecastOf((await one.plan()).json).copyLosses).toEqual([]);
        const report = await one.apply();
        expect([report.failed, report.missed]).toEqual([[], []]);
        expect(await life.objectIds(RULE)).toHaveLength(2);
      });
    });

    test('a new session and a new rule in one step: no packet is sent before it is let in', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(app({ sessions: 1 }));
      await life.fault({ on: { action: 'AuthorizeSecurityGroup' }, kind: 'throttle', times: 3 });
      const { writes } = await one.become(app({ sessions: 2, cidrs: ['10.0.0.0/24', '10.2.0.0/24', '10.4.0.0/24'] }));
      const passed = writes.filter(({ outcome }) => outcome === 'ok').map(({ action }) => action);
      expect(passed.indexOf('AuthorizeSecurityGroup')).toBeGreaterThanOrEqual(0);
      expect(passed.indexOf('CreateTrafficMirrorSession')).toBeGreaterThan(passed.indexOf('AuthorizeSecurityGroup'));
    });

    test.each(MAJORS)(
      'fails: a conflict at a rule is not repeated; no session is made, the old rule stays, and the next apply ends it (major %i)',
      async (major) => {
        await switched({ major });
        const one = new AppLife(life);
        await one.become(app({ sessions: 1 }));
        await life.fault({ on: { action: 'AuthorizeSecurityGroup' }, kind: 'conflict' });
        const broken = await one.become(app({ sessions: 2, cidrs: ['10.0.0.0/23', '10.2.0.0/24'] }), { expect: 'failure' });
        expect([broken.refusals, broken.missed, broken.darkened]).toEqual([{ OperationConflict: 1 }, [], []]);
        expect((await life.account()).sessions).toHaveLength(1);
        expect(gaps(await life.journal(), ['10.0.0.0/24', '10.2.0.0/24'])).toEqual([]);
        smooth(await one.apply());
        expect((await life.account()).sessions).toHaveLength(2);
        expect(gaps(await life.journal(), ['10.0.0.0/24', '10.2.0.0/24'])).toEqual([]);
      });

    test('a rule that leaves goes after the one that comes, however slow that is', async () => {
      await switched();
      const one = new AppLife(life);
      await one.become(app());
      await life.fault({ on: { action: 'AuthorizeSecurityGroup' }, kind: 'throttle', times: 5 });
      await one.become(app({ cidrs: ['10.0.0.0/23', '10.2.0.0/24'] }));
      await life.fault({ on: { action: 'AuthorizeSecurityGroup' }, kind: 'throttle', times: 5 });
      await one.become(app({ cidrs: ['10.0.0.0/22', '10.2.0.0/24'] }));
      expect(gaps(await life.journal(), ['10.0.0.0/24', '10.2.0.0/24'])).toEqual([]);
      expect(await life.objectIds(RULE)).toHaveLength(2);
    });

    test('the sessions of a single sensor move to another before the first one is shut', async () => {
      await switched();
      const one = new AppLife(life);
      const at = (name: string): Code => (scope) => {
        const collector = new MirrorCollector(scope, name, {
          sensors: [MirrorSensor.networkInterface(`eni-bp1${name}`)],
          securityGroupIds: [`sg-bp1${name}`],
        });
        collector.allowFromCidrs(['10.0.0.0/24']);
        new MirrorSession(scope, 'Session', { filter: webFilter(scope), sources: [source('eni-bp1web')], target: collector.target });
      };
      await one.become(at('old'));
      await life.fault({ on: { action: 'UpdateTrafficMirrorSessionAttribute' }, kind: 'conflict', times: 3 });
      const { writes } = await one.become(at('new'));
      expect(writes.filter(({ outcome }) => outcome === 'ok').map(({ action }) => action)).toEqual([
        'AuthorizeSecurityGroup',
        'UpdateTrafficMirrorSessionAttribute',
        'RevokeSecurityGroup',
      ]);
    });

    test('a source of a fixed address is replaced as before: destroyed, then created', async () => {
      await switched();
      const one = new AppLife(life);
      const at = (zone: string): Code => (scope) => {
        const web = new alicloud.instance.Instance(scope, 'Server', {
          instanceType: 'ecs.g7.large',
          privateIp: '10.0.0.9',
          availabilityZone: zone,
        });
        const collector = new MirrorCollector(scope, 'Collector', {
          sensors: [MirrorSensor.networkInterface('eni-bp1sensor')],
          securityGroupIds: ['sg-bp1sensors'],
        });
        collector.allowFromSources([MirrorSource.fromResource(web)]);
        collector.allowFromCidrs(['10.2.0.0/24']);
        new MirrorSession(scope, 'Session', { filter: webFilter(scope), sources: [source('eni-bp1app')], target: collector.target });
      };
      await one.become(at('cn-hangzhou-h'));
      one.synth(at('cn-hangzhou-i'));
      const plan = await one.plan();
      expect(planned(plan)).toContain('delete and create alicloud_instance.Server');
      expect(plan.changes.map(({ type }) => type).sort()).toEqual(['alicloud_instance', RULE]);
      await one.apply();
      expect(planned(await one.plan())).toEqual([]);
    });

    test('fails: where a session keeps its listener, another scheduler is refused, and the sensors go on receiving', async () => {
      await switched({ receivingSide: 'strict' });
      const one = new AppLife(life);
      await one.become(app());
      one.synth(app({ scheduler: CollectorScheduler.FOUR_TUPLE }));
      const { refusals } = await life.step('apply', async () => life.apply(one.folder, { expect: 'failure' }));
      expect(refusals).toEqual({ 'OperationDenied.InUse': 1 });
      expect(await life.objectIds(LISTENER)).toHaveLength(1);
    });

    test('fails: where the service refuses the reserved port, only the listener and what needs it are missing', async () => {
      await switched({ mirroringListener: 'refused' });
      const one = new AppLife(life);
      one.synth(app());
      const {
        refusals: { VServerGroupProcessing: _, ...refusals },
      } = await life.step('apply', async () => life.apply(one.folder, { expect: 'failure' }));
      expect(refusals).toEqual({ 'InvalidParameter.ListenerPort': 1 });
      expect((await life.account()).sessions).toEqual([]);
      await life.configure({ switches: { mirroringListener: 'accepted' } });
      await one.apply();
      expect((await life.account()).sessions).toHaveLength(3);
    });
  });
});
