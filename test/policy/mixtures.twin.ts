// Both frameworks and both packages in one app, with their real classes. The twin's suite alone has them all.
import { readFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import { messageOf, temporaryFolder } from '../support/app';
import { FRAMEWORK } from '../../src/net/framework';
import type { Row } from '../tokens/row';

/** The repository that the twin lies in. */
const REPOSITORY = join(__dirname, '..', '..', '..', '..');

/** A framework and the package for it. */
interface Side {
  readonly module: string;
  readonly packageName: string;
  readonly framework: any;
  readonly library: any;
  /** Each input of the library, with an app in which it is given. */
  readonly rows: readonly Row[];
}

const ours: Side = {
  module: FRAMEWORK.module,
  packageName: FRAMEWORK.packageName,
  framework: jest.requireActual(FRAMEWORK.module),
  library: jest.requireActual('../../src'),
  rows: jest.requireActual('../support/everything').ROWS,
};
const theirs: Side = {
  module: FRAMEWORK.otherModule, packageName: FRAMEWORK.otherPackageName,
  framework: jest.requireActual(FRAMEWORK.otherModule), library: jest.requireActual(join(REPOSITORY, 'src')),
  rows: jest.requireActual(join(REPOSITORY, 'test', 'support', 'everything')).ROWS,
};

const appOf = ({ framework }: Side, Base = framework.App): any => new Base({ outdir: temporaryFolder(), stackTraces: false });
const stackIn = ({ framework }: Side, app: any, Base = framework.TerraformStack): any => new Base(app, 'net');
const provider = ({ library }: Side, stack: any): void => {
  new library.alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
};
const rule = ({ library }: Side): any => library.MirrorRule.accept();
const filter = ({ library }: Side, stack: any, inbound: any): any => new library.MirrorFilter(stack, 'Filter', { inbound: [inbound] });
const rawFilter = ({ library }: Side, stack: any): any =>
  new library.alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, 'Raw', {});
/** What is in a stack, but for resources of bindings. */
const constructsIn = (stack: any): any[] => stack.node.findAll().filter((c: any) => c !== stack && c.terraformResourceType === undefined);
const refusal = (what: string, is: Side, used: Side): string =>
  `${what} is a ${is.module}.${what === 'The app' ? 'App' : 'TerraformStack'}. `
  + `Allowed: ${what === 'The app' ? 'an App' : 'a TerraformStack'} of ${used.module}, with which ${used.packageName} works. `
  + `Fix: Use ${is.packageName}, or make it with ${used.module}.`;

describe.each(
  [
    [ours, theirs],
    [theirs, ours],
  ].map(([used, other]) => [used.packageName, other.module, used, other] as const),
)('%s and %s', (_, __, used, other) => {
  test('its own app, stack, bindings and values work', () => {
    const app = appOf(used);
    const stack = stackIn(used, app);
    provider(used, stack);
    filter(used, stack, rule(used));
    expect(() => app.synth()).not.toThrow();
  });

  test('an app of the other framework is refused by constructs, by bindings and by the policy', () => {
    const stack = stackIn(other, appOf(other));
    for (const make of [() => filter(used, stack, rule(used)), () => rawFilter(used, stack), () => used.library.MirrorPolicy.of(stack)]) {
      expect(messageOf(make)).toBe(refusal('The app', other, used));
    }
  });

  test('so is a class of the user\'s that extends the other App', () => {
    class MyApp extends other.framework.App {}
    expect(messageOf(() => filter(used, new Construct(stackIn(other, appOf(other, MyApp)), 'Scope'), rule(used)))).toBe(
      refusal('The app', other, used),
    );
  });

  test('a stack of the other framework in an app of its own is refused', () => {
    class MyStack extends other.framework.TerraformStack {}
    for (const Base of [other.framework.TerraformStack, MyStack]) {
      const stack = stackIn(other, appOf(used), Base);
      expect(messageOf(() => filter(used, stack, rule(used)))).toBe(refusal('The stack net', other, used));
    }
  });

  test.each<[string, string, () => any]>([
    ['the other app', 'The app', () => stackIn(other, appOf(other))],
    ['the other app with its own stack', 'The app', () => stackIn(used, appOf(other))],
    ['the other stack', 'The stack net', () => stackIn(other, appOf(used))],
  ])('every construct and every method with a scope refuses %s, or leaves nothing but resources there', (_name, what, mixed) => {
    let refused = 0;
    const wrong: unknown[] = [];
    for (const { input, give, plain } of used.rows) {
      const stack = mixed();
      let message = '';
      try {
        give(stack, plain);
      } catch (error) {
        message = (error as Error).message;
      }
      if (message === refusal(what, other, used)) refused++;
      else if (message !== '' || constructsIn(stack).length > 0) wrong.push([input, message]);
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(used.rows.length / 2);
  });

  test('its own stack in an app of the other framework is refused', () => {
    expect(messageOf(() => filter(used, stackIn(used, appOf(other)), rule(used)))).toBe(refusal('The app', other, used));
  });

  test('mirroring resources of the other package\'s bindings are refused, also beside its constructs', () => {
    const stack = stackIn(used, appOf(used));
    filter(used, stack, rule(used));
    expect(messageOf(() => rawFilter(other, stack))).toBe(refusal('The app', used, other));
  });

  test('values of the other package are not detected, and give the same Terraform', () => {
    const written = (of: Side): unknown => {
      const app = appOf(used);
      const stack = stackIn(used, app);
      provider(used, stack);
      const plan = of.library.MirrorPlan.of({
        name: 'fleet',
        sources: [of.library.MirrorSource.networkInterface('eni-web', { instanceType: 'ecs.g7.large' })],
        targets: [of.library.MirrorTarget.internalLoadBalancer('lb-sensors')],
        ledger: of.library.MirrorLedger.inMemory(),
      });
      new used.library.MirroredFleetShard(stack, 'Fleet', { shard: plan.shards[0], filter: filter(used, stack, rule(of)) });
      app.synth();
      return JSON.parse(readFileSync(join(app.outdir, 'stacks', 'net', 'cdk.tf.json'), 'utf8')).resource;
    };
    const right = written(used);
    expect(Object.keys(right as object)).toContain('alicloud_vpc_traffic_mirror_session');
    expect(written(other)).toEqual(right);
  });

  test('a second stack, of the other framework, is not detected, and its Terraform is checked', () => {
    const app = appOf(used);
    const stack = stackIn(used, app);
    provider(used, stack);
    filter(used, stack, rule(used));
    const second = new other.framework.TerraformStack(app, 'second');
    new other.framework.TerraformResource(second, 'Raw', { terraformResourceType: 'alicloud_vpc_traffic_mirror_filter' });
    const { errors } = used.library.MirrorPolicy.of(app).evaluate();
    expect(errors.map(({ id, path }: any) => `${id} ${path}`)).toEqual(['TM201 second/Raw']);
  });
});

describe('not detected: other bindings, such as the provider, of the other package', () => {
  const [cdktf, cdktn] = ours.module === 'cdktf' ? [ours, theirs] : [theirs, ours];

  test('those of the package for cdktn work in an app of cdktf', () => {
    const app = appOf(cdktf);
    const stack = stackIn(cdktf, app);
    provider(cdktn, stack);
    filter(cdktf, stack, rule(cdktf));
    expect(() => app.synth()).not.toThrow();
  });

  test('those of the package for cdktf fail in an app of cdktn, with an error of cdktn', () => {
    const app = appOf(cdktn);
    const stack = stackIn(cdktn, app);
    provider(cdktf, stack);
    filter(cdktn, stack, rule(cdktn));
    expect(messageOf(() => app.synth())).toContain('_resetResolveDiscoveredProviderFeatureUsage is not a function');
  });
});
