// One life of an app under the Node that runs this and the Terraform that TERRAFORM_BINARY_NAME names.
import { spawnSync } from 'child_process';
import { AppLife, Code, exportOf, planned, webFilter } from '../lifecycle/apps';
import { Lifecycle, StepReport } from '../lifecycle/harness';
import { CollectorLoadBalancer, MirrorAdoption, MirrorCollector, MirroredFleet, MirrorSensor, MirrorSource } from '../../src';

const isOpenTofu = (): boolean =>
  spawnSync(process.env.TERRAFORM_BINARY_NAME ?? 'terraform', ['version'], { encoding: 'utf8' }).stdout.includes('OpenTofu');

let failed = 0;
function verify(what: string, is: unknown, should: unknown): void {
  const holds = JSON.stringify(is) === JSON.stringify(should);
  if (!holds) failed++;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}${holds ? '' : `: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`}`);
}

const sources = (count: number): MirrorSource[] => Array.from({ length: count }, (_, i) =>
  MirrorSource.networkInterface(`eni-bp1web${i}`, {
    instanceType: 'ecs.g7.large',
    mtu: 1450,
    ipv6Addresses: 0,
    serviceManaged: false,
    primaryIp: `10.10.0.${i + 10}`,
    vpcId: 'vpc-bp1prod',
  }),
);

async function main(): Promise<void> {
  const life = await Lifecycle.start();
  try {
    const app = new AppLife(life);
    const code = (count: number): Code => (stack) => {
      const collector = new MirrorCollector(stack, 'Sensors', {
        loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
        sensors: [MirrorSensor.instance('i-bp1suricata')],
        securityGroupIds: ['sg-bp1sensors'],
      });
      collector.allowFromSources(sources(count));
      new MirroredFleet(stack, 'Fleet', {
        filter: webFilter(stack),
        sources: sources(count),
        targets: [collector.target],
        ledger: app.ledger(),
      });
    };
    const smooth = (what: string, step: StepReport): void => verify(what, [step.failed, step.lost, step.interrupted], [[], [], []]);

    smooth('the first apply passes', await app.become(code(3)));
    verify('its sources are mirrored', (await life.account()).sessions.flatMap((s) => s.sources).length, 3);
    verify('the second plan is empty', planned(await app.plan()), []);
    smooth('another source interrupts none', await app.become(code(4)));
    verify('the plan after it is empty', planned(await app.plan()), []);

    const account = await exportOf(life);
    const adopted = new AppLife(life);
    adopted.synth((stack) => { MirrorAdoption.of(account).filter(stack, 'Web', account.filters[0].filterId); });
    if (isOpenTofu()) {
      // docs/adoption.md: it would replace each rule whose trigger is new.
      const triggers = Object.keys(adopted.written().resource.terraform_data).map((id) => `-target=terraform_data.${id}`);
      await life.apply(adopted.folder, { args: triggers });
    }
    verify('a filter is imported as it is', planned(await adopted.plan()).filter((change) => !/^create terraform_data/.test(change)), []);

    verify('the destruction passes', (await app.destroy()).failed, []);
    verify('nothing is left', (await life.account()).sessions, []);
  } finally {
    await life.stop();
  }
  if (failed > 0) process.exitCode = 1;
}

void main();
