import { check } from './check';
import { ModuleUse, Others } from '../model/network/others';

/** The types of traffic mirroring, and ids of it. */
const MIRRORING = /alicloud_vpc_traffic_mirror_|^tm[fs]-/;
const NAMED_SO = /mirror/i;

/** Sessions and filters in modules are not in the Terraform of the app, so no check reads them. */
export const TM607 = check('TM607', {
  run(model, _facts, outcomes) {
    for (const module of Others.of(model).modules) {
      const { stack, name, path, source } = module;
      if (mayMirror(module)) outcomes.undecided({ path, stack, subject: name }, 'unread', { module: name, source });
      else outcomes.pass({ path });
    }
  },
});

/** Whether a module seems to hold sessions or rules: by its name, its source, or what it is handed. */
function mayMirror({ name, source, inputs, things }: ModuleUse): boolean {
  return [name, source, ...inputs].some((text) => NAMED_SO.test(text)) || things.some((thing) => MIRRORING.test(thing.slice(thing.indexOf('\u0000') + 1)));
}
