import { writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { AdoptionOptions, MirrorAdoption, MirrorExport } from '../../../src';
import * as answers from '../../export/builders';
import { temporaryFolder } from '../../support/app';
import { refused, Row } from '../row';

const FILTERS = answers.filters([answers.filter('a')]);
const SESSIONS = answers.sessions([answers.session('web', 1)]);
const exported = () => answers.read([FILTERS], [SESSIONS]);
const adopt = (stack: TerraformStack, options: AdoptionOptions) => MirrorAdoption.of(exported()).filter(stack, 'A', 'tmf-a', options);

function file(body: object): string {
  const path = join(temporaryFolder(), 'answer.json');
  writeFileSync(path, JSON.stringify(body));
  return path;
}

/** What an account has is read while the app runs, so nothing that says what of it is meant can be a token. */
export const ADOPTION_ROWS: Row[] = [
  refused('MirrorExportFiles.filters', ['list'], undefined, /ListTrafficMirrorFilters: got .*; allowed: paths that are known at synth/, (_, paths) => MirrorExport.fromFiles({ filters: paths ?? [file(FILTERS)] })),
  refused('MirrorExportFiles.sessions', ['list'], undefined, /ListTrafficMirrorSessions: got .*; allowed: paths that are known at synth/, (_, paths) => MirrorExport.fromFiles({ sessions: paths ?? [file(SESSIONS)] })),
  refused('MirrorExport.filter(filterId)', ['text'], 'tmf-a', /filterId: got .*; allowed: an id that is known at synth/, (_, id) => exported().filter(id)),
  refused('MirrorExport.session(sessionId)', ['text'], 'tms-web', /sessionId: got .*; allowed: an id that is known at synth/, (_, id) => exported().session(id)),
  refused('MirrorAdoption.of(exported)', [], undefined, /exported: got a token; allowed: a MirrorExport/, (_, value) => MirrorAdoption.of(value ?? exported())),
  refused('MirrorAdoption.filter(filterId)', ['text'], 'tmf-a', /filterId: got .*; allowed: an id that is known at synth/, (stack, id) => MirrorAdoption.of(exported()).filter(stack, 'A', id)),
  refused('MirrorAdoption.filterCode(filterId)', ['text'], 'tmf-a', /filterId: got .*; allowed: an id that is known at synth/, (_, id) => MirrorAdoption.of(exported()).filterCode('A', id)),
  refused('AdoptionOptions.provider', [], undefined, /\] provider: got a token/, (stack, provider) => adopt(stack, { provider })),
];
