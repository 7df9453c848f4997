import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorProtocol, MirrorRule, MirrorSession, MirrorSource, MirrorTarget, PortRange,
} from 'cdktf-alicloud-traffic-mirror';
import { load } from './library';

/** Edition 2023: sessions of one filter, and of one internal CLB. */
const PER_FILTER = 1_000;
const PER_TARGET = 200;

export interface LinesMeasured {
  /** Milliseconds that the constructs look for the line of the user's code. */
  readonly lines: number;
  /** Milliseconds of construction and synthesis without that. */
  readonly rest: number;
  /** Sessions whose line is next to the stack. */
  readonly found: number;
}

/** A team's own wrapper: its line is that of the session. */
function session(stack: TerraformStack, i: number, filter: MirrorFilter): void {
  const target = MirrorTarget.internalLoadBalancer(`lb-bp1t${Math.floor(i / PER_TARGET)}`, { zoneId: 'cn-hangzhou-b' });
  const source = MirrorSource.networkInterface(`eni-bp1${(i + 1e6).toString(36)}`, {
    instanceType: 'ecs.g7.large',
    zoneId: 'cn-hangzhou-b',
  });
  new MirrorSession(stack, `session-${i}`, { filter, sources: [source], target, priority: i, virtualNetworkId: i });
}

function measure(size: number): LinesMeasured {
  const module = load<{ writtenAt(...args: unknown[]): unknown }>('terraform/written-at');
  const { writtenAt } = module;
  let lines = 0n;
  module.writtenAt = (...args) => {
    const start = process.hrtime.bigint();
    const at = writtenAt(...args);
    lines += process.hrtime.bigint() - start;
    return at;
  };
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-bench-'));
  try {
    const start = process.hrtime.bigint();
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, 'stack');
    new alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
    let filter: MirrorFilter;
    for (let i = 1; i <= size; i++) {
      if (i % PER_FILTER === 1) {
        filter = new MirrorFilter(stack, `filter-${i}`, {
          filterName: `filter-${i}`, inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
        });
      }
      session(stack, i, filter!);
    }
    app.synth();
    const elapsed = process.hrtime.bigint() - start;
    const { sessions } = JSON.parse(readFileSync(join(folder, 'stacks', 'stack', 'traffic-mirror.json'), 'utf8')) as {
      sessions: Record<string, { at?: number }>;
    };
    return {
      lines: Number(lines) / 1e6,
      rest: Number(elapsed - lines) / 1e6,
      found: Object.values(sessions).filter((one) => one.at !== undefined).length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.stdout.write(JSON.stringify(measure(Number(process.argv[2]))));
