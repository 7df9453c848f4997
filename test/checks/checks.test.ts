import { BREAKS, documents, right } from './fixtures';
import { MirrorEdition } from '../../src';
import { MirrorFinding } from '../../src/checks/finding';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';

function find(app: StackDocument[], edition = MirrorEdition.EDITION_2023): MirrorFinding[] {
  return runChecks(new MirrorModel(app), edition).findings;
}

test.each(Object.values(MirrorEdition))('a right app has nothing to find under edition %s', (edition) => {
  expect(find(documents(right()), edition)).toEqual([]);
});

describe('an app that is right but for one fact gives that finding and no other', () => {
  test.each(BREAKS)('fails $id: $fact', ({ id, severity, app }) => {
    const found = find(app());
    expect(found.map((f) => `${f.severity} ${f.id} ${f.problem}`)).toEqual([expect.stringMatching(new RegExp(`^${severity} ${id} `))]);
  });
});
