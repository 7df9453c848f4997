import { IConstruct } from 'constructs';
import type { MirrorSessionOptions } from './mirror-session-options';
import { DEFAULT_PACKET_LENGTH, PACKET_LENGTH, SESSION_DESCRIPTION } from '../catalog/limits';
import { checkBoolean, checkNumber, checkTags, checkText, refuseToken, requireObject } from '../terraform/arguments';

/** Throws if an option that sessions and fleets share is an invalid literal. */
export function checkSessionOptions(construct: IConstruct, options: MirrorSessionOptions): void {
  requireObject(
    construct.node.path,
    'filter',
    options.filter,
    'filterId',
    'a MirrorFilter',
    'use MirrorFilter.fromFilterId(scope, id, filterId) for a filter that is known only at apply',
  );
  refuseToken(construct.node.path, 'provider', options.provider, 'a provider', 'pass the provider construct');
  checkNumber(
    construct,
    'packetLength',
    PACKET_LENGTH,
    options.packetLength,
    `omit it to keep ${DEFAULT_PACKET_LENGTH} bytes of each packet`,
  );
  checkBoolean(construct, 'enabled', options.enabled);
  checkText(construct, 'description', SESSION_DESCRIPTION, options.description);
  checkTags(construct, options.tags);
}

/** The arguments of a session's resource from the shared options. */
export function sessionArguments(options: MirrorSessionOptions) {
  return {
    trafficMirrorFilterId: options.filter.filterId,
    packetLength: options.packetLength,
    // Without the argument, the session would be created off, or switched off.
    enabled: options.enabled ?? true,
    trafficMirrorSessionDescription: options.description,
    resourceGroupId: options.resourceGroupId,
    tags: options.tags,
  };
}
