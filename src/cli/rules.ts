import { oneOf } from './arguments';
import { Command, ExitCode } from './command';
import { editionOf, editionOption } from './edition';
import { packageVersion } from '../input/package-version';
import { refusal } from '../net/refusal';
import { conditions, terraformPolicy } from '../rules/hcl';
import { rego } from '../rules/rego';
import { Requirement, requirementsOf } from '../rules/requirements';

const PATH = 'traffic-mirror rules';

const ENGINES: Readonly<Record<string, (requirements: readonly Requirement[], heading: readonly string[]) => string>> = {
  'rego': rego,
  'terraform-policy': terraformPolicy,
  'conditions': conditions,
};

/** `rules`: writes checks for another policy engine. */
export const rulesCommand: Command = {
  words: 'rules',
  about: 'write the checks of single resources for another policy engine',
  defaultFile: '',
  several: true,
  files: ['[ID...]'],
  filesAbout: 'ids of checks. Default: all checks that the engines can express',
  options: [
    {
      name: 'engine',
      value: 'NAME',
      about: 'rego (conftest, OPA), terraform-policy (Terraform 1.17 or later) or conditions (blocks for resources). Default: rego',
    },
    editionOption(),
  ],
  run(given, terminal) {
    const engine = oneOf(given, PATH, 'engine', Object.keys(ENGINES)) ?? 'rego';
    const edition = editionOf(given, PATH);
    const all = requirementsOf(edition);
    const ids = [...new Set(all.map(({ check }) => check as string))];
    const wanted = given.files.map((id) => id.toUpperCase());
    for (const id of wanted) {
      if (!ids.includes(id)) {
        throw refusal({
          path: PATH,
          what: 'the check',
          got: id,
          allowed: ids.join(', '),
          fix: 'use one of these ids. To run all checks, use traffic-mirror check',
        });
      }
    }
    const heading = [
      `Version ${packageVersion()}, edition ${edition}: traffic-mirror rules --engine ${engine}`,
      'Each rule checks one resource. traffic-mirror check also checks whole apps and the path to a target.',
    ];
    terminal.out(ENGINES[engine](all.filter(({ check }) => wanted.length === 0 || wanted.includes(check)), heading));
    return ExitCode.FINE;
  },
};
