import { roleChanges } from './ledger';
import {
  count, few, listed, NAME_INTERFACES_ALIKE, OTHER_SOURCES_INTERRUPTED, SESSION_REPLACED, subjects, TARGET_OR_SOURCE_LEAVES, verb,
  WRITE_COUNT,
} from './phrases';
import { Reader, reason } from '../reason';

/** A name or a description that is outside the limits. */
type WrittenText = { argument: string; text: string; bytes: number; ascii: boolean; min: number; max: number };

/** The free priority that a session may take. Undefined if there is none. */
type FreePriority = { free?: number };

/** How to get a priority that no other session has. */
function useFree({ free }: FreePriority, reader: Reader): string {
  return free === undefined
    ? 'Remove a session: no priority is free in this account and region.'
    : `Set priority to ${free}, which is free in this ${reader === 'constructs' ? 'app' : 'configuration'}.`;
}

/** The length of a text as the provider counts it. */
function length({ argument, text, bytes, ascii }: WrittenText): string {
  return `${argument} ${text} has ${count(bytes, 'byte')}${ascii ? '' : ' in UTF-8, with 3 bytes for a Chinese character'}`;
}

/** Sessions. */
export const TM3 = {
  TM301: {
    title: 'A source is in no more sessions than the service allows',
    reasons: {
      tooMany: reason<{ source: string; sessions: number; copies: number; others: string[]; limit: number; edition: string }>({
        problem: ({ path, source, sessions, copies, others, limit, edition }) => {
          const named = [copies > 1 ? `${path} (${copies} copies)` : path, ...others];
          const colon = copies + others.length >= sessions ? ':' : ', including';
          return `Source ${source} is in ${count(sessions, 'session')}${colon} ${named.join(', ')}, but edition ${edition} allows ${limit}`;
        },
        fix: 'Remove the source from one of these sessions, or mirror it once, to an internal CLB in front of several sensors.',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      copiesOnlyAtApply: reason({
        problem: (p) => `${p.path}: the number of copies is known only at apply, and every copy mirrors ${subjects(p, 'source')}`,
        fix: WRITE_COUNT,
      }),
      sourceOnlyAtApply: reason({
        problem: ({ path, subject }) =>
          `${path}: source ${subject} is known only at apply, so another session may mirror the same interface`,
        fix: 'Write the id of the interface, or refer to its resource.',
      }),
      mixedNames: reason({
        problem: ({ path }) => `${path}: some sources are ids and some are references, so another session may mirror the same interface`,
        fix: NAME_INTERFACES_ALIKE,
      }),
    },
  },
  TM302: {
    title: 'No interface is both source and target',
    reasons: {
      copiesOnlyAtApply: reason<{ sessions: string[] }>({
        problem: ({ subject, sessions }) =>
          `Cannot check ${subject}: it is a source and a target, and whether ${listed(sessions)} exist at the same time is known only at apply`,
        fix: WRITE_COUNT,
      }),
      sourceAndTarget: reason<{ target: string; sessions: string[]; mirroredBy: string[] }>({
        problem: ({ target, sessions, mirroredBy }) => `${target} is the target of ${few(sessions)} and a source of ${few(mirroredBy)}`,
        fix: 'Choose another target, or do not mirror this one. Exchange source and target in two applies: a single apply fails.',
        effect: TARGET_OR_SOURCE_LEAVES,
      }),
      mixedNames: reason({
        problem: (p) => `${p.path}: ${subjects(p, 'target')} may be one of the sources under another name`,
        fix: NAME_INTERFACES_ALIKE,
      }),
      roleChanges,
      rolesOutside: reason<{ uses: string[] }>({
        problem: ({ uses }) => `An interface would be source and target at once: ${few(uses)}`,
        fix: 'Use another target, or remove the source from one of the sessions. If the export is older than the last apply, export again.',
        effect: TARGET_OR_SOURCE_LEAVES,
      }),
    },
  },
  TM303: {
    title: 'A session names no source twice',
    reasons: {
      repeated: reason<{ source: string; times: number }>({
        problem: ({ path, source, times }) => `${path} lists source ${source} ${times === 2 ? 'twice' : `${times} times`}`,
        fix: 'List the source once.',
        effect: 'If the session is running, its sources are interrupted for some seconds.',
      }),
      mixedNames: reason({
        problem: ({ path }) => `${path}: two of its sources may be the same interface under different names`,
        fix: NAME_INTERFACES_ALIKE,
      }),
    },
  },
  TM304: {
    title: 'A session\'s priority is unique in its account and region',
    reasons: {
      perhapsTaken: reason<{ priority: number; other: string }>({
        problem: ({ path, priority, other }) =>
          `Cannot check priority ${priority} of ${path}: ${other} has it too, and whether both exist is known only at apply`,
        fix: `Give each a separate priority. Or: ${WRITE_COUNT}`,
      }),
      missing: reason<{ min: number; max: number }>({
        problem: ({ path }) => `${path} has no priority`,
        fix: ({ min, max }) => `Set priority to a number from ${min} to ${max}.`,
      }),
      outOfRange: reason<{ priority: number; min: number; max: number } & FreePriority>({
        problem: ({ path, priority, min, max }) => `${path} has priority ${priority}, allowed: ${min} to ${max}`,
        fix: useFree,
      }),
      taken: reason<{ priority: number; other: string; fromPath?: string } & FreePriority>({
        problem: ({ path, priority, other, fromPath }) =>
          `${path} has priority ${priority}, which ${other} already has in the same account and region`
          + (fromPath === undefined ? '' : ` (the library chose the priority of ${fromPath}, and the other one is set)`),
        fix: (p, reader) => `${useFree(p, reader)} Do not swap the priorities of two running sessions in one apply: it fails.`,
      }),
      moved: reason<{ priority: number; first: string; kept: number }>({
        problem: ({ path, priority, first, kept }) =>
          `${path} and ${first} set no priority, and both have hash ${kept}, so ${path} uses ${priority}, which may change when a session is added or removed`,
        fix: ({ path, priority, first, kept }) =>
          `Set priority: ${kept} in ${first} and priority: ${priority} in ${path}. That changes no number.`,
      }),
      sharedByCopies: reason<{ priority: number; copies: number }>({
        problem: ({ path, priority, copies }) => `${path} makes ${copies} copies with the same priority ${priority}`,
        fix: 'Make priority depend on count.index or each.value, or write the sessions one by one.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: priority is known only at apply`,
        fix: 'Write priority as a number.',
      }),
      copiesOnlyAtApply: reason<{ priority: number }>({
        problem: ({ path, priority }) => `${path}: the number of copies is known only at apply, and every copy has priority ${priority}`,
        fix: WRITE_COUNT,
      }),
    },
  },
  TM305: {
    title: 'A session is enabled',
    reasons: {
      missing: reason({
        problem: ({ path }) => `${path} has no enabled argument: a new session starts off, and a running one is switched off`,
        fix: 'Write enabled = true.',
      }),
      off: reason({
        problem: ({ path }) => `${path} is off (enabled = false): it mirrors nothing and is not billed`,
        fix: ({}, reader) => reader === 'constructs'
          ? 'Remove enabled: false, or acknowledge TM305 if the session is off on purpose.'
          : 'Write enabled = true, or acknowledge TM305 if the session is off on purpose.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: enabled is known only at apply`,
        fix: 'Write true or false.',
      }),
    },
  },
  TM306: {
    title: 'A session\'s packet length is within bounds',
    reasons: {
      outOfRange: reason<{ length: number; min: number; max: number; nearest: number }>({
        problem: (p) => `${p.path} has packet_length ${p.length}, allowed: ${p.min} to ${p.max}`,
        fix: ({ nearest }, reader) => reader === 'constructs'
          ? `Set packetLength to ${nearest}, or remove it.`
          : `Set packet_length to ${nearest}, or remove it.`,
        effect: SESSION_REPLACED,
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: packet_length is known only at apply`,
        fix: 'Write the packet length as a number.',
      }),
    },
  },
  TM307: {
    title: 'Names, descriptions and tags are within limits',
    reasons: {
      terraformName: reason<{ names: string[] }>({
        problem: ({ names }) => `Terraform rejects the ${verb(names.length, 'name', 'names')} ${few(names)}: a name begins with a letter or an underscore`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Let the construct id directly below the stack begin with a letter, since the names begin with it, or set them with overrideLogicalId.'
          : 'Rename the resources.',
      }),
      tooShort: reason<WrittenText>({
        problem: (p) => `${p.path}: ${length(p)}, but the minimum is ${p.min}`,
        fix: ({ min }) => `Write at least ${count(min, 'byte')}.`,
      }),
      tooLong: reason<WrittenText>({
        problem: (p) => `${p.path}: ${length(p)}, but the maximum is ${p.max}`,
        fix: ({ max }) => `Shorten the text to ${count(max, 'byte')}.`,
      }),
      hasScheme: reason<WrittenText>({
        problem: ({ path, argument, text }) => `${path}: ${argument} ${text} starts with http:// or https://`,
        fix: 'Remove the scheme.',
      }),
      tagKeyReserved: reason<{ key: string; prefix: string }>({
        problem: ({ path, key, prefix }) => `${path}: tag key ${key} starts with ${prefix}, which is reserved`,
        fix: 'Use another key.',
      }),
      tagKeyEmpty: reason({
        problem: ({ path }) => `${path} has a tag with an empty key`,
        fix: 'Give the tag a key.',
      }),
      tagKeyTooLong: reason<{ key: string; characters: number; max: number }>({
        problem: ({ path, key, characters, max }) =>
          `${path}: tag key ${key} has ${count(characters, 'character')}, but the maximum is ${max}`,
        fix: ({ max }) => `Shorten the key to ${count(max, 'character')}.`,
      }),
      tooManyTags: reason<{ tags: number; limit: number }>({
        problem: ({ path, tags, limit }) => `${path} has ${count(tags, 'tag')}, but the limit is ${limit}`,
        fix: ({ tags, limit }) => `Remove ${count(tags - limit, 'tag')}.`,
      }),
      onlyAtApply: reason<{ argument: string }>({
        problem: ({ path, argument }) => `${path}: ${argument} is known only at apply`,
        fix: 'Write the text itself.',
      }),
      tagKeyOnlyAtApply: reason({
        problem: ({ path }) => `${path}: the key of a tag is known only at apply`,
        fix: 'Write the key itself.',
      }),
    },
  },
  TM308: {
    title: 'The sessions of a target have different VNIs',
    reasons: {
      perhapsTaken: reason<{ vni: number; other: string }>({
        problem: ({ path, vni, other }) =>
          `Cannot check VNI ${vni} of ${path}: ${other} has it too, and whether both exist is known only at apply`,
        fix: `Give each a separate VNI. Or: ${WRITE_COUNT}`,
      }),
      taken: reason<{ vni: number; other: string; target: string }>({
        problem: ({ path, vni, other, target }) => `${path} sends to target ${target} with VNI ${vni}, as ${other} does`,
        fix: ({}, reader) => reader === 'constructs'
          ? 'Remove virtualNetworkId or set another one, or acknowledge TM308 if the sensor need not distinguish the two sessions.'
          : 'Set another virtual_network_id, or acknowledge TM308 if the sensor need not distinguish the two sessions.',
      }),
      takenOutside: reason<{ ledger: string; vni: number; session: string; target: string; other: string }>({
        problem: ({ ledger, vni, session, target, other }) =>
          `Session ${session} of the ledger ${ledger} sends to target ${target} with VNI ${vni}, `
          + `as session ${other} outside the ledger does`,
        fix: 'Give the other session another VNI, or acknowledge TM308 if the sensor need not distinguish the two sessions.',
      }),
      sharedByCopies: reason<{ vni: number; copies: number; target: string }>({
        problem: ({ path, vni, copies, target }) => `${path} makes ${copies} copies that send to target ${target} with the same VNI ${vni}`,
        fix: 'Make virtual_network_id depend on count.index or each.value, or acknowledge TM308.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: virtual_network_id is known only at apply, and other sessions send to the same target`,
        fix: 'Write virtual_network_id as a number.',
      }),
      copiesOnlyAtApply: reason<{ vni: number }>({
        problem: ({ path, vni }) => `${path}: the number of copies is known only at apply, and every copy has VNI ${vni}`,
        fix: 'Make virtual_network_id depend on count.index or each.value.',
      }),
    },
  },
  TM309: {
    title: 'A session waits for the attachment of its interfaces',
    reasons: {
      // The attachment is a resource, or a block of an instance in the session's stack or in another one.
      doesNotWait: reason<{ role: string; name: string; attachment: string; attachmentAddress: string; way: string }>({
        problem: ({ path, role, name, attachment }) =>
          `${path} does not wait for ${attachment}, so Terraform may create it before ${role} ${name} is attached`,
        fix: ({ role, attachment, attachmentAddress, way }, reader) => {
          if (way === 'instance') return `Write depends_on = ["${attachmentAddress}"] in the session.`;
          if (way === 'stack') return `Apply the stack of ${attachment} first, and acknowledge this finding.`;
          if (reader === 'terraform') return `Write \${${attachmentAddress}.network_interface_id} instead. The id is the same.`;
          return `Pass ${attachment} instead of the interface to ${role === 'source' ? 'MirrorSource' : 'MirrorTarget'}.fromResource(). `
            + 'The id is the same.';
        },
      }),
    },
  },
  TM310: {
    title: 'The order of a source\'s sessions is set',
    reasons: {
      priorityNotSet: reason<{ source: string; sessions: string[]; unset: string[] }>({
        problem: ({ source, sessions, unset }) => sessions.length === unset.length
          ? `Source ${source} is in ${count(sessions.length, 'session')} without a priority (${few(sessions)}), so their order is arbitrary`
          : `Source ${source} is in ${count(sessions.length, 'session')} (${few(sessions)}), `
            + `but ${listed(unset)} ${verb(unset.length, 'has', 'have')} no priority set`,
        fix: 'Set the priority of each of these sessions. The session with the smallest number gets a packet first.',
      }),
      perhapsNotSet: reason<{ source: string; sessions: string[]; unset: string[] }>({
        problem: ({ source, sessions, unset }) => `Cannot check the order of ${few(sessions)} for source ${source}: `
          + `${listed(unset)} ${verb(unset.length, 'has', 'have')} no priority set, `
          + 'and whether these sessions exist at the same time is known only at apply',
        fix: 'Set the priority of each of these sessions. The session with the smallest number gets a packet first.',
      }),
    },
  },
  TM311: {
    title: 'A source has no IPv6 addresses',
    reasons: {
      ipv6: reason<{ source: string; addresses: number }>({
        problem: ({ path, source, addresses }) =>
          `${path}: source ${source} has ${count(addresses, 'IPv6 address', 'IPv6 addresses')}, and IPv6 traffic is not mirrored`,
        fix: 'Monitor IPv6 traffic on the instance itself, or acknowledge TM311 if only IPv4 traffic matters.',
      }),
    },
  },
};
