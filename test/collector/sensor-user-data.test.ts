import { load } from 'js-yaml';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { MirrorCollector, SensorUserDataOptions } from '../../src';
import { known } from '../../src/net/known';
import { messageOf, newApp } from '../support/app';

interface CloudConfig {
  readonly packages: string[];
  readonly write_files: { readonly path: string; readonly permissions: string; readonly content: string }[];
  readonly runcmd: string[][];
}

function parsed(options: SensorUserDataOptions = {}): { config: CloudConfig; files: Record<string, string> } {
  const text = MirrorCollector.sensorUserData(options);
  expect(text.startsWith('#cloud-config\n')).toBe(true);
  const config = load(text) as CloudConfig;
  return { config, files: Object.fromEntries(config.write_files.map(({ path, content }) => [path, content])) };
}

const ALL: SensorUserDataOptions = {
  virtualNetworkIds: [10, 16_777_215],
  interfaceName: 'eth1',
  interfaceMtu: 8500,
  healthPort: 4790,
  captureFolder: '/data/mirrored',
  captureFileSize: 500,
  captureFiles: 8,
};

test('is cloud-init that writes programs and units, and starts the units that it writes', () => {
  for (const options of [{}, ALL, { capture: false }, { capture: false, healthPort: 4790 }]) {
    const { config, files } = parsed(options);
    expect(Object.keys(config)).toEqual(['packages', 'write_files', 'runcmd']);
    const [reload, [systemctl, enable, now, ...units]] = config.runcmd;
    expect([reload, [systemctl, enable, now]]).toEqual([['systemctl', 'daemon-reload'], ['systemctl', 'enable', '--now']]);
    for (const unit of units) expect(Object.keys(files)).toContain(`/etc/systemd/system/${unit.replace(/@.*\./, '@.')}`);
    for (const { path, permissions, content } of config.write_files) {
      expect(permissions).toBe(path.startsWith('/etc/') ? '0644' : '0755');
      for (const [, program] of content.matchAll(/^ExecStart=(\S+)/gm)) expect(Object.keys(files)).toContain(program);
      if (permissions === '0755') expect(content).toMatch(/^#!/);
    }
  }
});

test('holds nothing that Terraform would take for a template, and fits into user data', () => {
  for (const options of [{}, ALL]) {
    const text = MirrorCollector.sensorUserData(options);
    expect(known(text)).toBe(true);
    expect(text).not.toMatch(/[$%]\{/);
    // The older limit of the service, before encoding.
    expect(Buffer.byteLength(text)).toBeLessThan(16_384);
  }
});

test('one interface takes every VNI, unless VNIs are named', () => {
  expect(parsed().files['/usr/local/sbin/traffic-mirror-up']).toContain('\nreceive mirror0 external\n');
  const { config, files } = parsed(ALL);
  expect(files['/usr/local/sbin/traffic-mirror-up']).toContain('\nreceive mirror10 id 10\nreceive mirror16777215 id 16777215\n');
  expect(config.runcmd[1].slice(3)).toEqual([
    'traffic-mirror.service', 'traffic-mirror-capture@mirror10.service', 'traffic-mirror-capture@mirror16777215.service',
    'traffic-mirror-health.service',
  ]);
});

test('the health port ends with any of the captures', () => {
  expect(parsed(ALL).files['/etc/systemd/system/traffic-mirror-health.service']).toContain(
    'BindsTo=traffic-mirror-capture@mirror10.service traffic-mirror-capture@mirror16777215.service\n',
  );
  expect(parsed({ capture: false, healthPort: 4790 }).files['/etc/systemd/system/traffic-mirror-health.service']).toContain(
    'BindsTo=traffic-mirror.service\n',
  );
});

test('without a capture there is no tcpdump', () => {
  const text = MirrorCollector.sensorUserData({ capture: false });
  expect(text).not.toContain('tcpdump');
});

test.each<[SensorUserDataOptions, string]>([
  [{ virtualNetworkIds: [] }, 'Omit the option to receive packets of every VNI'],
  [{ virtualNetworkIds: [0] }, 'whole numbers 1 to 16777215, each once'],
  [{ virtualNetworkIds: [10, 10] }, 'each once'],
  [{ interfaceName: 'eth0; reboot' }, 'the name of a Linux network interface'],
  [{ interfaceName: 'a-name-of-16-char' }, 'at most 15 characters'],
  [{ interfaceMtu: 9000 }, 'whole numbers 576 to 8500'],
  [{ healthPort: 4789 }, 'a port other than that of the mirrored packets'],
  [{ healthPort: 70_000 }, 'whole numbers of 1 to 65535'],
  [{ captureFolder: '/data/$(reboot)' }, 'an absolute path'],
  [{ captureFolder: 'data' }, 'an absolute path'],
  [{ captureFileSize: 0 }, 'whole numbers 1 to 100000'],
  [{ captureFiles: 1 }, 'whole numbers 2 to 1000'],
])('fails: %j', (options, text) => {
  expect(messageOf(() => MirrorCollector.sensorUserData(options))).toContain(text);
});

test('fails: what only Terraform knows cannot be checked for the shell', () => {
  const variable = new TerraformVariable(new TerraformStack(newApp(), 'stack'), 'name', { type: 'string' });
  expect(messageOf(() => MirrorCollector.sensorUserData({ interfaceName: variable.stringValue }))).toContain('known at synth');
});
