// Real VXLAN packets between two network namespaces: the very shell of the user data receives them, and without it the
// sensor's kernel answers with ICMP port-unreachable.
import { readdirSync, statSync } from 'fs';
import { join } from 'path';
import { describeWithNamespaces, Running, SENDER, SENSOR, TestNetwork, until } from './network';
import { frame, vxlan } from './packets';
import { MirrorCollector, SensorUserDataOptions } from '../../src';

const PORT = 4789;
const HEALTH = 4790;
const VNIS = [1, 10, 16_777_215];

const inner = (n: number, size = 100): Buffer => frame({ from: '198.51.100.7', to: '203.0.113.9', payload: Buffer.alloc(size, n) });
const mirrored = (vni: number, packet: Buffer): { port: number; payload: Buffer } => ({ port: PORT, payload: vxlan(vni, packet) });

describeWithNamespaces('a sensor', () => {
  let network: TestNetwork;
  beforeEach(() => { network = new TestNetwork(); });
  afterEach(async () => network.close());

  /** Sets the sensor up by its user data, and captures on its devices as the user data says. */
  async function setUp(
    options: SensorUserDataOptions = {},
    devices = ['mirror0'],
  ): Promise<{ files: Record<string, string>; captures: Running[] }> {
    const files = network.write(MirrorCollector.sensorUserData({ captureFolder: network.folder, ...options }));
    network.onSensor(files['traffic-mirror-up']);
    if (options.capture === false) return { files, captures: [] };
    const captures = devices.map((device) => network.startOnSensor(files['traffic-mirror-capture'], device));
    for (const capture of captures) await capture.says('listening on');
    return { files, captures };
  }

  async function arrived(device: string, count: number): Promise<Buffer[]> {
    await until(
      () => network.captured(device).length >= count,
      () => `${count} frames on ${device}; there are ${network.captured(device).length}`,
    );
    return network.captured(device);
  }

  const hex = (packets: readonly Buffer[]): string[] => packets.map((packet) => packet.toString('hex'));

  test('fails: without the set-up the sensor answers with ICMP port-unreachable', () => {
    const { errors } = network.send([1, 2, 3].map((n) => mirrored(10, inner(n))));
    expect(errors).toContain('ECONNREFUSED');
    expect(network.unreachable()).toBeGreaterThan(0);
  });

  test('receives packets of every VNI, decapsulated and whole, and answers none', async () => {
    await setUp();
    const packets = VNIS.map((vni) => inner(vni % 251));
    expect(network.send(VNIS.map((vni, i) => mirrored(vni, packets[i]))).errors).toEqual([]);
    expect(hex(await arrived('mirror0', 3))).toEqual(hex(packets));
    expect(network.unreachable()).toBe(0);
  });

  test('tells sessions apart by an interface for each VNI, and is silent about others', async () => {
    await setUp({ virtualNetworkIds: [1, 16_777_215] }, ['mirror1', 'mirror16777215']);
    expect(network.send([mirrored(1, inner(1)), mirrored(99, inner(9)), mirrored(16_777_215, inner(2))]).errors).toEqual([]);
    expect(hex(await arrived('mirror1', 1))).toEqual(hex([inner(1)]));
    expect(hex(await arrived('mirror16777215', 1))).toEqual(hex([inner(2)]));
    expect(network.unreachable()).toBe(0);
  });

  test('receives what the kernel of a sender encapsulates', async () => {
    await setUp();
    network.onSender('ip', 'link', 'add', 'vx', 'type', 'vxlan', 'id', '77', 'local', SENDER, 'remote', SENSOR, 'dstport', String(PORT));
    network.onSender('ip', 'addr', 'add', '198.51.100.1/24', 'dev', 'vx');
    network.onSender('ip', 'link', 'set', 'vx', 'up');
    network.onSender('ip', 'neigh', 'add', '198.51.100.2', 'lladdr', '02:00:5e:00:00:02', 'dev', 'vx');
    network.send([{ to: '198.51.100.2', port: 53, payload: Buffer.from('a question of somebody') }]);
    await until(
      () => network.captured('mirror0').some((packet) => packet.includes('a question of somebody')),
      () => 'the question on mirror0',
    );
    expect(network.unreachable()).toBe(0);
  });

  test('the interface takes what the receiving one can carry, less the 50 bytes of VXLAN', async () => {
    await setUp({ interfaceMtu: 8500 });
    network.onSender('ip', 'link', 'set', 'eth0', 'mtu', '8500');
    expect(network.onSensor('ip', '-o', 'link', 'show', 'dev', 'mirror0')).toContain(' mtu 8450 ');
    // IP and UDP headers take 28 bytes of the inner packet.
    const largest = inner(7, 8450 - 28);
    network.send([mirrored(10, largest)]);
    expect(hex(await arrived('mirror0', 1))).toEqual(hex([largest]));
  });

  test('without a stated MTU it follows the receiving interface', async () => {
    await setUp({ capture: false });
    expect(network.onSensor('ip', '-o', 'link', 'show', 'dev', 'mirror0')).toContain(' mtu 1450 ');
  });

  test('the set-up can be run again', async () => {
    const { files } = await setUp({ capture: false });
    network.onSensor(files['traffic-mirror-up']);
    const capture = network.startOnSensor('tcpdump', '-i', 'mirror0', '-n', '-c', '1');
    await capture.says('listening on');
    network.send([mirrored(10, inner(1))]);
    await capture.says('198.51.100.7');
  });

  describe('a mirrored packet for the sensor\'s own address', () => {
    // Broadcast on its Ethernet, so that the kernel would take it for its own.
    const packet = frame({ from: SENDER, to: SENSOR, payload: Buffer.from('an order'), broadcast: true });
    let listener: Running;
    beforeEach(async () => {
      await setUp();
      listener = network.startOnSensor('python3', '-u', '-c', `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 53))
print('ready')
while True: print('got', s.recv(2048))`);
      await listener.says('ready');
    });

    test('is captured and does not reach the sensor\'s own programs', async () => {
      network.send([mirrored(10, packet)]);
      await arrived('mirror0', 1);
      network.send([{ port: 53, payload: Buffer.from('a real question') }]);
      await listener.says('a real question');
      expect(listener.output).not.toContain('an order');
    });

    test('fails: where the reverse path is not filtered it does', async () => {
      network.onSensor('sh', '-c', 'echo 0 > /proc/sys/net/ipv4/conf/mirror0/rp_filter');
      network.send([mirrored(10, packet)]);
      await listener.says('an order');
    });
  });

  test('the load balancer\'s check of the mirroring port finds the sensor up', async () => {
    await setUp({ capture: false });
    expect(network.send([{ port: PORT, payload: Buffer.from('probe') }]).errors).toEqual([]);
    expect(network.unreachable()).toBe(0);
  });

  test('the health port answers while its program runs, and is unreachable when it has ended', async () => {
    const { files } = await setUp({ capture: false, healthPort: HEALTH });
    const health = network.startOnSensor(files['traffic-mirror-health']);
    const probe = { port: HEALTH, payload: Buffer.from('probe') };
    await until(() => network.onSensor('cat', '/proc/net/udp').includes(`:${HEALTH.toString(16).toUpperCase()} `), () => 'the health port');
    expect(network.send([probe], 1)).toEqual({ errors: [], answers: ['ok'] });
    await health.stop();
    expect(network.send([probe]).errors).toEqual(['ECONNREFUSED']);
  });

  test('captured files rotate: the oldest is overwritten', async () => {
    const { captures: [capture] } = await setUp({ captureFileSize: 1, captureFiles: 2 });
    const packets = Array.from({ length: 2_400 }, (_, n) => inner(n % 251, 1_350));
    for (let at = 0; at < packets.length; at += 400) network.send(packets.slice(at, at + 400).map((packet) => mirrored(10, packet)));
    const last = frame({ from: '198.51.100.7', to: '203.0.113.9', payload: Buffer.from('the last one') });
    network.send([mirrored(10, last)]);
    await until(() => network.captured('mirror0').some((packet) => packet.equals(last)), () => 'the last packet');
    await capture.stop();
    const files = readdirSync(network.folder).filter((name) => name.startsWith('mirror0.pcap'));
    expect(files.sort()).toEqual(['mirror0.pcap0', 'mirror0.pcap1']);
    for (const file of files) expect(statSync(join(network.folder, file)).size).toBeLessThan(1_010_000);
  });
});
