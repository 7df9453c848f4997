import { TerraformProvider } from 'cdktf';
import { IMirrorFilter } from '../filter/i-mirror-filter';

/** Options that a session and a fleet share: how packets are copied. */
export interface MirrorSessionOptions {
  /** The filter that decides which packets are copied. */
  readonly filter: IMirrorFilter;
  /**
   * The number of bytes of each inner packet that are copied: 64 to 8500. Only some regions support it. A change replaces the
   * session, which interrupts its sources.
   *
   * @default - the service's default: 1500 bytes
   */
  readonly packetLength?: number;
  /**
   * Whether traffic is copied. The library always sets the argument, since Terraform switches a session without it off.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * The description: 2 to 256 bytes, not starting with http:// or https://.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Resource group id.
   *
   * @default - the account's default resource group
   */
  readonly resourceGroupId?: string;
  /**
   * At most 20 tags. A key has at most 128 characters and does not start with `aliyun` or `acs:`.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider, which determines account and region.
   *
   * If you change the provider, change the construct id as well. With the same id, Terraform looks for the existing session
   * through the new provider, does not find it, and leaves it unmanaged.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}
