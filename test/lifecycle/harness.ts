import { ChildProcess, spawn } from 'child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join, sep } from 'path';
import { FORECAST_ALL, ForecastWatch, PlanJson } from './forecast-watch';
import type { AccountSnapshot } from './server/cloud/account';
import type { Answers } from './server/cloud/answers';
import type { CloudSettings } from './server/cloud/cloud';
import type { ConsoleChange } from './server/cloud/console';
import type { CallMatch, Fault } from './server/cloud/faults';
import type { Session } from './server/cloud/sessions';
import type { Control, ControlAnswer } from './server/control';
import type { JournalEntry, OperationEntry, StepReport } from './server/journal';
import { MirrorEdition } from '../../src/catalog/mirror-edition';

export type { AccountSnapshot, Answers, CallMatch, CloudSettings, ConsoleChange, Fault, JournalEntry, OperationEntry, Session, StepReport };

const REPOSITORY = join(__dirname, '..', '..');
const SERVER = join(__dirname, 'server', 'main.ts');
export const TERRAFORM = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';

function onPath(program: string): boolean {
  return (program.includes(sep) ? [''] : (process.env.PATH ?? '').split(delimiter)).some((folder) => {
    try {
      accessSync(folder === '' ? program : join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const terraformFound = onPath(TERRAFORM);
const terraformDemanded = [process.env.CI, process.env.REQUIRE_TERRAFORM].some((value) => value && value !== 'false' && value !== '0');

if (!terraformFound && !terraformDemanded) {
  process.stderr.write(`lifecycle tests are skipped: no ${TERRAFORM} on the PATH (set REQUIRE_TERRAFORM=1 to make that a failure)\n`);
}

/** Tests that need the Terraform binary: skipped without it, or failing where CI or REQUIRE_TERRAFORM demands it. */
export function describeWithTerraform(name: string, tests: () => void): void {
  if (terraformFound) {
    describe(name, tests);
  } else if (terraformDemanded) {
    describe(name, () => {
      test('terraform is installed', () => {
        throw new Error(`no ${TERRAFORM} on the PATH, and CI or REQUIRE_TERRAFORM demands it`);
      });
    });
  } else {
    describe.skip(name, tests);
  }
}

export interface TerraformOptions {
  /** Terraform's own `-parallelism`. */
  readonly parallelism?: number;
  /** False plans without asking the provider for the present state. */
  readonly refresh?: boolean;
  /** What must come of it: an unexpected outcome throws with Terraform's output. Success unless said. */
  readonly expect?: 'success' | 'failure' | 'any';
  /** Further arguments, such as `-replace=...`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Run {
  readonly ok: boolean;
  readonly exitCode: number | null;
  /** Standard output and error, in the order they came. */
  readonly output: string;
}

/** A Terraform that is still running. */
export interface Running {
  readonly done: Promise<Run>;
  kill(signal: NodeJS.Signals): void;
}

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: ReadonlyArray<'create' | 'read' | 'update' | 'delete'>;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly replacePaths: ReadonlyArray<ReadonlyArray<string | number>>;
}

export interface PlannedChanges {
  /** Every resource that Terraform would create, update, replace or delete. */
  readonly changes: readonly PlannedChange[];
  readonly empty: boolean;
  /** `terraform show -json` of the plan, for readers of plans. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A fault that was set. */
export interface FaultHandle {
  /** How many calls it has hit. */
  hits(): Promise<number>;
  /** Resolves when it has hit a call. */
  reached(): Promise<void>;
  /** Lets the calls go that a hold keeps. */
  release(): Promise<void>;
}

type Asked<M extends keyof Control> = Awaited<ReturnType<Control[M]>>;

/** A provider server in a process of its own. */
export class ProviderServer {
  static async start(): Promise<ProviderServer> {
    const child = spawn(process.execPath, ['--import', 'tsx', SERVER], { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let [out, err] = ['', ''];
    child.stderr!.on('data', (data: Buffer) => { err += data.toString(); });
    const reattach = await new Promise<string>((resolve, reject) => {
      child.stdout!.on('data', (data: Buffer) => {
        out += data.toString();
        if (out.includes('\n')) resolve(out.trim());
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the provider server ended with ${code} before it listened\n${err}`)));
    });
    return new ProviderServer(child, reattach, () => err);
  }

  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private lastId = 0;
  private readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    /** For TF_REATTACH_PROVIDERS. */ readonly reattach: string,
    errors: () => string,
  ) {
    child.on('message', (answer: ControlAnswer) => {
      const request = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('error' in answer) {
        request?.reject(new Error(answer.error));
      } else {
        request?.resolve(answer.result);
      }
    });
    this.ended = new Promise((resolve) => child.once('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error(`the provider server has ended\n${errors()}`));
      this.waiting.clear();
      resolve();
    }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  async ask<M extends keyof Control>(method: M, ...args: Parameters<Control[M]>): Promise<Asked<M>> {
    return new Promise<Asked<M>>((resolve, reject) => {
      const id = ++this.lastId;
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.child.send({ id, method, args }, (error) => error && reject(error));
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

/** Whole lives of resources: the real Terraform over a provider server of this test. */
export class Lifecycle {
  static async start(settings: CloudSettings = {}): Promise<Lifecycle> {
    const lifecycle = new Lifecycle(await ProviderServer.start());
    await lifecycle.configure(settings);
    return lifecycle;
  }

  /** Each apply is compared with the forecast of its plan. */
  readonly forecasts = new ForecastWatch({
    mark: async () => this.server.ask('mark'),
    since: async (mark) => this.server.ask('since', mark),
  });
  private readonly folders: string[] = [];
  private readonly backends = new Map<string, string>();

  private constructor(public server: ProviderServer) {}

  /** Ends the server and removes the folders that were made here. */
  async stop(): Promise<void> {
    await this.server.stop();
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }

  /** Kills the server and starts another one, whose cloud is empty. */
  async restart(settings: CloudSettings = {}): Promise<void> {
    this.begin();
    await this.server.stop('SIGKILL');
    this.server = await ProviderServer.start();
    await this.configure(settings);
  }

  /** An empty cloud with default settings, but for what is given: for the beginning of each test. */
  async reset(settings: CloudSettings = {}): Promise<void> {
    this.begin();
    await this.server.ask('reset');
    await this.server.ask('serve');
    await this.configure(settings);
  }

  /** Another version of the provider (a slice in `schema/`) from now on, over the same cloud, with what its major leaves half done. */
  async provider(version: string): Promise<void> {
    this.forecasts.changed();
    await this.server.ask('serve', version);
    await this.configure({ switches: { major: version.startsWith('1.') ? 1 : 2 } });
  }

  async configure(settings: CloudSettings): Promise<void> {
    const { edition, limits } = settings;
    if (edition) this.forecasts.edition = edition === '2026' ? MirrorEdition.EDITION_2026 : MirrorEdition.EDITION_2023;
    // A plan does not show the quotas of an account.
    if (limits) this.forecasts.mayFail = true;
    await this.server.ask('configure', settings);
  }

  /** A new folder with this configuration as `main.tf.json`. */
  directory(configuration?: object): string {
    const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
    this.folders.push(folder);
    if (configuration) this.write(folder, configuration);
    return folder;
  }

  write(folder: string, configuration: object): void {
    this.forecasts.changed();
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration, undefined, 2));
  }

  async validate(folder: string, options: TerraformOptions = {}): Promise<Run> {
    return this.terraform(folder, ['validate'], options);
  }

  async apply(folder: string, options: TerraformOptions = {}): Promise<Run> {
    return this.changing(folder, 'apply', options, async (args) => this.terraform(folder, args, options));
  }

  /** For a test that kills Terraform, or does something meanwhile. */
  async startApply(folder: string, options: TerraformOptions = {}): Promise<Running> {
    await this.initialize(folder);
    return new Promise((resolve, reject) => {
      let ended!: { by(run: Run): void; failed(error: Error): void };
      let running: Running | undefined;
      const run = async (args: readonly string[]): Promise<Run> => {
        running = this.start(folder, args, options);
        const done = new Promise<Run>((by, failed) => { ended = { by, failed }; });
        resolve({ done, kill: (signal) => this.killed(running!, signal) });
        return running.done;
      };
      this.changing(folder, 'apply', options, run).then(
        (one) => ended.by(one),
        (error: Error) => (running ? ended.failed(error) : reject(error)),
      );
    });
  }

  async destroy(folder: string, options: TerraformOptions = {}): Promise<Run> {
    return this.changing(folder, 'destroy', options, async (args) => this.terraform(folder, args, options));
  }

  /** Takes an object of the cloud into the state. */
  async import(folder: string, address: string, id: string, options: TerraformOptions = {}): Promise<Run> {
    return this.terraform(folder, ['import', '-input=false', address, id], options);
  }

  async plan(folder: string, options: TerraformOptions = {}): Promise<PlannedChanges> {
    const file = join(folder, 'lifecycle.tfplan');
    // 0: nothing to do, and nothing to show; 2: changes.
    const { exitCode } = await this.terraform(
      folder,
      ['plan', '-input=false', '-detailed-exitcode', `-out=${file}`, ...flags(options)],
      options,
      [0, 2],
    );
    const json = exitCode === 2 ? await this.json(folder, ['show', '-json', file]) : {};
    this.forecasts.planned(folder, planFlags(options), json);
    if (exitCode !== 2) return { changes: [], empty: true, json };
    rmSync(file);
    const changes = (
      (json.resource_changes ?? []) as Array<{ address: string; type: string; mode: string; change: Record<string, unknown> }>
    )
      .filter(({ mode, change }) => mode === 'managed' && String(change.actions) !== 'no-op')
      .map(({ address, type, change }) => ({
        address,
        type,
        actions: change.actions as PlannedChange['actions'],
        before: change.before as PlannedChange['before'],
        after: change.after as PlannedChange['after'],
        replacePaths: (change.replace_paths ?? []) as PlannedChange['replacePaths'],
      }));
    return { changes, empty: changes.length === 0, json };
  }

  /** What Terraform holds in its state: attributes by address. */
  async state(folder: string): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
    const json = await this.json(folder, ['show', '-json']);
    const root = (json.values as { root_module?: { resources?: Array<{ address: string; values: Record<string, unknown> }> } })
      ?.root_module;
    return Object.fromEntries((root?.resources ?? []).map(({ address, values }) => [address, values]));
  }

  /** Any command of Terraform that prints JSON. */
  async json(folder: string, args: readonly string[]): Promise<Record<string, unknown>> {
    return JSON.parse((await this.terraform(folder, args)).output) as Record<string, unknown>;
  }

  /** @param fine the exit codes of a success */
  async terraform(folder: string, args: readonly string[], options: TerraformOptions = {}, fine: readonly number[] = [0]): Promise<Run> {
    await this.initialize(folder);
    if (!READING.includes(args[0])) this.forecasts.changed();
    const run = await this.start(folder, args, options).done;
    const { expect: expected = 'success' } = options;
    if (expected !== 'any' && fine.includes(run.exitCode ?? -1) !== (expected === 'success')) {
      throw new Error(`terraform ${args[0]} was to be a ${expected} and ended with ${run.exitCode}:\n${run.output}`);
    }
    return run;
  }

  async journal(): Promise<readonly JournalEntry[]> {
    return this.server.ask('journal');
  }

  /** What happens while the action runs. */
  async step(name: string, action: () => Promise<unknown>): Promise<StepReport> {
    await this.server.ask('beginStep', name);
    let report: StepReport | undefined;
    try {
      await action();
    } finally {
      report = await this.server.ask('endStep');
    }
    return report;
  }

  async fault(fault: Fault): Promise<FaultHandle> {
    // A call that waits shows an order of writes that may happen without it.
    if (fault.kind !== 'hold') this.forecasts.mayFail = true;
    const id = await this.server.ask('addFault', fault);
    return {
      hits: async () => this.server.ask('faultHits', id),
      reached: async () => this.server.ask('faultReached', id),
      release: async () => this.server.ask('releaseHold', id),
    };
  }

  /** Of two calls that run in parallel, the first one is through before the other takes effect. */
  async order(first: CallMatch, then: CallMatch): Promise<void> {
    await this.fault({ on: then, kind: 'hold', phase: 'before', until: { match: first, is: 'answered' } });
  }

  /** Two calls that run in parallel meet: whichever comes first is still running when the other comes. */
  async collide(one: CallMatch, other: CallMatch): Promise<void> {
    await this.fault({ on: one, kind: 'hold', phase: 'after', until: { match: other, is: 'arrived' } });
    await this.fault({ on: other, kind: 'hold', phase: 'after', until: { match: one, is: 'arrived' } });
  }

  async clearFaults(): Promise<void> {
    await this.server.ask('clearFaults');
  }

  /** Changes the cloud behind Terraform's back. */
  async console(change: ConsoleChange, account?: string, region?: string): Promise<unknown> {
    this.forecasts.changed();
    this.forecasts.mayFail = true;
    return this.server.ask('console', change, account, region);
  }

  async accounts(): Promise<readonly AccountSnapshot[]> {
    return this.server.ask('accounts');
  }

  /** The ids of the objects of a type, in all accounts. */
  async objectIds(type: string): Promise<string[]> {
    return (await this.accounts()).flatMap(({ objects }) => objects.filter((o) => o.type === type).map(({ id }) => id));
  }

  /** The one account and region of a test that has only one. */
  async account(): Promise<AccountSnapshot> {
    const [account, ...others] = await this.accounts();
    if (!account || others.length > 0) {
      throw new Error(`one account and region was expected, and there are ${others.length + (account ? 1 : 0)}`);
    }
    return account;
  }

  /** What the API answers to the calls that list filters and sessions, at most so many records a page. */
  async answers(maxResults = 100, account?: string, region?: string): Promise<Answers> {
    return this.server.ask('answers', maxResults, account, region);
  }

  async session(name: string): Promise<Session> {
    const found = (await this.accounts()).flatMap(({ sessions }) => sessions.filter((session) => session.name === name));
    if (found.length !== 1) throw new Error(`${found.length} sessions are called ${name}`);
    return found[0];
  }

  /** What took effect and is in no state is in no later plan. */
  private killed(running: Running, signal: NodeJS.Signals): void {
    this.forecasts.mayFail = true;
    running.kill(signal);
  }

  private begin(): void {
    this.forecasts.changed();
    this.forecasts.edition = MirrorEdition.EDITION_2023;
    this.forecasts.mayFail = false;
  }

  /** An apply or destroy, compared with the forecast of its plan. */
  private async changing<T>(
    folder: string,
    command: 'apply' | 'destroy',
    options: TerraformOptions,
    run: (args: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const given = [command, '-input=false', '-auto-approve', ...flags(options)];
    const known = command === 'apply' ? this.forecasts.fresh(folder, planFlags(options)) : undefined;
    if (known || !FORECAST_ALL) return this.forecasts.compared(known, async () => run(given));
    if (options.args?.some((arg) => arg.startsWith('-target'))) {
      this.forecasts.skip('it is made with -target');
      return this.forecasts.compared(undefined, async () => run(given));
    }
    const file = join(folder, 'forecast.tfplan');
    const plan = await this.savedPlan(folder, command, file, options);
    if (!plan) this.forecasts.skip('its plan fails');
    const { parallelism } = options;
    return this.forecasts.compared(plan, async () => run(plan ? ['apply', '-input=false', ...flags({ parallelism }), file] : given));
  }

  /** Plans into a file. Undefined if the plan fails. */
  private async savedPlan(
    folder: string,
    command: 'apply' | 'destroy',
    file: string,
    options: TerraformOptions,
  ): Promise<PlanJson | undefined> {
    const mode = command === 'destroy' ? ['-destroy'] : [];
    const args = ['plan', '-input=false', `-out=${file}`, ...mode, ...flags(options)];
    const { ok } = await this.terraform(folder, args, { ...options, expect: 'any' });
    return ok ? this.json(folder, ['show', '-json', file]) : undefined;
  }

  private start(folder: string, args: readonly string[], { env: extra }: TerraformOptions): Running {
    const child = spawn(TERRAFORM, [...args, ...(args.includes('-json') ? [] : ['-no-color'])], {
      cwd: folder,
      env: { ...environment(), TF_REATTACH_PROVIDERS: this.server.reattach, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => { output += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { output += data.toString(); });
    const done = new Promise<Run>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ ok: exitCode === 0, exitCode, output }));
    });
    return { done, kill: (signal) => { child.kill(signal); } };
  }

  /** Only a backend or a module needs `init`; an attached provider does not. */
  private async initialize(folder: string): Promise<void> {
    const needs = readdirSync(folder)
      .filter((file) => file.endsWith('.tf') || file.endsWith('.tf.json'))
      .map((file) => initialized(readFileSync(join(folder, file), 'utf8'), file))
      .join('');
    if (needs === '' || (this.backends.get(folder) === needs && existsSync(join(folder, '.terraform')))) return;
    this.backends.set(folder, needs);
    const run = await this.start(folder, ['init', '-input=false', '-reconfigure'], {}).done;
    if (!run.ok) throw new Error(`terraform init failed:\n${run.output}`);
  }
}

/** Commands that change no state. */
const READING = ['plan', 'show', 'validate', 'init', 'apply', 'destroy'];

/** What of the options a plan depends on. */
function planFlags({ refresh, args, env }: TerraformOptions): string {
  return JSON.stringify([refresh ?? true, args ?? [], env ?? {}]);
}

function flags({ parallelism, refresh, args = [] }: TerraformOptions): string[] {
  return [
    ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]),
    ...(refresh === undefined ? [] : [`-refresh=${refresh}`]),
    ...args,
  ];
}

/** What of a file `terraform init` must have seen. */
function initialized(content: string, file: string): string {
  if (file.endsWith('.json')) {
    const { terraform, module } = JSON.parse(content) as { terraform?: unknown; module?: unknown };
    const blocks = [terraform ?? []].flat() as Array<{ backend?: unknown }>;
    const backends = blocks.map(({ backend }) => backend).filter((backend) => backend !== undefined);
    return backends.length > 0 || module !== undefined ? JSON.stringify([backends, module]) : '';
  }
  return (content.match(/^\s*(backend|module)\s+"[^]*?^\s*}/gm) ?? []).join('\n');
}

/** The environment without what would lead Terraform, or a provider, elsewhere. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TF_|ALICLOUD_|ALIBABA_CLOUD_)/.test(name));
  const { TF_CLI_CONFIG_FILE: config } = process.env;
  return {
    ...Object.fromEntries(kept),
    ...(config && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
}
