import { checkKnownNumber } from './bounds';
import { SensorUserDataOptions } from './sensor-user-data-options';
import { Bounds, JUMBO_MTU, SMALLEST_MTU, VNI, VXLAN_OVERHEAD, VXLAN_PORT, within } from '../catalog/limits';
import { known } from '../net/known';
import { PortRange } from '../net/port-range';
import { described, refusal } from '../net/refusal';

/** A file that cloud-init writes. */
interface WrittenFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

const PROGRAMS = '/usr/local/sbin';
const UNITS = '/etc/systemd/system';
const FILE_SIZE: Bounds = { min: 1, max: 100_000 };
const FILES: Bounds = { min: 2, max: 1_000 };
const MTU: Bounds = { min: SMALLEST_MTU, max: JUMBO_MTU };
const DEFAULT_FOLDER = '/var/lib/traffic-mirror';

/** Cloud-init user data in YAML. It has no dollar or percent sign before a brace, because that is a template in Terraform. */
export function sensorUserData(options: SensorUserDataOptions): string {
  check(options);
  const capture = options.capture ?? true;
  const devices = options.virtualNetworkIds?.map((vni) => `mirror${vni}`) ?? ['mirror0'];
  const captures = capture ? devices.map((device) => `traffic-mirror-capture@${device}.service`) : [];
  const health = options.healthPort === undefined ? [] : ['traffic-mirror-health.service'];
  const files: WrittenFile[] = [
    program('traffic-mirror-up', interfaceScript(options)),
    unit('traffic-mirror.service', interfaceUnit()),
    ...capture ? [program('traffic-mirror-capture', captureScript(options)), unit('traffic-mirror-capture@.service', captureUnit())] : [],
    ...options.healthPort === undefined
      ? []
      : [program('traffic-mirror-health', healthScript(options.healthPort)), unit('traffic-mirror-health.service', healthUnit(captures))],
  ];
  return [
    '#cloud-config',
    `# Receives mirrored packets: VXLAN on UDP ${VXLAN_PORT}.`,
    'packages:',
    ...[...capture ? ['tcpdump'] : [], 'ethtool'].map((name) => `  - ${name}`),
    'write_files:',
    ...files.flatMap(({ path, permissions, content }) => [
      `  - path: ${path}`,
      `    permissions: '${permissions}'`,
      '    content: |',
      ...content.split('\n').map((line) => line === '' ? '' : `      ${line}`),
    ]),
    'runcmd:',
    '  - [systemctl, daemon-reload]',
    `  - [systemctl, enable, --now, ${['traffic-mirror.service', ...captures, ...health].join(', ')}]`,
    '',
  ].join('\n');
}

function program(name: string, content: string): WrittenFile {
  return { path: `${PROGRAMS}/${name}`, permissions: '0755', content };
}

function unit(name: string, content: string): WrittenFile {
  return { path: `${UNITS}/${name}`, permissions: '0644', content };
}

function interfaceScript({ virtualNetworkIds, interfaceName, interfaceMtu }: SensorUserDataOptions): string {
  const added = virtualNetworkIds
    ? virtualNetworkIds.map((vni) => `receive mirror${vni} id ${vni}`)
    : ['receive mirror0 external'];
  return `#!/bin/sh
# Brings up the interfaces on which mirrored packets come out of their VXLAN. While they are there, the kernel listens on
# the port, and no packet is answered with ICMP port-unreachable.
set -eu
under=${interfaceName === undefined ? "$(ip -4 route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1)" : interfaceName}
[ -n "$under" ] || { echo 'no default route to find the interface by' >&2; exit 1; }
${interfaceMtu === undefined ? '' : `ip link set dev "$under" mtu ${interfaceMtu}\n`}mtu=$(ip -o link show dev "$under" | sed -n 's/.* mtu \\([0-9]*\\).*/\\1/p')

# Packets must be seen as they were sent, not merged by the receiving card or kernel.
unmerged() {
  if command -v ethtool > /dev/null; then
    ethtool -K "$1" gro off 2> /dev/null || true
    ethtool -K "$1" lro off 2> /dev/null || true
  fi
}

receive() {
  name=$1
  shift
  if ip link show dev "$name" > /dev/null 2>&1; then ip link del dev "$name"; fi
  ip link add "$name" type vxlan "$@" dstport ${VXLAN_PORT} nolearning
  ip link set dev "$name" addrgenmode none
  ip link set dev "$name" mtu $((mtu - ${VXLAN_OVERHEAD})) arp off
  unmerged "$name"
  # What was mirrored is for programs that capture: no address is routed through this interface, so the
  # machine's network stack receives none of it.
  echo 1 > "/proc/sys/net/ipv4/conf/$name/rp_filter"
  if [ -e "/proc/sys/net/ipv6/conf/$name" ]; then echo 1 > "/proc/sys/net/ipv6/conf/$name/disable_ipv6"; fi
  ip link set dev "$name" up
}

unmerged "$under"
${added.join('\n')}`;
}

function interfaceUnit(): string {
  return `[Unit]
Description=Interfaces for mirrored packets
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${PROGRAMS}/traffic-mirror-up

[Install]
WantedBy=multi-user.target`;
}

function captureScript({ captureFolder = DEFAULT_FOLDER, captureFileSize = 100, captureFiles = 20 }: SensorUserDataOptions): string {
  return `#!/bin/sh
# Captures what comes out of one interface into files, the oldest of which is overwritten.
set -eu
mkdir -p ${captureFolder}
exec tcpdump -i "$1" -n -U -w "${captureFolder}/$1.pcap" -C ${captureFileSize} -W ${captureFiles} -Z root`;
}

function captureUnit(): string {
  return `[Unit]
Description=Capture of mirrored packets on %i
Requires=traffic-mirror.service
After=traffic-mirror.service

[Service]
ExecStart=${PROGRAMS}/traffic-mirror-capture %i
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target`;
}

function healthScript(port: number): string {
  return `#!/usr/bin/env python3
# Answers the load balancer's health check. While nothing listens here, its probe is answered with ICMP port-unreachable,
# and the load balancer takes the sensor out.
import socket

answering = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
answering.bind(('', ${port}))
while True:
    _, sender = answering.recvfrom(2048)
    answering.sendto(b'ok', sender)`;
}

function healthUnit(captures: string[]): string {
  const bound = captures.length > 0 ? captures : ['traffic-mirror.service'];
  return `[Unit]
Description=Health of the sensor
BindsTo=${bound.join(' ')}
After=${bound.join(' ')}

[Service]
ExecStart=${PROGRAMS}/traffic-mirror-health
Restart=always
RestartSec=2

[Install]
WantedBy=${bound.join(' ')}`;
}

function check(options: SensorUserDataOptions): void {
  const { virtualNetworkIds, interfaceName, captureFolder } = options;
  if (!known(options)) {
    throw refusal({
      what: 'sensorUserData',
      got: described('has a token'),
      allowed: 'values that are known at synth',
      fix: 'pass the values themselves. Values that only Terraform knows cannot be checked before they are used in a shell script',
    });
  }
  if (virtualNetworkIds !== undefined) {
    if (virtualNetworkIds.length === 0) {
      throw refusal({
        what: 'virtualNetworkIds',
        got: described('is empty'),
        allowed: 'at least one VNI',
        fix: 'omit the option to receive packets of every VNI',
      });
    }
    const bad = virtualNetworkIds.find((vni, i) => !within(VNI, vni) || virtualNetworkIds.indexOf(vni) !== i);
    if (bad !== undefined) {
      throw refusal({
        what: 'virtualNetworkIds',
        got: bad,
        allowed: `whole numbers ${VNI.min} to ${VNI.max}, each once`,
        fix: 'pass the virtualNetworkId of each session',
      });
    }
  }
  if (interfaceName !== undefined && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(interfaceName)) {
    throw refusal({
      what: 'interfaceName',
      got: interfaceName,
      allowed: 'the name of a Linux network interface, at most 15 characters',
      fix: 'use the name that ip link shows, for example eth0',
    });
  }
  if (captureFolder !== undefined && !/^(\/[A-Za-z0-9_.-]+)+$/.test(captureFolder)) {
    throw refusal({
      what: 'captureFolder',
      got: captureFolder,
      allowed: 'an absolute path of letters, digits, _, . and -',
      fix: `write for example ${DEFAULT_FOLDER}`,
    });
  }
  checkKnownNumber(undefined, 'interfaceMtu', MTU, options.interfaceMtu);
  checkKnownNumber(undefined, 'captureFileSize', FILE_SIZE, options.captureFileSize);
  checkKnownNumber(undefined, 'captureFiles', FILES, options.captureFiles);
  if (options.healthPort !== undefined) {
    PortRange.single(options.healthPort);
    if (options.healthPort === VXLAN_PORT) {
      throw refusal({
        what: 'healthPort',
        got: options.healthPort,
        allowed: 'a port other than that of the mirrored packets',
        fix: 'omit the option to check the port of the mirrored packets, or use another port',
      });
    }
  }
}
