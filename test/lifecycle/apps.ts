import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { SESSION } from './handwritten';
import type { Lifecycle, PlannedChanges, Run, StepReport, TerraformOptions } from './harness';
import {
  MirrorExport, MirrorFilter, MirrorLedger, MirrorLedgerOptions, MirrorProtocol, MirrorRule, MirrorSource, MirrorTarget,
  PortRange, alicloud,
} from '../../src';

/** What the code of an app says at one moment. */
export type Code = (stack: TerraformStack, app: App) => void;

export const REGION = 'cn-hangzhou';

/** Everything that a check would ask for, so that what a step says is about the step. */
const STATED = { instanceType: 'ecs.g7.large', mtu: 1450, ipv6Addresses: 0, serviceManaged: false };

export const source = (id: string): MirrorSource => MirrorSource.networkInterface(id, STATED);
export const clb = (name: string): MirrorTarget => MirrorTarget.internalLoadBalancer(`lb-bp1${name}`);
export const sensor = (name: string): MirrorTarget =>
  MirrorTarget.networkInterface(`eni-bp1${name}`, { instanceType: 'ecs.g7.xlarge', mtu: 1500 });
export const tcp = (port: number): MirrorRule =>
  MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(port) });
export const icmp = (): MirrorRule => MirrorRule.accept({ protocol: MirrorProtocol.ICMP });
export const all = (): MirrorRule => MirrorRule.accept({ protocol: MirrorProtocol.ALL });
export const webFilter = (stack: TerraformStack, inbound: MirrorRule[] = [tcp(443)]): MirrorFilter =>
  new MirrorFilter(stack, 'Web', { inbound });

/**
 * The life of one app: its code changes from step to step, while its ledger, its state and the folder it is written to
 * stay, as they do for a user.
 */
export class AppLife {
  /** Of the stack, where Terraform runs. */
  readonly folder: string;
  private readonly home: string;

  constructor(private readonly life: Lifecycle) {
    this.home = life.directory();
    this.folder = this.folderOf('net');
  }

  /** Of another stack that the code makes. */
  folderOf(stack: string): string {
    return join(this.home, 'cdktf.out', 'stacks', stack);
  }

  get ledgerFile(): string {
    return join(this.home, 'traffic-mirror.lock');
  }

  /** The ledger as each step reads it anew. Not frozen, wherever the tests run. */
  ledger(options: MirrorLedgerOptions = {}): MirrorLedger {
    return MirrorLedger.file(this.ledgerFile, { frozen: false, ...options });
  }

  /** Writes what the code says now; throws what the library refuses. */
  synth(code: Code): void {
    this.life.forecasts.changed();
    const app = new App({ outdir: join(this.home, 'cdktf.out') });
    const stack = new TerraformStack(app, 'net');
    new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: REGION });
    new LocalBackend(stack, { path: join(this.home, 'terraform.tfstate') });
    code(stack, app);
    app.synth();
  }

  /** The Terraform that is written now. */
  written(): { resource: Record<string, Record<string, Record<string, unknown>>> } {
    return JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
  }

  /** The address of the only resource of a type. */
  addressOf(type: string): string {
    const [id, ...others] = Object.keys(this.written().resource[type] ?? {});
    if (id === undefined || others.length > 0) {
      throw new Error(`one ${type} was expected, and there are ${others.length + (id === undefined ? 0 : 1)}`);
    }
    return `${type}.${id}`;
  }

  /** The address of the session with this key in the only fleet. */
  addressOfSession(key: string): string {
    const ids = Object.keys(this.written().resource[SESSION] ?? {}).filter((id) => id.endsWith(`_${key}`));
    if (ids.length !== 1) throw new Error(`one session ${key} was expected, and there are ${ids.length}`);
    return `${SESSION}.${ids[0]}`;
  }

  async plan(options: TerraformOptions = {}): Promise<PlannedChanges> {
    return this.life.plan(this.folder, options);
  }

  async apply(options: TerraformOptions = {}): Promise<StepReport> {
    return this.life.step('apply', async () => this.life.apply(this.folder, options));
  }

  async destroy(options: TerraformOptions = {}): Promise<StepReport> {
    return this.life.step('destroy', async () => this.life.destroy(this.folder, options));
  }

  async terraform(args: readonly string[]): Promise<Run> {
    return this.life.terraform(this.folder, args);
  }

  /** Synthesizes and applies. */
  async become(code: Code, options: TerraformOptions = {}): Promise<StepReport> {
    this.synth(code);
    return this.apply(options);
  }
}

/** What a plan would do: address and action, sorted. */
export function planned({ changes }: PlannedChanges): string[] {
  return changes.map(({ address, actions }) => `${actions.join(' and ')} ${address}`).sort();
}

/** The account as the command line would store it now. */
export async function exportOf(life: Lifecycle, maxResults = 100): Promise<MirrorExport> {
  const { ListTrafficMirrorFilters, ListTrafficMirrorSessions } = await life.answers(maxResults);
  const folder = life.directory();
  const file = (name: string, pages: readonly unknown[]): string => {
    writeFileSync(join(folder, name), pages.map((page) => JSON.stringify(page, undefined, 2)).join('\n'));
    return join(folder, name);
  };
  return MirrorExport.fromFiles({
    filters: [file('filters.json', ListTrafficMirrorFilters)],
    sessions: [file('sessions.json', ListTrafficMirrorSessions)],
  });
}

/** Ids that a plan would import, by address. */
export function imports({ json }: PlannedChanges): Record<string, string> {
  const changes = json.resource_changes as Array<{ address: string; change: { importing?: { id: string } } }>;
  return Object.fromEntries(changes.flatMap(({ address, change }) => (change.importing ? [[address, change.importing.id]] : [])));
}
