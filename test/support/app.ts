import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppConfig, LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  alicloud, MirrorFilter, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSource, MirrorSourceOptions, MirrorTarget, PortRange,
} from '../../src';

export const SESSION = 'alicloud_vpc_traffic_mirror_session';
export const FILTER = 'alicloud_vpc_traffic_mirror_filter';
export const INBOUND = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
export const OUTBOUND = 'alicloud_vpc_traffic_mirror_filter_egress_rule';

const folders: string[] = [];

/** An empty folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-test-'));
  folders.push(folder);
  return folder;
}

const tidy = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
if (typeof afterAll === 'function') afterAll(tidy);
else process.on('exit', tidy);

/** An app that writes into a temporary folder. */
export function newApp(config: AppConfig = {}): App {
  return new App({ outdir: temporaryFolder(), stackTraces: false, ...config });
}

/** A stack with a provider, and a backend that does not name the working directory. */
export function newStack(app: Construct, id = 'stack', region: string | undefined = 'cn-hangzhou'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region });
  new LocalBackend(stack, { path: `${id}.tfstate` });
  return stack;
}

/** The Terraform JSON of every stack after a real synth, by stack id. */
export function synth(app: App): Record<string, any> {
  app.synth();
  return written(app);
}

/** The Terraform JSON that lies in an app's folder, by stack id. */
export function written(app: App): Record<string, any> {
  const stacks = join(app.outdir, 'stacks');
  return Object.fromEntries(readdirSync(stacks).filter((id) => existsSync(join(stacks, id, 'cdk.tf.json')))
    .map((id) => [id, JSON.parse(readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8'))]));
}

/** Makes and synthesizes an app that writes HCL; stacks must be made within. */
export function asHcl<T>(action: () => T): T {
  process.env.SYNTH_HCL_OUTPUT = 'true';
  try {
    return action();
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
}

export function manifest(app: App): any {
  return JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8'));
}

/** Bodies of a resource type by construct path. */
export function bodiesByPath(stack: any, type: string): Record<string, any> {
  const bodies: any[] = Object.values(stack.resource?.[type] ?? {});
  return Object.fromEntries(bodies.map((body) => [body['//'].metadata.path, body]));
}

/** The only body of a resource type. */
export function onlyBody(stack: any, type: string): any {
  const bodies = Object.values(stack.resource?.[type] ?? {});
  expect(bodies).toHaveLength(1);
  return bodies[0];
}

/** What an error says; fails where there is none. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

/** An app that names its target by the id alone leaves open whether copies arrive there; tests of other things pass that over. */
export const notAboutArrival = ({ id, severity }: { readonly id: string; readonly severity: string }): boolean =>
  !(severity === 'undecided' && id.startsWith('TM4'));

/** Ids, severities and paths of the findings of an evaluation or synth, in their order. */
export function findings(
  app: App,
  id?: string,
): { id: string; severity: string; path: string; subject: string; problem: string; fix: string }[] {
  return MirrorPolicy.of(app).evaluate().findings.filter((f) => id === undefined ? notAboutArrival(f) : f.id === id);
}

/** Ids, severities and paths of what is found; whether copies arrive (TM401 to TM419) is a matter of the other side. */
export function saidOf(app: App): string[] {
  return findings(app).filter((f) => !/^TM4/.test(f.id)).map((f) => `${f.severity} ${f.id} ${f.path}`);
}

export function filterIn(scope: Construct, id = 'Filter'): MirrorFilter {
  return new MirrorFilter(scope, id, {
    inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
  });
}

/** A source of which all is stated that a check may ask for. */
export function source(id: string, options: MirrorSourceOptions = {}): MirrorSource {
  return MirrorSource.networkInterface(id, {
    instanceType: 'ecs.g7.large',
    primaryIp: '10.10.0.4',
    regionId: 'cn-hangzhou',
    mtu: 1450,
    ipv6Addresses: 0,
    serviceManaged: false,
    ...options,
  });
}

export function target(id = 'lb-sensors'): MirrorTarget {
  return MirrorTarget.internalLoadBalancer(id);
}
