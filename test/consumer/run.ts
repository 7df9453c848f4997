// Packs the library, installs the tarball in empty apps beside the oldest and the newest constructs, and synthesizes.
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

const APP = `
const { App, TerraformStack } = require('cdktf');
const { alicloud, MirrorFilter, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } = require('cdktf-alicloud-traffic-mirror');
const app = new App();
const stack = new TerraformStack(app, 'net');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: process.argv[2] });
new MirrorSession(stack, 'Session', {
  filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
  sources: [MirrorSource.networkInterface('eni-bp1web', { instanceType: 'ecs.g7.large' })],
  target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'),
});
app.synth();
`;

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

let [passed, failed] = [0, 0];
function verify(what: string, holds: boolean): void {
  if (holds) passed++;
  else failed++;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
}

const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
try {
  const tarball = join(folder, run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder).trim().split('\n').pop()!);
  for (const constructs of ['10.4.2', '10.x']) {
    const app = join(folder, `constructs-${constructs}`);
    run(folder, 'mkdir', app);
    writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}');
    writeFileSync(join(app, 'main.js'), APP);
    run(app, 'npm', 'install', '--silent', '--no-audit', '--no-fund', tarball, 'cdktf@0.21.0', `constructs@${constructs}`);
    const version = JSON.parse(readFileSync(join(app, 'node_modules', 'constructs', 'package.json'), 'utf8')).version;
    verify('the command runs', /^\d+\.\d+\.\d+$/.test(run(app, join(app, 'node_modules', '.bin', 'traffic-mirror'), '--version').trim()));
    run(app, process.execPath, 'main.js', 'cn-hangzhou');
    const written = JSON.parse(readFileSync(join(app, 'cdktf.out', 'stacks', 'net', 'cdk.tf.json'), 'utf8'));
    const sessions: any[] = Object.values(written.resource.alicloud_vpc_traffic_mirror_session);
    verify(`a session that is on, beside constructs ${version}`, sessions.length === 1 && sessions[0].enabled === true);
    let refused = '';
    try {
      run(app, process.execPath, 'main.js', 'me-east-1');
    } catch (error) {
      refused = (error as { stderr: string }).stderr;
    }
    verify(`a region without the service is refused, beside constructs ${version}`, refused.includes('TM101'));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`consumer: ${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
