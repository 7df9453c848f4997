import { writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { AdoptedFleetProps, AdoptionOptions, MirrorAdoption, MirrorExport, MirrorLedger } from '../../../src';
import { ageRows } from './policy';
import * as answers from '../../export/builders';
import { filterIn, source, temporaryFolder } from '../../support/app';
import { sensor } from '../apps';
import { refused, Row } from '../row';
import { placement, prefix } from './fleet';
import { shared } from './session';

const FILTERS = answers.filters([answers.filter('a')]);
const SESSIONS = answers.sessions([answers.session('web', 1)]);
const exported = () => answers.read([FILTERS], [SESSIONS]);
const adopt = (stack: TerraformStack, options: AdoptionOptions) => MirrorAdoption.of(exported()).filter(stack, 'A', 'tmf-a', options);

/** One adopted session, and one that is made beside it. Everything is stated of their sources and their target. */
function fleet(stack: TerraformStack, props: Partial<AdoptedFleetProps> = {}) {
  const account = answers.read(
    [FILTERS],
    [answers.sessions([answers.session('kept', 1, { TrafficMirrorTargetId: 'eni-sensor', TrafficMirrorTargetType: 'NetworkInterface' })])],
  );
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  return MirrorAdoption.of(account).fleet(stack, 'Fleet', {
    filter: filterIn(stack),
    sources: [source('eni-web'), source('eni-kept')],
    targets: [sensor()],
    ledger,
    ...props,
  });
}

function file(body: object): string {
  const path = join(temporaryFolder(), 'answer.json');
  writeFileSync(path, JSON.stringify(body));
  return path;
}

/** What an account has is read while the app runs, so nothing that says what of it is meant can be a token. */
export const ADOPTION_ROWS: Row[] = [
  refused(
    'MirrorExportFiles.filters',
    ['list'],
    undefined,
    /ListTrafficMirrorFilters is .*. Allowed: paths that are known at synth/,
    (_, paths) => MirrorExport.fromFiles({ filters: paths ?? [file(FILTERS)] }),
  ),
  refused(
    'MirrorExportFiles.sessions',
    ['list'],
    undefined,
    /ListTrafficMirrorSessions is .*. Allowed: paths that are known at synth/,
    (_, paths) => MirrorExport.fromFiles({ sessions: paths ?? [file(SESSIONS)] }),
  ),
  refused('MirrorExportFiles.expectTotal', ['number'], 1, /expectTotal is .*. Allowed: a whole number from 0/, (_, expectTotal) =>
    MirrorExport.fromFiles({ sessions: [file(SESSIONS)], expectTotal }),
  ),
  refused('MirrorExportFiles.expectTotalFilters', ['number'], 1, /expectTotalFilters is .*. Allowed: a whole number from 0/,
    (_, expectTotalFilters) => MirrorExport.fromFiles({ filters: [file(FILTERS)], expectTotalFilters })),
  ...ageRows('MirrorExportFiles', (age) => MirrorExport.fromFiles({ filters: [file(FILTERS)], ...age })),
  refused('MirrorExport.filter(filterId)', ['text'], 'tmf-a', /filterId is .*. Allowed: an id that is known at synth/, (_, id) =>
    exported().filter(id),
  ),
  refused('MirrorExport.session(sessionId)', ['text'], 'tms-web', /sessionId is .*. Allowed: an id that is known at synth/, (_, id) =>
    exported().session(id),
  ),
  refused('MirrorAdoption.of(exported)', [], undefined, /exported is a token. Allowed: a MirrorExport/, (_, value) =>
    MirrorAdoption.of(value ?? exported()),
  ),
  refused('MirrorAdoption.filter(filterId)', ['text'], 'tmf-a', /filterId is .*. Allowed: an id that is known at synth/, (stack, id) =>
    MirrorAdoption.of(exported()).filter(stack, 'A', id),
  ),
  refused('MirrorAdoption.filterCode(filterId)', ['text'], 'tmf-a', /filterId is .*. Allowed: an id that is known at synth/, (_, id) =>
    MirrorAdoption.of(exported()).filterCode('A', id),
  ),
  refused('AdoptionOptions.provider', [], undefined, /\] provider is a token/, (stack, provider) => adopt(stack, { provider })),
  ...shared('AdoptedFleetProps', 'stack/Fleet/eni-web', fleet),
  prefix('AdoptedFleetProps', fleet, false),
  ...placement('AdoptedFleetProps', fleet),
  refused(
    'AdoptedFleetProps.fleetName',
    ['text'],
    'prod',
    /\] fleetName is .*. Allowed: a value that is known at synth/,
    (stack, fleetName) => fleet(stack, { fleetName }),
  ),
  refused(
    'AdoptedFleetProps.withoutSources',
    ['list'],
    [],
    /\] withoutSources is .*. Allowed: a value that is known at synth/,
    (stack, withoutSources) => fleet(stack, { withoutSources }),
  ),
  refused('MirrorLedgerOptions.existing', [], undefined, /existing of MirrorLedger.file is a token\. .*known at synth/, (_, existing) =>
    MirrorLedger.file(join(temporaryFolder(), 'a.lock'), { existing: existing ?? exported() }),
  ),
];
