import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { artefactsIn, summary } from './everywhere';

test('the summary has each step and artefact, and fails as a whole if a step does', () => {
  const steps = [{ name: 'languages', seconds: 61.4, passed: true }, { name: 'test:twin', seconds: 200, passed: false }];
  expect(summary(steps, [{ file: 'python/it.whl', megabytes: 1.284 }])).toBe([
    '| step | time | result |', '|---|---|---|', '| languages | 61 s | passed |', '| test:twin | 200 s | FAILED |',
    '| all | 261 s | FAILED |', '', '| artefact | size |', '|---|---|', '| python/it.whl | 1.28 MB |',
  ].join('\n'));
  expect(summary(steps.slice(0, 1), [])).toContain('| all | 61 s | passed |');
});

test('the artefacts are what users download', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const names = ['js/it.tgz', 'java/a/it-1.jar', 'java/a/it-1-sources.jar', 'python/it.whl', 'python/it.tar.gz', 'release/it/js/it.tgz'];
    for (const file of names) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), 'x'.repeat(1000));
    }
    expect(artefactsIn(folder)).toEqual(['java/a/it-1.jar', 'js/it.tgz', 'python/it.whl'].map((file) => ({ file, megabytes: 0.001 })));
    expect(artefactsIn(join(folder, 'none'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
