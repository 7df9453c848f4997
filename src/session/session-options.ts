import { IConstruct } from 'constructs';
import type { MirrorSessionOptions } from './mirror-session';
import { DEFAULT_PACKET_LENGTH, PACKET_LENGTH, SESSION_DESCRIPTION } from '../catalog/limits';
import { checkBoolean, checkNumber, checkTags, checkText, refuseToken, requireObject } from '../terraform/arguments';

/** Throws if an option that a session and a fleet share is a wrong literal. */
export function checkSessionOptions(construct: IConstruct, options: MirrorSessionOptions): void {
  requireObject(construct.node.path, 'filter', options.filter, 'filterId', 'a MirrorFilter', 'use MirrorFilter.fromFilterId(scope, id, filterId) where Terraform alone knows which one');
  refuseToken(construct.node.path, 'provider', options.provider, 'a provider', 'give the provider construct itself');
  checkNumber(construct, 'packetLength', PACKET_LENGTH, options.packetLength, `leave it out to keep ${DEFAULT_PACKET_LENGTH} bytes of each packet`);
  checkBoolean(construct, 'enabled', options.enabled);
  checkText(construct, 'description', SESSION_DESCRIPTION, options.description);
  checkTags(construct, options.tags);
}

/** The arguments that a session's resource takes from the shared options. */
export function sessionArguments(options: MirrorSessionOptions) {
  return {
    trafficMirrorFilterId: options.filter.filterId,
    packetLength: options.packetLength,
    // Left out it would be off, and switched off if it was on.
    enabled: options.enabled ?? true,
    trafficMirrorSessionDescription: options.description,
    resourceGroupId: options.resourceGroupId,
    tags: options.tags,
  };
}
