/** How a sensor receives. */
export interface SensorUserDataOptions {
  /**
   * One VXLAN interface for each of these VNIs, `mirror<vni>`, so that sessions can be distinguished. Packets of any other VNI
   * are dropped silently. A session's is its `virtualNetworkId`.
   *
   * @default - one interface, `mirror0`, for packets of every VNI
   */
  readonly virtualNetworkIds?: number[];
  /**
   * The interface on which mirrored packets arrive, for example `eth1`.
   *
   * @default - the one of the default route
   */
  readonly interfaceName?: string;
  /**
   * MTU to set on that interface, in bytes: 576 to 8500. The VXLAN interfaces get 50 less.
   *
   * @default - left as it is
   */
  readonly interfaceMtu?: number;
  /**
   * A UDP port that answers for as long as every capture runs: 1 to 65535, for `healthCheck.port` of a collector. Without
   * it the load balancer checks the port of the mirrored packets, which the VXLAN interface alone keeps open.
   *
   * @default - none
   */
  readonly healthPort?: number;
  /**
   * Whether tcpdump captures into files. Without it the interfaces are there for another program.
   *
   * @default true
   */
  readonly capture?: boolean;
  /**
   * Folder of the captured files.
   *
   * @default '/var/lib/traffic-mirror'
   */
  readonly captureFolder?: string;
  /**
   * Size of a captured file in millions of bytes: 1 to 100000.
   *
   * @default 100
   */
  readonly captureFileSize?: number;
  /**
   * How many files each capture keeps: 2 to 1000. The oldest is overwritten.
   *
   * @default 20
   */
  readonly captureFiles?: number;
}
