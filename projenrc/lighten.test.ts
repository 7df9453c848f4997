import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { reachable, withoutComments } from './lighten';

test('comments go, and what looks like one stays', () => {
  const script =
    '#!/usr/bin/env node\n"use strict";\n/** What it is. */\nconst url = "https://a/*b*/"; // why\n\nconst of = `// ${url}`;\nmodule.exports = { url, of };\n';
  expect(withoutComments(script)).toBe(
    '#!/usr/bin/env node\n"use strict";\nconst url = "https://a/*b*/";\nconst of = `// ${url}`;\nmodule.exports = {\n    url,\n    of\n};\n',
  );
});

test('declarations are kept that the index leads to, and a missing one is an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lighten-'));
  try {
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const index = file('index.d.ts', "export * from './a';\n");
    const a = file('a.d.ts', "import type { B } from './b';\nexport declare const a: import('./c').C & B;\n");
    const others = ['b.d.ts', 'c.d.ts'].map((name) => file(name, 'export {};\n'));
    file('d.d.ts', 'export {};\n');
    expect([...reachable(index)].sort()).toEqual([a, ...others, index].sort());
    rmSync(join(folder, 'c.d.ts'));
    expect(() => reachable(index)).toThrow('leads to ./c');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
