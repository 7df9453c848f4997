/**
 * The attributes of an adopted session. The options of its fleet, including the filter, apply only to sessions that the
 * fleet creates.
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
