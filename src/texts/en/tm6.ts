import { acknowledgeUndecided } from './phrases';
import { reason } from '../reason';

/** Terraform itself. */
export const TM6 = {
  TM601: {
    title: 'Nothing requests a dry run',
    reasons: {
      dryRun: reason({
        problem: ({ path }) => `${path} sets dry_run = true, so the apply fails with DryRunOperation`,
        fix: 'Remove dry_run. Use terraform plan to preview a change.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: dry_run is known only at apply`,
        fix: 'Remove it.',
      }),
    },
  },
  TM602: {
    title: 'A session\'s VNI is not 0',
    reasons: {
      zero: reason<{ min: number; max: number }>({
        problem: ({ path }) =>
          `${path} has VNI 0: the provider does not send it, the service chooses a random VNI, and every later plan shows a change`,
        fix: ({ min, max }) => `Write a VNI from ${min} to ${max}, or remove it for a random one.`,
        effect:
          'The VNI of a running session changes in place. No source is interrupted, but a sensor that selects by VNI must know the new one.',
      }),
      outside: reason<{ vni: number; min: number; max: number }>({
        problem: ({ path, vni, min, max }) => `${path} has VNI ${vni}, allowed: ${min} to ${max}`,
        fix: ({ min, max }) => `Write a VNI from ${min} to ${max}, or remove it for a random one.`,
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: virtual_network_id is known only at apply`,
        fix: 'Write it as a number.',
      }),
    },
  },
  TM603: {
    title: 'A session is not created before it is destroyed',
    reasons: {
      createFirst: reason({
        problem: ({ path }) =>
          `${path} sets create_before_destroy: a replacement fails, because the old session still has the priority and the sources`,
        fix: 'Remove create_before_destroy.',
      }),
    },
  },
  TM604: {
    title: 'Stacks have different folders, and providers have different aliases',
    reasons: {
      overwritten: reason<{ other: string; folder: string }>({
        problem: ({ path, other, folder }) => `${path} is lost: stack ${other} is written to the same folder ${folder}`,
        fix: 'Give one of the two stacks another id.',
      }),
      unreadable: reason<{ why: string }>({
        problem: ({ path, why }) => `The Terraform of ${path} cannot be read: ${why}`,
        fix: 'Synthesize the stack again. No check has read it.',
      }),
      noProvider: reason<{ provider: string; resource: string }>({
        problem: ({ path, provider, resource }) => `${resource} names provider ${provider}, which ${path} does not have`,
        fix: 'Add the provider with this alias, or use an existing one.',
      }),
      unnamed: reason<{ providers: number }>({
        problem: ({ path, providers }) => `${path} has ${providers} alicloud providers without an alias, which Terraform refuses`,
        fix: 'Give all but one an alias, and pass it as provider to the resources that belong to it.',
        effect:
          'A resource whose region changes this way is created again in the new region. The old one stays unless its name changes too.',
      }),
    },
  },
  TM605: {
    title: 'No change of a session, filter or rule is ignored',
    reasons: {
      all: reason({
        problem: ({ path }) => `${path} ignores all changes (lifecycle.ignore_changes), so later changes of the app are never applied`,
        fix: 'Remove ignore_changes.',
        effect: 'The next plan shows the differences. Check it before you apply it.',
      }),
      some: reason<{ attributes: string[] }>({
        problem: ({ path, attributes }) =>
          `${path} ignores changes of ${attributes.join(', ')} (lifecycle.ignore_changes), so later changes of the app are never applied`,
        fix: ({ attributes }) => `Remove ${attributes.join(', ')} from ignore_changes.`,
        effect: 'The next plan shows the differences. Check it before you apply it.',
      }),
    },
  },
  TM606: {
    title: 'The provider has a tested version',
    reasons: {
      none: reason<{ oldest: string; untried: string; constraint: string }>({
        problem: ({ path, oldest, untried }) =>
          `${path} accepts any version of the provider aliyun/alicloud, but only ${oldest} up to (not including) ${untried} are tested`,
        fix: ({ constraint }) => `Set its version in required_providers to "${constraint}".`,
      }),
      untried: reason<{ oldest: string; untried: string; constraint: string; got: string; version: string }>({
        problem: ({ path, got, version, oldest, untried }) =>
          `${path} has the provider constraint "${got}", which admits ${version}, but only ${oldest} up to (not including) ${untried} are tested`,
        fix: ({ constraint }) => `Set its version in required_providers to "${constraint}", or to a narrower range.`,
      }),
      older: reason<{ oldest: string; untried: string; constraint: string; got: string }>({
        problem: ({ path, got, oldest }) =>
          `${path} has the provider constraint "${got}", which admits no version from ${oldest} on, the oldest tested one`,
        fix: ({ constraint }) => `Set its version in required_providers to "${constraint}", and run terraform init -upgrade.`,
      }),
      locked: reason<{ oldest: string; untried: string; constraint: string; version: string }>({
        problem: ({ path, version, oldest, untried }) =>
          `The lock file of ${path} selects the provider ${version}, but only ${oldest} up to (not including) ${untried} are tested`,
        fix: ({ constraint }) => `Set its version in required_providers to "${constraint}", and run terraform init -upgrade.`,
      }),
      unreadable: reason<{ oldest: string; untried: string; constraint: string; got: string }>({
        problem: ({ path, got }) => `${path}: the provider constraint "${got}" cannot be read`,
        fix: ({ constraint }) => `Write it as Terraform does, for example "${constraint}".`,
      }),
    },
  },
  TM607: {
    title: 'Sessions and filters are in no module',
    reasons: {
      unread: reason<{ module: string; source: string }>({
        problem: ({ module, source }) =>
          `Cannot check module ${module} (${source}): it seems to have sessions or filter rules, and the content of modules is not read`,
        fix: (_, reader) => 'Write the sessions and filters as resources of the app. '
          + acknowledgeUndecided('TM607', 'the module has none, or has been checked separately', reader),
      }),
    },
  },
};
