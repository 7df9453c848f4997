// What each step of a fleet's history changes in the Terraform, and nothing more. That `terraform plan` says the same
// is for the lifecycle tests.
import { readFileSync } from 'fs';
import { PACKINGS, history } from './history';
import { GOLDEN_SIZE, goldenOf, synthesizedChanges } from './synthesize';

test('a history is the first estate and ten changes, each of which changes something', () => {
  for (const size of [GOLDEN_SIZE, 100, 1000]) {
    const steps = history(size);
    expect(steps).toHaveLength(11);
    steps.slice(1).forEach(({ estate }, index) => expect(estate).not.toEqual(steps[index].estate));
    expect(new Set(steps.map(({ name }) => name)).size).toBe(11);
    // Every size shrinks by one where it says so, and never runs out of targets.
    expect(steps[3].estate.sources.length).toBe(steps[2].estate.sources.length - 1);
    for (const { estate } of steps) expect(estate.targets.length * 200).toBeGreaterThan(estate.sources.length);
  }
});

test.each(PACKINGS)('the history of a %s fleet changes what its golden says and nothing more', (packing) => {
  expect(synthesizedChanges(packing)).toEqual(JSON.parse(readFileSync(goldenOf(packing), 'utf8')));
});
