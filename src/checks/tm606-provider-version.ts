import { check } from './check';
import { OLDEST_PROVIDER, PROVIDER_CONSTRAINT, UNTRIED_PROVIDER } from '../catalog/versions';
import { providerRequirement } from '../model/provider-requirement';
import { compareVersions, parseVersion, VersionConstraint, versionText } from '../net/version-constraint';

const OLDEST = parseVersion(OLDEST_PROVIDER)!;
/** Its prereleases sort before it, and are untested as well. */
const UNTRIED = parseVersion(`${UNTRIED_PROVIDER}-0`)!;
const TRIED = { oldest: OLDEST_PROVIDER, untried: UNTRIED_PROVIDER, constraint: PROVIDER_CONSTRAINT };

/** The library was tested with every provider version that `terraform init` may select for a stack. */
export const TM606 = check('TM606', {
  run(model, _facts, outcomes) {
    for (const stack of model.stacks) {
      const requirement = providerRequirement(stack.document);
      if (!requirement) continue;
      const at = { path: stack.path, stack };
      const { constraint, locked } = requirement;
      // The lock file decides until the user upgrades it.
      const chosen = locked === undefined ? undefined : parseVersion(locked);
      if (chosen) {
        if (compareVersions(chosen, OLDEST) < 0 || compareVersions(chosen, UNTRIED) >= 0) {
          outcomes.warn(at, 'locked', { ...TRIED, version: locked! });
        } else {
          outcomes.pass(at);
        }
        continue;
      }
      if (constraint === undefined) {
        outcomes.warn(at, 'none', TRIED);
        continue;
      }
      const admitted = VersionConstraint.parse(constraint);
      const untried = admitted?.oldest(UNTRIED);
      if (!admitted) outcomes.undecided(at, 'unreadable', { ...TRIED, got: constraint });
      else if (untried) outcomes.warn(at, 'untried', { ...TRIED, got: constraint, version: versionText(untried) });
      else if (!admitted.oldest(OLDEST)) outcomes.warn(at, 'older', { ...TRIED, got: constraint });
      else outcomes.pass(at);
    }
  },
});
