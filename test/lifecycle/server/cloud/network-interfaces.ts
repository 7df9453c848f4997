import { ApiError, notFound } from './errors';
import { Switches } from './switches';

export interface NetworkInterface {
  readonly id: string;
  readonly primaryIp?: string;
  /** Those of the resource that made it, unless given. */
  readonly securityGroupIds?: readonly string[];
  /** The instance it is attached to. */
  instanceId?: string;
  /** Whether its instance is of a type with the larger target quota. */
  large?: boolean;
  released?: boolean;
}

/** The interfaces that the account has seen; estates hold many more, which the switches decide about. */
export class NetworkInterfaces {
  private readonly all = new Map<string, NetworkInterface>();

  constructor(private readonly switches: () => Switches) {}

  put(networkInterface: NetworkInterface): void {
    this.all.set(networkInterface.id, networkInterface);
  }

  get(id: string): NetworkInterface | undefined {
    return this.all.get(id);
  }

  of(instanceId: string): NetworkInterface[] {
    return [...this.all.values()].filter((one) => one.instanceId === instanceId && !one.released);
  }

  /** Refuses an interface that a session could not name. */
  demand(id: string): void {
    const known = this.all.get(id);
    if (known?.released || (!known && this.switches().unseenInterface === 'refused')) throw notFound(id);
    if (known && !known.instanceId && this.switches().detachedInterface === 'refused') {
      throw new ApiError('IncorrectStatus.NetworkInterface', `The network interface ${id} is not attached to an instance.`);
    }
  }

  list(): NetworkInterface[] {
    return [...this.all.values()];
  }
}
