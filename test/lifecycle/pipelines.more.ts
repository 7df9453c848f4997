// The shell steps of docs/pipelines.md as a job runs them, in real git, with the real Terraform. `npm ci` is not run: the packages that it
// would install are linked. `npx` and `cdktf synth` take seconds to start, so only the first test runs the real ones. The other tests run
// the same programs directly.
import { spawnSync } from 'child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import * as yaml from 'js-yaml';
import { transformSync } from '@swc/core';
import { describeWithTerraform, Lifecycle, StepReport } from './harness';

const REPOSITORY = join(__dirname, '..', '..');
const PAGE = readFileSync(join(REPOSITORY, 'docs', 'pipelines.md'), 'utf8');

/** A block of the page: the first of its language below a heading, or the one after so many. */
function block(heading: string, language: string, after = 0, page = PAGE): string {
  const start = page.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`the page has no heading "${heading}"`);
  const [section] = page.slice(start + 4).split(/\n## /);
  const found = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))][after];
  if (!found) throw new Error(`the page has no block ${after + 1} of ${language} under "${heading}"`);
  return found[1];
}

interface GitHubWorkflow {
  readonly jobs: Record<string, { readonly steps: ReadonlyArray<{ readonly run?: string; readonly if?: string }> }>;
}
const stepsOf = (workflow: string, job: string): GitHubWorkflow['jobs'][string]['steps'] =>
  (yaml.load(workflow) as GitHubWorkflow).jobs[job].steps;
const gitHub = (job: string): string[] => stepsOf(block('GitHub Actions', 'yaml'), job).flatMap(({ run }) => run ?? []);

interface GitLabJob {
  readonly before_script?: string[];
  readonly script: string[];
  readonly artifacts?: { readonly paths?: string[]; readonly reports?: Record<string, string> };
}
const gitLabJob = (name: string): GitLabJob => (yaml.load(block('GitLab CI', 'yaml')) as Record<string, GitLabJob>)[name];
const gitLab = (name: string): string[] => {
  // Terraform is installed already.
  const before = gitLabJob('default').before_script!.filter((line) => !/terraform/.test(line));
  // One shell runs them all.
  return [[...before, ...gitLabJob(name).script].join('\n')];
};

const jenkins = (stage: string): string[] => {
  const [, body] = new RegExp(`stage\\('${stage}'\\)([\\s\\S]*?)\\n    }\\n`).exec(block('Jenkins', 'groovy'))!;
  return [...body.matchAll(/sh '''([\s\S]*?)'''|sh '([^']*)'/g)].map(([, several, one]) => several ?? one);
};

const APP = `
import { existsSync, readFileSync } from 'fs';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { alicloud, MirrorFilter, MirrorLedger, MirroredFleet, MirrorProtocol, MirrorRule, MirrorSource, MirrorTarget } from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const stack = new TerraformStack(app, 'net');
new LocalBackend(stack, { path: process.env.TEST_STATE });
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
const options = (file) => existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const ledger = MirrorLedger.file('traffic-mirror.lock', { region: 'cn-hangzhou', ...options('ledger.json') });
const fleet = (name, sources) => new MirroredFleet(stack, name, {
  filter: new MirrorFilter(stack, name + 'Filter', { inbound: [MirrorRule.accept({ protocol: MirrorProtocol[options('rule.json').protocol ?? 'TCP'] })] }),
  sources: readFileSync(sources, 'utf8').trim().split('\\n').map((id) => MirrorSource.networkInterface(id, {
    instanceType: 'ecs.g7.large', mtu: 1450, ipv6Addresses: 0, serviceManaged: false,
  })),
  targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')],
  ledger,
  ...options('fleet.json'),
  ...name === 'Fleet' && options('off.json'),
});
if (existsSync('sources.txt')) fleet('Fleet', 'sources.txt');
if (existsSync('other.txt')) fleet('Other', 'other.txt');
app.synth();
`;

/** As examples/sharded, with few sources in a shard and a state in files. */
const SHARDED_APP = `
import { readFileSync } from 'fs';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { alicloud, MirrorFilter, MirrorLedger, MirrorPlan, MirroredFleetShard, MirrorPolicy, MirrorRule, MirrorSource, MirrorTarget } from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const plan = MirrorPlan.of({
  name: 'production',
  sources: readFileSync('sources.txt', 'utf8').trim().split('\\n').map((id) => MirrorSource.networkInterface(id, {
    instanceType: 'ecs.g7.large', mtu: 1450, ipv6Addresses: 0, serviceManaged: false,
  })),
  targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')],
  ledger: MirrorLedger.file('traffic-mirror.lock', { region: 'cn-hangzhou' }),
  policy: MirrorPolicy.of(app),
  // Three sessions beside a filter and the rules it may get.
  resourcesPerShard: 15,
});
for (const shard of plan.shards) {
  const stack = new TerraformStack(app, 'mirror-' + shard.number);
  new LocalBackend(stack, { path: process.env.TEST_STATE + '.' + shard.number });
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
  new MirroredFleetShard(stack, 'Fleet', { shard, filter: new MirrorFilter(stack, 'Web', { filterName: 'web-' + shard.number, inbound: [MirrorRule.accept()] }) });
}
app.synth();
`;

const HCL = (ports: string, enabled = true): string => `
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.239.0, < 3.0.0"
    }
  }
}
provider "alicloud" {
  region = "cn-hangzhou"
}
resource "alicloud_vpc_traffic_mirror_filter" "web" {}
resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "web" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.web.id
  priority                 = 1
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "0.0.0.0/0"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "${ports}"
}
resource "alicloud_vpc_traffic_mirror_session" "web" {
  traffic_mirror_session_name = "web"
  enabled                     = ${enabled}
  priority                    = 1
  virtual_network_id          = 1
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.web.id
  traffic_mirror_source_ids   = ["eni-bp1web"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
  depends_on                  = [alicloud_vpc_traffic_mirror_filter_ingress_rule.web]
}
`;

interface Done { readonly status: number | null; readonly output: string }

/** The package as npm would install it, compiled from the sources of this repository, with the packages of this repository beside it. */
function install(modules: string): void {
  const repository = join(REPOSITORY, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(repository)) if (!name.startsWith('.')) symlinkSync(join(repository, name), join(modules, name));
  for (const name of ['cdktf', 'tsx']) symlinkSync(join(repository, '.bin', name), join(modules, '.bin', name));
  const own = join(modules, 'cdktf-alicloud-traffic-mirror');
  for (const file of readdirSync(join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const to = join(own, 'lib', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, transformSync(readFileSync(join(REPOSITORY, 'src', file), 'utf8'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
    }).code);
  }
  for (const file of ['package.json', 'docs', 'schema']) symlinkSync(join(REPOSITORY, file), join(own, file));
  program(join(modules, '.bin', 'traffic-mirror'), `exec "${process.execPath}" "${join(own, 'lib', 'cli', 'main.js')}" "$@"`);
}

function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describeWithTerraform('the steps of docs/pipelines.md', () => {
  let life: Lifecycle;
  let modules: string;
  let home: string;
  let folders: number;
  let real: boolean;
  beforeAll(async () => {
    life = await Lifecycle.start();
    modules = join(life.directory(), 'node_modules');
    install(modules);
  });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    home = life.directory();
    [folders, real] = [0, false];
    program(
      join(home, 'bin', 'npx'),
      '[ "$1 $2" = "cdktf synth" ] || exec "./node_modules/.bin/$@"\nCDKTF_OUTDIR=cdktf.out exec ./node_modules/.bin/tsx main.ts',
    );
    // `npx` looks for a folder node_modules here too, for scripts outside of an app.
    symlinkSync(modules, join(home, 'node_modules'));
    writeFileSync(
      join(home, 'gitconfig'),
      '[user]\nname = A\nemail = a@example.com\n[init]\ndefaultBranch = main\n[advice]\ndetachedHead = false\n',
    );
  });

  function shell(cwd: string, script: string, env: Record<string, string> = {}): Done {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(TF_|JEST_|NODE_ENV$|NODE_OPTIONS$|npm_|GIT_|TRAFFIC_MIRROR_|ALICLOUD_|ALIBABA_CLOUD_)/.test(name),
    );
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script.replace(/\bnpm ci\b/g, `ln -sfn '${modules}' node_modules`)], {
      cwd, encoding: 'utf8', maxBuffer: 1 << 26,
      env: {
        ...Object.fromEntries(kept), ...real ? {} : { PATH: `${join(home, 'bin')}:${process.env.PATH}` },
        GIT_CONFIG_GLOBAL: join(home, 'gitconfig'), GIT_CONFIG_NOSYSTEM: '1', TEST_STATE: join(home, 'net.tfstate'),
        TF_REATTACH_PROVIDERS: life.server.reattach,
        CHECKPOINT_DISABLE: '1',
        TF_CLI_ARGS: '-no-color',
        FORCE_COLOR: '0',
        TERM: 'dumb',
        CI: 'false',
        ...env,
      },
    });
    return { status, output: `${script}\n${stdout}${stderr}` };
  }

  /** Runs a script that must succeed. */
  function well(cwd: string, script: string, env?: Record<string, string>): string {
    return passed(shell(cwd, script, env)).output;
  }

  function passed<T extends Done>(done: T): T {
    if (done.status !== 0) throw new Error(`ended with ${done.status}: ${done.output}`);
    return done;
  }

  const refusal = ({ status, output }: Done): string => {
    if (status === 0) throw new Error(`succeeded: ${output}`);
    return output;
  };

  /** A clone of a branch or commit. */
  const clone = (at: string): string => {
    const folder = join(home, `clone-${++folders}`, 'work');
    mkdirSync(join(folder, '..'));
    well(home, `git clone -q origin.git '${folder}' && cd '${folder}' && git checkout -q ${at}`);
    return folder;
  };

  /** Runs the steps of a job in a separate clone, up to the first that fails. */
  function job(
    at: string,
    steps: readonly string[],
    env: Record<string, string>,
    prepare = (_folder: string): void => {},
  ): Done & { readonly folder: string } {
    const folder = clone(at);
    prepare(folder);
    expect(steps.join('\n')).toMatch(/npm ci/);
    let output = '';
    for (const step of steps) {
      const done = shell(folder, step, { CI: 'true', ...env });
      output += done.output;
      if (done.status !== 0) return { status: done.status, output, folder };
    }
    return { status: 0, output, folder };
  }

  const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_BASE_REF: 'main' };
  const GITLAB = { GITLAB_CI: 'true', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' };
  const JENKINS = { JENKINS_URL: 'http://localhost/', BUILD_ID: '1', CHANGE_TARGET: 'main' };
  /** The jobs of a merge request in GitLab, each in a separate clone with the artifacts of the job before, up to the first that fails. */
  function mergeRequest(at: string, jobs = ['plan', 'report', 'gate']): Done & { readonly folder: string } {
    let [before, all] = ['', ''];
    for (const name of jobs) {
      const { status, output, folder } = job(at, gitLab(name), GITLAB, (into) => {
        for (const path of before ? gitLabJob('plan').artifacts!.paths! : []) cpSync(join(before, path), join(into, path));
      });
      all += output;
      if (status !== 0) return { status, output: all, folder };
      if (name === 'plan') before = folder;
      for (const report of Object.values(gitLabJob(name).artifacts?.reports ?? {})) {
        // Nothing is wrong. What the network is like is not known.
        const severities = (JSON.parse(readFileSync(join(folder, report), 'utf8')) as { severity: string }[]).map(
          ({ severity }) => severity,
        );
        expect([...new Set(severities)]).toEqual(['info']);
      }
    }
    return { status: 0, output: all, folder: before };
  }

  const check = (name: string) => job(name, gitHub('check'), GITHUB);
  const deploy = (at = 'main') => job(at, gitHub('deploy'), GITHUB);
  const deployed = async (at?: string) => life.step('deploy', async () => passed(deploy(at)));
  const mirrored = async (): Promise<string[]> => (await life.account()).sessions.flatMap(({ sources }) => sources).sort();
  /** The sources of each session by priority, as they are deployed and as the ledger on a branch has them. */
  const running = async (): Promise<Record<number, string>> =>
    Object.fromEntries((await life.account()).sessions.map(({ priority, sources }) => [priority, [...sources].sort().join()]));
  const recorded = (at: string): Record<number, string> => {
    const sessions: Record<number, string[]> = {};
    for (const line of well(home, `git -C origin.git show ${at}:traffic-mirror.lock`).split('\n')) {
      if (line.includes('"session":')) (({ priority, source }) => (sessions[priority] ??= []).push(source))(JSON.parse(line));
    }
    return Object.fromEntries(Object.entries(sessions).map(([priority, sources]) => [priority, sources.sort().join()]));
  };

  /** The repository of a team, and the clone of its developer. */
  function team(sources: readonly string[] = ['eni-a', 'eni-b'], fleet?: object): string {
    const folder = join(home, 'developer');
    well(home, 'git init -q --bare origin.git && git init -q developer && cd developer && git remote add origin ../origin.git && npm ci');
    writeFileSync(join(folder, 'main.ts'), APP);
    writeFileSync(
      join(folder, 'cdktf.json'),
      JSON.stringify({ language: 'typescript', app: 'npx tsx main.ts', projectId: 'pipelines', sendCrashReports: 'false' }),
    );
    writeFileSync(join(folder, 'package.json'), '{"name":"net","private":true}\n');
    writeFileSync(
      join(folder, '.gitignore'),
      'node_modules\ncdktf.out\nbase.lock\nstate.json\naffected.json\n*.tfplan\nnet.json\nfindings.*\ngl-*.json\n',
    );
    writeFileSync(join(folder, '.gitattributes'), block('Files to commit', 'gitattributes'));
    if (fleet) writeFileSync(join(folder, 'fleet.json'), JSON.stringify(fleet));
    list(folder, sources);
    const [, first] = /`(TRAFFIC_MIRROR_DEPLOYED=none npx cdktf synth)`/.exec(PAGE)!;
    well(folder, `${first}\ngit add -A && git commit -qm first && git push -q origin main`);
    return folder;
  }

  const list = (folder: string, sources: readonly string[]): void => writeFileSync(join(folder, 'sources.txt'), `${sources.join('\n')}\n`);
  /** A branch with a change of the sources, and the ledger that a synth writes for it. */
  function branch(folder: string, name: string, sources: readonly string[], synth = 'npx cdktf synth'): void {
    well(folder, `git checkout -qb ${name} main`);
    list(folder, sources);
    well(folder, `${synth}\ngit add -A && git commit -qm ${name} && git push -q origin ${name}`);
  }
  const merge = (folder: string, name: string): string =>
    well(folder, `git checkout -q main && git merge -q --no-edit ${name} && git push -q origin main`);
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `eni-${String(i).padStart(2, '0')}`);

  test('the jobs of GitHub, GitLab and Jenkins check a change and deploy it, with the real cdktf', async () => {
    real = true;
    const folder = team();
    passed(deploy());
    expect(await mirrored()).toEqual(['eni-a', 'eni-b']);

    // A change without its ledger is refused.
    branch(folder, 'third', ['eni-a', 'eni-b', 'eni-c'], 'true');
    expect(refusal(check('third'))).toContain('TM511');

    real = false;
    well(folder, 'npx cdktf synth\ngit commit -qam placed && git push -q origin third');
    const { folder: inGitHub } = passed(check('third'));
    expect(JSON.parse(readFileSync(join(inGitHub, 'findings.sarif'), 'utf8')).runs[0].tool.driver.name).toBe('traffic-mirror');
    const merging = passed(mergeRequest('third'));
    expect(merging.output).toContain('1 session created');
    const inJenkins = passed(job('third', jenkins('Check'), JENKINS));
    expect(readFileSync(join(inJenkins.folder, 'findings.xml'), 'utf8')).toContain('<testsuites');
    merge(folder, 'third');
    const gitLabDeploy = await life.step('deploy', async () => passed(job('main', gitLab('deploy'), GITLAB)));
    expect([gitLabDeploy.interrupted, gitLabDeploy.lost, await mirrored()]).toEqual([[], [], ['eni-a', 'eni-b', 'eni-c']]);

    branch(folder, 'fourth', ['eni-a', 'eni-b', 'eni-c', 'eni-d']);
    merge(folder, 'fourth');
    const last = passed(job('main', jenkins('Deploy'), JENKINS));
    expect(last.output).toContain('1 session created');
    expect([await running(), await mirrored()]).toEqual([recorded('main'), ['eni-a', 'eni-b', 'eni-c', 'eni-d']]);

    // The steps of the forecast have nothing to report any more.
    expect(passed(shell(last.folder, block('Forecast before the apply', 'sh'))).output).toContain(
      'Apply complete! Resources: 0 added, 0 changed, 0 destroyed',
    );

    // Another change, with the chain of cdktf's own commands. No registry has the provider of the tests, so its lock file is left out.
    list(last.folder, ['eni-a', 'eni-b', 'eni-c', 'eni-d', 'eni-e']);
    real = true;
    passed(
      shell(last.folder, block('Forecast before the apply', 'sh', 1).replace('cdktf diff net', 'cdktf diff net --skip-provider-lock')),
    );
    expect(await mirrored()).toEqual(['eni-a', 'eni-b', 'eni-c', 'eni-d', 'eni-e']);
  });

  test('a change that interrupts many sources is refused by the gate of each check job', async () => {
    const thirty = names(30);
    const folder = team(thirty, { packing: 'dense' });
    passed(deploy());
    expect((await life.account()).sessions).toHaveLength(3);

    // One source of each session leaves, so the other 27 are interrupted.
    const fewer = thirty.filter((_, i) => i % 10 !== 4);
    branch(folder, 'fewer', fewer);
    for (const done of [check('fewer'), mergeRequest('fewer'), job('fewer', jenkins('Check'), JENKINS)]) {
      expect(refusal(done)).toContain('27 sources would be interrupted');
    }

    // A smaller change passes. The deploy interrupts the 9 sources that the check lists.
    branch(folder, 'one', thirty.filter((_, i) => i !== 4));
    expect(passed(check('one')).output).toContain('interrupted: 9 sources');
    merge(folder, 'one');
    const step = await deployed();
    expect([step.interrupted.length, step.lost, await running()]).toEqual([9, ['eni-04'], recorded('main')]);
  });

  test('a change that only a plan shows is refused by the forecast of each check job', async () => {
    const folder = team(names(30));
    passed(deploy());
    // The ledger has no rules. The only rule of the filter is replaced, so for a moment the sessions copy nothing.
    well(folder, 'git checkout -qb rule main');
    writeFileSync(join(folder, 'rule.json'), '{"protocol":"ICMP"}');
    well(folder, 'npx cdktf synth\ngit add -A && git commit -qm rule && git push -q origin rule');
    for (const done of [check('rule'), mergeRequest('rule'), job('rule', jenkins('Check'), JENKINS)]) {
      expect(refusal(done)).toMatch(/since all rules of their filter are exchanged[^]*30 sources would be interrupted/);
    }
  });

  test('a region is evacuated with the state, and another fleet of the ledger stays as it is', async () => {
    // More than 20 sources do not go unless that is set.
    const many = names(21);
    const folder = team(many);
    writeFileSync(join(folder, 'other.txt'), 'eni-z\n');
    let state = '';
    const step = async (name: string): Promise<StepReport> => {
      well(
        folder,
        `${state && `TRAFFIC_MIRROR_DEPLOYED='${state}' `}npx cdktf synth\ngit add -A && git commit -qm '${name}' && git push -q origin main`,
      );
      return life.step(name, async () => {
        const { folder: of } = passed(deploy());
        state = join(home, 'state.json');
        well(of, `terraform -chdir=cdktf.out/stacks/net show -json > '${state}'`);
      });
    };
    await step('both');
    expect(await mirrored()).toEqual([...many, 'eni-z']);

    // 1. Switched off in place.
    writeFileSync(join(folder, 'off.json'), '{"enabled":false}');
    const off = await step('off');
    expect([off.lost, off.interrupted, off.writes.map(({ action }) => action)]).toEqual([
      many,
      [],
      Array(21).fill('UpdateTrafficMirrorSessionAttribute'),
    ]);

    // 3. The fleet goes.
    rmSync(join(folder, 'sources.txt'));
    expect(refusal(shell(folder, `TRAFFIC_MIRROR_DEPLOYED='${state}' npx cdktf synth`))).toContain('TM514');
    writeFileSync(join(folder, 'ledger.json'), '{"expectRemovals":21}');
    const gone = await step('gone');
    expect([gone.darkened, await mirrored(), Object.values(recorded('main'))]).toEqual([[], ['eni-z'], ['eni-z']]);

    // 4. The last fleet, with the ledger of the region.
    for (const file of ['other.txt', 'ledger.json', 'traffic-mirror.lock']) rmSync(join(folder, file));
    const last = await step('last');
    expect([last.lost, await mirrored(), (await life.account()).filters]).toEqual([['eni-z'], [], []]);
  });

  test('after a failed apply the deploy job runs again, and the ledger stays as committed', async () => {
    const folder = team();
    passed(deploy());
    branch(folder, 'more', ['eni-a', 'eni-b', 'eni-c', 'eni-d']);
    merge(folder, 'more');
    const before = recorded('main');
    await life.fault({ on: { action: 'CreateTrafficMirrorSession', about: 'eni-c' }, kind: 'error', code: 'Forbidden', times: null });
    const failed = deploy();
    expect(refusal(failed)).toContain('Forbidden');
    expect(readFileSync(join(failed.folder, 'traffic-mirror.lock'), 'utf8')).toBe(
      readFileSync(join(folder, 'traffic-mirror.lock'), 'utf8'),
    );
    expect(await mirrored()).toEqual(['eni-a', 'eni-b', 'eni-d']);

    // Meanwhile a source leaves. The numbers of the session that was not created stay those of its line.
    branch(folder, 'less', ['eni-a', 'eni-c', 'eni-d'], 'TRAFFIC_MIRROR_DEPLOYED= npx cdktf synth');
    merge(folder, 'less');
    await life.clearFaults();
    const step = await deployed();
    const after = recorded('main');
    expect([step.interrupted, step.lost, await running()]).toEqual([[], ['eni-b'], after]);
    expect(Object.entries(before).filter(([, source]) => source !== 'eni-b')).toEqual(Object.entries(after));
  });

  test('two pull requests that are merged before a deploy are deployed at once', async () => {
    const folder = team(['eni-m']);
    passed(deploy());
    branch(folder, 'one', ['eni-a', 'eni-m']);
    branch(folder, 'two', ['eni-m', 'eni-z']);
    for (const name of ['one', 'two']) passed(check(name));
    merge(folder, 'one');
    merge(folder, 'two');
    const step = await deployed();
    expect([step.interrupted, step.lost, await mirrored(), await running()]).toEqual([
      [],
      [],
      ['eni-a', 'eni-m', 'eni-z'],
      recorded('main'),
    ]);
  });

  test('two waves of a compaction that are merged before a deploy are refused, and deployed one after the other', async () => {
    const six = names(6);
    const folder = team(six);
    passed(deploy());
    const wave = (name: string, fleet: object): string => {
      writeFileSync(join(folder, 'fleet.json'), JSON.stringify(fleet));
      return well(folder, `npx cdktf synth\ngit add -A && git commit -qm ${name} && git push -q origin main && git rev-parse HEAD`)
        .trim()
        .split('\n')
        .pop()!;
    };
    const first = wave('first', { packing: 'dense', compaction: 100 });
    wave('second', { packing: 'dense' });
    expect(refusal(deploy())).toMatch(/TM511[^]*deploy them one after the other/);
    expect(await mirrored()).toEqual(six);

    passed(deploy(first));
    passed(deploy());
    expect([Object.keys(await running()).length, await running(), await mirrored()]).toEqual([1, recorded('main'), six]);
  });

  test('a deployed removal that is reverted interrupts nobody, once the ledger is written with the state', async () => {
    const five = names(5);
    const folder = team(five, { packing: 'dense' });
    passed(deploy());
    branch(folder, 'fewer', five.slice(1));
    merge(folder, 'fewer');
    await deployed();

    well(folder, 'git revert --no-edit -m 1 HEAD && git push -q origin main');
    const refused = deploy();
    expect(refusal(refused)).toMatch(/TM511[^]*with this TRAFFIC_MIRROR_DEPLOYED/);
    // The developer has the state of the deploy job.
    well(
      folder,
      `TRAFFIC_MIRROR_DEPLOYED='${join(refused.folder, 'state.json')}' npx cdktf synth\ngit commit -qam placed && git push -q origin main`,
    );
    const step = await deployed();
    expect([step.interrupted, step.lost, await mirrored(), await running()]).toEqual([[], [], five, recorded('main')]);
    expect(Object.keys(await running())).toHaveLength(2);
  });

  test('a commit changes the stacks that its base and it differ in', () => {
    const folder = team();
    branch(folder, 'more', ['eni-a', 'eni-b', 'eni-c']);
    branch(folder, 'docs', ['eni-a', 'eni-b'], 'echo text > README.md');
    const affected = (at: string): object => {
      const { folder: of } = passed(job(at, ['npm ci', block('Only the stacks that change', 'sh')], GITHUB));
      return JSON.parse(readFileSync(join(of, 'affected.json'), 'utf8'));
    };
    expect(affected('more')).toMatchObject({ changed: ['net'], dependent: [], removed: [] });
    expect(affected('docs')).toMatchObject({ changed: [], dependent: [], removed: [] });
  });

  test('the workflow of a sharded fleet plans and applies only the shards that a commit changes', async () => {
    const sharded = readFileSync(join(REPOSITORY, 'docs', 'recipes', 'sharded.md'), 'utf8');
    const workflow = block('In a pipeline', 'yaml', 0, sharded);
    const folder = team();
    // Three shards, each with its own state.
    writeFileSync(join(folder, 'main.ts'), SHARDED_APP);
    const place = (count: number): void => {
      list(folder, names(count));
      well(folder, `npx cdktf synth\ngit add -A && git commit -qm '${count}' && git push -q origin main`);
    };
    well(folder, 'git rm -q traffic-mirror.lock');

    /** The jobs of a push. The first job gives the second one its folder `cdktf.out`. */
    const pushed = (base: string): { stacks: string[]; outputs: string } => {
      const output = join(home, `output-${++folders}`);
      const first = passed(
        job(
          'main',
          stepsOf(workflow, 'affected').flatMap(({ run }) => run ?? []),
          { GITHUB_ACTIONS: 'true', BASE: base, GITHUB_OUTPUT: output },
        ),
      );
      const stacks = JSON.parse(/^stacks=(.*)$/m.exec(readFileSync(output, 'utf8'))![1]) as string[];
      const outputs = stacks.map(
        (stack) =>
          passed(
            job(
              'main',
              stepsOf(workflow, 'stack').flatMap(({ run }) => run ?? []),
              { GITHUB_ACTIONS: 'true', STACK: stack },
              (into) => cpSync(join(first.folder, 'cdktf.out'), join(into, 'cdktf.out'), { recursive: true }))).output);
      return { stacks, outputs: outputs.join('\n') };
    };
    const head = (at: string): string => well(folder, `git rev-parse ${at}`).trim().split('\n').pop()!;

    place(8);
    expect(pushed(head('HEAD~1')).stacks).toEqual(['mirror-0', 'mirror-1', 'mirror-2']);
    expect(await mirrored()).toEqual(names(8));
    place(9);
    const { stacks, outputs } = pushed(head('HEAD~1'));
    expect(stacks).toEqual(['mirror-2']);
    expect(outputs).toContain('1 session created');
    expect(await mirrored()).toEqual(names(9));
  });

  test('a bot places new sources, commits the ledger, and the deploy has nothing to decide', async () => {
    const folder = team();
    passed(deploy());
    list(folder, ['eni-a', 'eni-b', 'eni-c']);
    well(folder, 'git commit -qam third && git push -q origin main');
    expect(refusal(deploy())).toContain('TM511');

    const bot = clone('main');
    const late = clone('main');
    const run = (at: string): Done => shell(at, `npm ci\n${block('A bot that commits the ledger', 'sh')}`, { CI: 'true', ...GITHUB });
    passed(run(bot));
    expect(Object.values(recorded('main'))).toContain('eni-c');
    // A second run from the same commit loses nothing: it cannot push.
    expect(refusal(run(late))).toContain('rejected');
    const step = await deployed();
    expect([step.interrupted, step.lost, await running()]).toEqual([[], [], recorded('main')]);
  });

  test('the pre-commit hook refuses a change without its ledger', () => {
    const folder = team();
    mkdirSync(join(folder, '.githooks'));
    writeFileSync(join(folder, '.githooks', 'pre-commit'), block('A pre-commit hook', 'sh'));
    well(folder, block('A pre-commit hook', 'sh', 1));
    const commit = 'git add -A && git commit -qm third';
    expect(refusal(shell(folder, `echo eni-c >> sources.txt\n${commit}`))).toContain('TM511');
    // The ledger of this change is written, and not staged.
    expect(refusal(shell(folder, 'npx cdktf synth\ngit add sources.txt .githooks\ngit commit -qm third'))).toContain('traffic-mirror.lock');
    well(folder, commit);
    expect(well(folder, 'git status --porcelain; git log --format=%s')).toContain('third\nfirst');
  });

  test('the wrapper for HCL applies what passes the checks and the limits', async () => {
    well(home, 'mkdir net');
    writeFileSync(join(home, 'mirror-apply'), block('HCL without cdktf', 'sh'));
    const apply = (hcl: string): Done => {
      writeFileSync(join(home, 'net', 'main.tf'), hcl);
      return shell(home, 'sh mirror-apply net');
    };
    passed(apply(HCL('443/443')));
    expect(await mirrored()).toEqual(['eni-bp1web']);
    passed(apply(HCL('80/80')));

    expect(refusal(apply(HCL('80/80', false)))).toContain('TM305');
    const gone = apply(HCL('80/80').replace(/resource "alicloud_vpc_traffic_mirror_session"[^]*/, ''));
    expect([gone.status, gone.output]).toEqual([1, expect.stringContaining('no longer be mirrored')]);
    expect(await mirrored()).toEqual(['eni-bp1web']);
    expect(readdirSync(join(home, 'net')).filter((file) => /plan|json/.test(file))).toEqual([]);
  });

  test('an app leaves cdktf without a change of what is deployed', async () => {
    const folder = team();
    passed(deploy());
    expect(well(folder, block('Leaving cdktf: keep the checks and the ledger', 'sh'))).toContain('No changes.');
    const kept = well(folder, block('Leaving cdktf: keep the checks and the ledger', 'sh', 1));
    expect(kept).toContain('No changes.');
    expect(kept).toContain('0 sessions created, 0 changed, 0 destroyed');
    expect(existsSync(join(folder, 'net', 'cdk.tf.json'))).toBe(true);
    expect(await mirrored()).toEqual(['eni-a', 'eni-b']);
  });
});
