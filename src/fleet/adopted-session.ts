/**
 * What a session that was adopted has of its own: the options of its fleet, the filter among them, are for sessions
 * that the fleet makes.
 */
export interface AdoptedSession {
  /** Id of its filter, or a reference to it. */
  readonly filterId: string;
  readonly name?: string;
  readonly description?: string;
  readonly packetLength?: number;
  readonly resourceGroupId?: string;
  readonly tags?: { readonly [key: string]: string };
  readonly enabled: boolean;
}
