// Rewrites the goldens of the history: on purpose, in a commit that says why.
import { writeFileSync } from 'fs';
import { PACKINGS } from './history';
import { goldenOf, synthesizedChanges } from './synthesize';

for (const packing of PACKINGS) writeFileSync(goldenOf(packing), `${JSON.stringify(synthesizedChanges(packing), null, 2)}\n`);
