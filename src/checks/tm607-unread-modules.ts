import { check } from './check';
import { ModuleUse, Others } from '../model/network/others';
import { named } from '../model/reference';

/** Resource types and ids of traffic mirroring. */
const MIRRORING = /alicloud_vpc_traffic_mirror_|^tm[fs]-/;
const NAMED_SO = /mirror|(?:traffic|packet)[-_]?(?:capture|tap)/i;
/** Copies of packages and images, which have nothing to do with traffic. */
const OTHER_MIRRORS = /(?<![a-z])(?:registry|docker|image|package|repo|repository|yum|apt|npm|pypi|pip|maven|go)[-_]?mirrors?/gi;

/** Reports modules that seem to contain sessions or filters. They are not in the Terraform of the app, so no check reads them. */
export const TM607 = check('TM607', {
  run(model, _facts, outcomes) {
    for (const module of Others.of(model).modules) {
      const { stack, name, path, source } = module;
      if (mayMirror(module)) outcomes.undecided({ path, stack, subject: name }, 'unread', { module: name, source });
      else outcomes.pass({ path });
    }
  },
});

/** Whether a module seems to contain sessions or rules, judged by its name, its source, and its inputs. */
function mayMirror({ name, source, inputs, things }: ModuleUse): boolean {
  return [name, source, ...inputs].some((text) => NAMED_SO.test(text.replace(OTHER_MIRRORS, '')))
    || things.some((thing) => MIRRORING.test(named(thing)));
}
