// Two Linux network namespaces with a cable between them: a source's side and a sensor's side. Nothing leaves them.
import { ChildProcess, execFileSync, spawn, spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
// It comes with ESLint.
import { load } from 'js-yaml';

/** Addresses for documentation (RFC 5737), used inside the namespaces only. */
export const SENDER = '192.0.2.1';
export const SENSOR = '192.0.2.2';
const PREFIX = 24;

const demanded = [process.env.CI, process.env.REQUIRE_NAMESPACES].some((value) => value && value !== 'false' && value !== '0');

/** What is missing on this machine, or nothing. */
function missing(): string | undefined {
  for (const [program, args] of [['ip', ['-V']], ['tcpdump', ['--version']], ['python3', ['--version']]] as const) {
    if (spawnSync(program, args).status !== 0) return `no ${program}`;
  }
  const name = `tm-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'no right to make network namespaces';
  const vxlan = spawnSync('ip', ['-n', name, 'link', 'add', 'probe0', 'type', 'vxlan', 'external', 'dstport', '4789']).status === 0;
  spawnSync('ip', ['netns', 'del', name]);
  return vxlan ? undefined : 'no VXLAN in this kernel';
}

/** Tests that need network namespaces: skipped without them, or failing where CI or REQUIRE_NAMESPACES demands them. */
export function describeWithNamespaces(name: string, tests: () => void): void {
  const lack = missing();
  if (lack === undefined) {
    describe(name, tests);
  } else if (demanded) {
    describe(name, () => {
      test('network namespaces, VXLAN and tcpdump are there', () => {
        throw new Error(`${lack}, and CI or REQUIRE_NAMESPACES demands it`);
      });
    });
  } else {
    process.stderr.write(`tests with real VXLAN packets are skipped: ${lack} (set REQUIRE_NAMESPACES=1 to make that a failure)\n`);
    describe.skip(name, tests);
  }
}

/** A datagram to send; several make up one run of a sender. */
export interface Datagram {
  readonly port: number;
  readonly payload: Buffer;
  /** Another destination than the sensor. */
  readonly to?: string;
}

/** What a sender says of its datagrams. */
export interface Sent {
  /** Error codes that its socket got, such as ECONNREFUSED for an ICMP port-unreachable. */
  readonly errors: string[];
  readonly answers: string[];
}

/** A file of the user data. */
interface UserDataFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

/** Sends from a connected socket, slowly enough for nothing to be dropped, and waits for answers where any are wanted. */
const SENDER_PROGRAM = `
const dgram = require('dgram');
const { to, port, payloads, answers } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const socket = dgram.createSocket('udp4');
const got = { errors: [], answers: [] };
socket.on('error', (error) => got.errors.push(error.code));
socket.on('message', (message) => got.answers.push(message.toString()));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
socket.connect(port, to, async () => {
  for (const [i, payload] of payloads.entries()) {
    await new Promise((resolve) => socket.send(Buffer.from(payload, 'hex'), (error) => { if (error) got.errors.push(error.code); resolve(); }));
    if (i % 20 === 19) await pause(1);
  }
  // Whatever comes back of a veth is there at once; the wait is for this process to read it.
  for (let i = 0; i < 40 && got.answers.length + got.errors.length < Math.max(answers, 1); i++) await pause(5);
  socket.close();
  process.stdout.write(JSON.stringify(got));
});
`;

/** A program that runs in one of the namespaces. */
export class Running {
  private text = '';
  private readonly ended: Promise<void>;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => { this.text += data.toString(); });
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  get output(): string {
    return this.text;
  }

  async says(text: string): Promise<void> {
    await until(() => this.text.includes(text), () => `"${text}" in ${JSON.stringify(this.text)}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }

  kill(): void {
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
  }
}

/** Waits for something that must come, and fails after a minute. */
export async function until(holds: () => boolean, what: () => string): Promise<void> {
  for (let i = 0; i < 3_000; i++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`this did not come: ${what()}`);
}

export class TestNetwork {
  private readonly sender = `tm-src-${process.pid}`;
  private readonly sensor = `tm-sns-${process.pid}`;
  /** For captured files and scripts. */
  readonly folder = mkdtempSync(join(tmpdir(), 'sensor-'));
  private readonly running: Running[] = [];

  constructor() {
    process.once('exit', this.atExit);
    const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    ip('netns', 'add', this.sender);
    ip('netns', 'add', this.sensor);
    ip('link', 'add', 'eth0', 'netns', this.sender, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.sensor);
    for (const [namespace, address, other] of [[this.sender, SENDER, SENSOR], [this.sensor, SENSOR, SENDER]]) {
      ip('-n', namespace, 'addr', 'add', `${address}/${PREFIX}`, 'dev', 'eth0');
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
      ip('-n', namespace, 'link', 'set', 'eth0', 'up');
      ip('-n', namespace, 'route', 'add', 'default', 'via', other);
    }
  }

  /** Runs a program to its end in the sensor's namespace. */
  onSensor(program: string, ...args: string[]): string {
    return this.on(this.sensor, program, args);
  }

  /** Runs a program to its end in the source's namespace. */
  onSender(program: string, ...args: string[]): string {
    return this.on(this.sender, program, args);
  }

  /** Starts a program in the sensor's namespace. */
  startOnSensor(program: string, ...args: string[]): Running {
    const running = new Running(spawn('ip', ['netns', 'exec', this.sensor, program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
    this.running.push(running);
    return running;
  }

  /** Writes the files of user data as cloud-init would, but into a folder of the test; gives their paths by name. */
  write(userData: string): Record<string, string> {
    const { write_files: files } = load(userData) as { write_files: UserDataFile[] };
    return Object.fromEntries(files.map(({ path, permissions, content }) => {
      const file = join(this.folder, basename(path));
      writeFileSync(file, content, { mode: parseInt(permissions, 8) });
      return [basename(path), file];
    }));
  }

  /** Sends datagrams of one port from the source's namespace. */
  send(datagrams: readonly Datagram[], answers = 0): Sent {
    const [{ port, to = SENSOR }] = datagrams;
    const input = JSON.stringify({ to, port, payloads: datagrams.map(({ payload }) => payload.toString('hex')), answers });
    return JSON.parse(this.on(this.sender, process.execPath, ['-e', SENDER_PROGRAM], input)) as Sent;
  }

  /** How many ICMP destination-unreachable messages the source's side has received. */
  unreachable(): number {
    const [names, values] = this.onSender('cat', '/proc/net/snmp')
      .split('\n')
      .filter((line) => line.startsWith('Icmp:'))
      .map((line) => line.split(' '));
    return Number(values[names.indexOf('InDestUnreachs')]);
  }

  /** Frames in the files that a capture has written so far. */
  captured(device: string): Buffer[] {
    return readdirSync(this.folder).filter((name) => name.startsWith(`${device}.pcap`)).sort()
      .flatMap((name) => frames(readFileSync(join(this.folder, name))));
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map(async (one) => one.stop()));
    this.remove();
  }

  /** However the run ends, nothing stays. */
  private readonly atExit = (): void => this.remove();

  private on(namespace: string, program: string, args: readonly string[], input = ''): string {
    return execFileSync('ip', ['netns', 'exec', namespace, program, ...args], {
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 20_000,
    });
  }

  private remove(): void {
    process.off('exit', this.atExit);
    for (const one of this.running) one.kill();
    for (const namespace of [this.sender, this.sensor]) spawnSync('ip', ['netns', 'del', namespace]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The frames of a capture file, the last of which may still be incomplete. */
function frames(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 24; at + 16 <= file.length;) {
    const length = file.readUInt32LE(at + 8);
    if (at + 16 + length > file.length) break;
    found.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return found;
}
