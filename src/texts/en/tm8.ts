import { count, few, number, SESSION_REPLACED, subjects, verb } from './phrases';
import { reason } from '../reason';
import { factsSetting } from '../settings';

const vpcs = (patterns: readonly string[]): string => patterns.join(', ');
const NEW_TARGET = 'The session is updated in place. A new target interrupts no source.';

/** Demands of the owners of an estate. A check runs only if its demand is configured. */
export const TM8 = {
  TM801: {
    title: 'The policy allows every target',
    reasons: {
      notAllowed: reason<{ target: string; allowed: string[]; tags: string[] }>({
        problem: ({ path, target, allowed, tags }) =>
          `${path} sends copies to ${target}, allowed: ${[...(allowed.length > 0 ? [few(allowed)] : []), ...(tags.length > 0 ? [`targets with the tags ${few(tags)}`] : [])].join(' and ')}`,
        fix: 'Choose an allowed target, or add this one to the policy.',
        effect: NEW_TARGET,
      }),
      tagsNotKnown: reason<{ target: string; tags: string[] }>({
        problem: ({ path, target, tags }) =>
          `${path}: cannot check whether target ${target} has the tags ${few(tags)}, because its tags are not known`,
        fix: (_, reader) => `Pass the API response of the target with ${factsSetting(reader)}, or add its id to targets of the policy.`,
      }),
      idOnlyAtApply: reason<{ target: string }>({
        problem: ({ path, target }) => `${path}: the id of target ${target} is known only at apply, and the policy lists ids`,
        fix: 'Add the construct path of the target to targets of the policy, or give it the tags that the policy allows.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: the target is known only at apply, so the policy cannot be checked`,
        fix: 'Write its id, or refer to its resource.',
      }),
    },
  },
  TM802: {
    title: 'Every session has the required tags',
    reasons: {
      missing: reason<{ missing: string[]; wrong?: string[] }>({
        problem: ({ path, missing, wrong }) =>
          `${path} does not have the required ${verb(missing.length, 'tag', 'tags')} ${few(missing)}${wrong === undefined ? '' : `, but ${few(wrong)}`}`,
        fix: 'Add the tags to the session, or set them for all sessions with an Aspect.',
      }),
      onlyAtApply: reason<{ tags: string[] }>({
        problem: ({ path, tags }) =>
          `${path}: whether it has the required ${verb(tags.length, 'tag', 'tags')} ${few(tags)} is known only at apply`,
        fix: 'Write the tags as plain text.',
      }),
    },
  },
  TM803: {
    title: 'No filter copies all traffic of the VPCs that the policy names',
    reasons: {
      copiesAll: reason<{ filter: string; directions: string[]; vpc: string }>({
        problem: ({ path, filter, directions, vpc }) =>
          `${path} has a source in VPC ${vpc}, and its filter ${filter} copies every ${directions.join(' and every ')} packet`,
        fix: 'Choose a filter that accepts only the traffic that is needed.',
        effect: 'Traffic that the new filter does not accept is no longer copied.',
      }),
      vpcNotKnown: reason<{ filter: string; vpcs: string[] }>({
        problem: ({ path, filter, vpcs: patterns }) =>
          `${path}: its filter ${filter} copies everything, and whether a source is in VPC ${vpcs(patterns)} is not known`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Set vpcId of the sources, or pass the API response of their interfaces with MirrorPolicy.of(app).networkFacts(...).'
          : 'Pass the API response of the interfaces with --network-facts, or an inventory with --inventory.',
      }),
      rulesNotKnown: reason<{ filter: string; vpcs: string[] }>({
        problem: ({ path, filter, vpcs: patterns }) =>
          `${path}: whether ${filter === '' ? 'its filter' : `filter ${filter}`} copies everything of VPC ${vpcs(patterns)} is not known`,
        fix: 'Make the filter in this app, with rules whose values are known at synth.',
      }),
    },
  },
  TM804: {
    title: 'Sessions of the VPCs in the policy respect its packet length',
    reasons: {
      longer: reason<{ length: number; most: number; vpc: string }>({
        problem: ({ path, length, most, vpc }) =>
          `${path} has a source in VPC ${vpc} and copies ${number(length)} bytes of a packet, allowed: ${number(most)}`,
        fix: ({ most }) => `Set the packet length to ${number(most)} or less.`,
        effect: SESSION_REPLACED,
      }),
      notSet: reason<{ length: number; most: number; vpc: string }>({
        problem: ({ path, length, most, vpc }) =>
          `${path} has a source in VPC ${vpc} and sets no packet length, so it copies ${number(length)} bytes, allowed: ${number(most)}`,
        fix: ({ most }) => `Set the packet length to ${number(most)} or less.`,
        effect: SESSION_REPLACED,
      }),
      vpcNotKnown: reason<{ length: number; most: number; vpcs: string[] }>({
        problem: ({ path, length, most, vpcs: patterns }) =>
          `${path} copies ${number(length)} bytes of a packet, allowed in VPC ${vpcs(patterns)}: ${number(most)}, and whether a source is in that VPC is not known`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Set vpcId of the sources, or pass the API response of their interfaces with MirrorPolicy.of(app).networkFacts(...).'
          : 'Pass the API response of the interfaces with --network-facts, or an inventory with --inventory.',
      }),
      lengthOnlyAtApply: reason<{ most: number }>({
        problem: ({ path, most }) => `${path}: packet_length is known only at apply, allowed: ${number(most)} bytes`,
        fix: 'Write it as a number.',
      }),
    },
  },
  TM805: {
    title: 'No source has a tag that excludes it',
    reasons: {
      excluded: reason<{ source: string; key: string; value: string }>({
        problem: ({ path, source, key, value }) => `${path} mirrors ${source}, which the tag ${key}=${value} excludes`,
        fix: 'Remove the source from the session.',
        effect: 'If the session is running, its other sources are interrupted for some seconds.',
      }),
      tagsNotKnown: reason<{ keys: string[] }>({
        problem: ({ keys, ...place }) =>
          `${place.path}: cannot check the tags ${few(keys)} of ${subjects(place, 'source')}: they are not known`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Take the sources from a MirrorInventory, set tags of MirrorSource, or pass the API response of the interfaces with MirrorPolicy.of(app).networkFacts(...).'
          : 'Pass the API response of the interfaces with --network-facts, or an inventory with --inventory.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: its sources are known only at apply, so their tags cannot be checked`,
        fix: 'Write the sources one by one.',
      }),
    },
  },
  TM806: {
    title: 'The sessions cost no more in a month than the budget',
    reasons: {
      over: reason<{ cost: string; currency: string; budget: number; sessions: number }>({
        problem: ({ path, cost, currency, budget, sessions }) =>
          `${path} costs at least ${cost} ${currency} a month for ${count(sessions, 'session')}, but the budget is ${number(budget)} ${currency}`,
        fix: 'Mirror fewer sources, or raise the budget.',
        effect: 'A removed source is no longer mirrored. The other sources of its session are interrupted for some seconds.',
      }),
      onlyAtApply: reason<{ cost: string; currency: string; budget: number }>({
        problem: ({ path, cost, currency, budget }) =>
          `${path} costs at least ${cost} ${currency} a month, the total is known only at apply, and the budget is ${number(budget)} ${currency}`,
        fix: 'Write sources, count and enabled of the sessions as plain values.',
      }),
    },
  },
  TM807: {
    title: 'No target gets the copies of more sources than the budget',
    reasons: {
      over: reason<{ target: string; sources: number; most: number }>({
        problem: ({ target, sources, most }) =>
          `Target ${target} gets the copies of ${count(sources, 'source')}, but the budget is ${number(most)}`,
        fix: 'Move sessions to another target, or raise the budget.',
        effect: NEW_TARGET,
      }),
      sourcesOnlyAtApply: reason<{ target: string; sources: number; most: number }>({
        problem: ({ target, sources, most }) =>
          `Target ${target} gets the copies of at least ${count(sources, 'source')}, the total is known only at apply, and the budget is ${number(most)}`,
        fix: 'Write sources, count and enabled of its sessions as plain values.',
      }),
      targetOnlyAtApply: reason<{ most: number }>({
        problem: ({ path, most }) =>
          `${path}: its target is known only at apply, so the budget of ${count(most, 'source')} for each target cannot be checked`,
        fix: 'Write the id of the target, or refer to its resource.',
      }),
    },
  },
  TM808: {
    title: 'A change interrupts no more than the budget',
    reasons: {
      sources: reason<{ sources: number; most: number; names: string[]; comparedWith: string }>({
        problem: ({ path, sources, most, names, comparedWith }) =>
          `The change of ${path} against ${comparedWith} interrupts ${count(sources, 'source')}, but the budget is ${number(most)} (${names.join(', ')})`,
        fix: 'Split the change into several applies, or raise the budget for this one.',
      }),
      seconds: reason<{ seconds: number; longest: number; sources: number; names: string[] }>({
        problem: ({ path, seconds, longest, sources, names }) =>
          `The change of ${path} interrupts ${count(sources, 'source')} for about ${count(seconds, 'second')}, but the budget is ${number(longest)} (${names.join(', ')})`,
        fix: 'Split the change into several applies, or raise the budget for this one.',
      }),
      noFleet: reason({
        problem: ({ path, count: all }) =>
          `Cannot check the effect of a change of ${path} on ${count(all, 'session')}: they have no ledger`,
        fix: (_, reader) =>
          `${reader === 'constructs' ? 'Pass a ledger to the sessions, or use a MirroredFleet. ' : ''}traffic-mirror forecast shows the interruptions of a plan.`,
      }),
    },
  },
  TM809: {
    title: 'No target has a path to or from the internet',
    reasons: {
      loadBalancer: reason<{ target: string }>({
        problem: ({ path, target }) => `${path} sends copies to ${target}, an internet-facing load balancer`,
        fix: 'Use an internal load balancer.',
        effect: NEW_TARGET,
      }),
      address: reason<{ target: string; by?: string }>({
        problem: ({ path, target, by }) =>
          `${path} sends copies to ${target}, which has a public address${by === undefined ? '' : ` (${by})`}`,
        fix: 'Remove the public address, or choose a target without one.',
      }),
      groupOpen: reason<{ target: string; group: string }>({
        problem: ({ path, target, group }) =>
          `${path} sends copies to ${target}, whose security group ${group} admits mirrored packets from every public address`,
        fix: 'Admit the networks of the sources only.',
        effect: 'Copies from addresses that the new rules do not admit are lost.',
      }),
      notKnown: reason<{ target: string; unknown: string }>({
        problem: ({ path, target, unknown }) => `${path}: cannot check whether target ${target} has a path to the internet: ${unknown}`,
        fix: (_, reader) => `Pass the API response of the target with ${factsSetting(reader)}.`,
      }),
      targetOnlyAtApply: reason({
        problem: ({ path }) => `${path}: its target is known only at apply, so its paths to the internet cannot be checked`,
        fix: 'Write the id of the target, or refer to its resource.',
      }),
    },
  },
  TM810: {
    title: 'Every session of the account is in a stack',
    reasons: {
      foreign: reason<{ session: string; priority: number; sources: string[]; target: string }>({
        problem: ({ session, priority, sources, target }) =>
          `Session ${session} with priority ${priority} is in no stack and sends copies of ${few(sources)} to ${target}`,
        fix: (_, reader) =>
          `${reader === 'constructs' ? 'Adopt it with MirrorAdoption' : 'Import it'}, delete it, or add it to allowed of foreignSessions if others own it.`,
        effect: 'If you delete the session, its sources are no longer mirrored. Adopting it interrupts no source.',
      }),
      onlyAtApply: reason<{ session: string; priority: number }>({
        problem: ({ session, priority }) => `Whether session ${session} with priority ${priority} is in a stack is known only at apply`,
        fix: 'Write priority and VNI of its session as numbers, or import the session by its id.',
      }),
    },
  },
};
