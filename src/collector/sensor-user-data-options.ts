/** Options of the user data of a sensor. */
export interface SensorUserDataOptions {
  /**
   * The VNIs to receive, which are the `virtualNetworkId`s of sessions. Each gets a VXLAN interface `mirror<vni>`, so that sessions
   * can be distinguished. Packets with any other VNI are dropped silently.
   *
   * @default - one interface, `mirror0`, for packets of every VNI
   */
  readonly virtualNetworkIds?: number[];
  /**
   * The interface on which mirrored packets arrive, for example `eth1`.
   *
   * @default - the interface of the default route
   */
  readonly interfaceName?: string;
  /**
   * The MTU to set on that interface, in bytes: 576 to 8500. The MTU of the VXLAN interfaces is 50 bytes smaller.
   *
   * @default - the MTU stays unchanged
   */
  readonly interfaceMtu?: number;
  /**
   * A UDP port that answers while all captures run, for `healthCheck.port` of a collector: 1 to 65535. Without it, the load
   * balancer checks the port of the mirrored packets, which is open even if no program captures.
   *
   * @default - none
   */
  readonly healthPort?: number;
  /**
   * Whether tcpdump captures into files. If false, another program can use the interfaces.
   *
   * @default true
   */
  readonly capture?: boolean;
  /**
   * The folder of the captured files.
   *
   * @default '/var/lib/traffic-mirror'
   */
  readonly captureFolder?: string;
  /**
   * The size of a captured file, in millions of bytes: 1 to 100000.
   *
   * @default 100
   */
  readonly captureFileSize?: number;
  /**
   * The number of files that each capture keeps: 2 to 1000. A new file overwrites the oldest one.
   *
   * @default 20
   */
  readonly captureFiles?: number;
}
