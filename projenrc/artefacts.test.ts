import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { problemsOf } from './artefacts';
import { billOfMaterials } from './bill';
import { LIMITS } from './limits';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'artefacts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

describe('an artefact', () => {
  test.each([
    ['by its name', 'python/it-1.2.0-py3-none-any.whl', ''],
    ['by its version file', 'go/it/version', '1.2.0\n'],
    ['by its pom', 'java/pom.xml', '<version>1.2.0</version>'],
  ])('is of a version %s', (_, name, content) => {
    expect(problemsOf('python', '1.2.0', folder, [written(name, content)], true)).toEqual([]);
  });

  test('fails if it is of another version, or if there is none', () => {
    expect(problemsOf('python', '1.2.0', folder, [written('python/it-1.1.0.whl', '1.2.0')], true)).toEqual(['no artefact of 1.2.0']);
    expect(problemsOf('js', '1.2.0', folder, [], true)).toEqual(['no artefact of 1.2.0']);
  });

  test('fails if it is too large, unless it was not built', () => {
    const file = written('js/it@1.2.0.jsii.tgz', Buffer.alloc(LIMITS.js * 1e6 + 10_000));
    const problem = `${(LIMITS.js + 0.01).toFixed(2)} MB, and ${LIMITS.js} MB is the most`;
    expect(problemsOf('js', '1.2.0', folder, [file], true)).toEqual([problem]);
    expect(problemsOf('js', '1.2.0', folder, [file], false)).toEqual([]);
  });
});

describe('the bill of materials', () => {
  const root = join(__dirname, '..');

  test('has the package, and the peers that it was tested with', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const bill = billOfMaterials(root) as any;
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.5']);
    expect(bill.metadata.component).toMatchObject({
      name: manifest.name,
      version: manifest.version,
      purl: `pkg:npm/${manifest.name}@${manifest.version}`,
      licenses: [{ license: { id: 'Apache-2.0' } }],
    });
    expect(bill.components.map(({ name, scope, properties }: any) => [name, scope, properties[0].value]))
      .toEqual(Object.entries(manifest.peerDependencies).map(([name, range]) => [name, 'excluded', range]));
    const installed = JSON.parse(readFileSync(join(root, 'node_modules', 'constructs', 'package.json'), 'utf8'));
    expect(bill.components).toContainEqual(expect.objectContaining({ name: 'constructs', version: installed.version }));
    // Every reference leads to a component.
    const known = [bill.metadata.component, ...bill.components].map((component: any) => component['bom-ref']);
    const references: string[] = bill.dependencies.flatMap(({ ref, dependsOn }: any) => [ref, ...dependsOn]);
    expect(references.filter((ref) => !known.includes(ref))).toEqual([]);
    expect(bill.dependencies[0]).toEqual({ ref: known[0], dependsOn: known.slice(1) });
  });

  test('fails for a package with dependencies', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    written('package.json', JSON.stringify({ ...manifest, dependencies: { semver: '^7' } }));
    expect(() => billOfMaterials(folder)).toThrow('has dependencies');
  });
});
