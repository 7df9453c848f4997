import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';

/** The fields of package.json that a bill of materials has. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly repository: { readonly url: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const read = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8'));
const purl = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/**
 * The bill of materials of a package as CycloneDX: what it contains, which is its own code alone, and the peers that it was tested
 * with, which its user installs.
 */
export function billOfMaterials(folder: string): object {
  const { name, version, description, license, repository, dependencies = {}, peerDependencies } = read(join(folder, 'package.json'));
  if (Object.keys(dependencies).length > 0) {
    throw new Error(`${name} has dependencies, and its bill of materials would have to list theirs`);
  }
  const { resolve } = createRequire(join(folder, 'package.json'));
  const peers = Object.entries(peerDependencies).map(([peer, range]) => {
    const tested = read(resolve(`${peer}/package.json`));
    return {
      'bom-ref': purl(peer, tested.version), 'type': 'library', 'name': peer, 'version': tested.version, 'purl': purl(peer, tested.version),
      'scope': 'excluded', 'licenses': [{ license: { id: tested.license } }],
      'properties': [{ name: 'peer-range', value: range }],
    };
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        'bom-ref': purl(name, version), 'type': 'library', name, version, description, 'purl': purl(name, version),
        'licenses': [{ license: { id: license } }], 'externalReferences': [{ type: 'vcs', url: repository.url }],
      },
    },
    components: peers,
    dependencies: [
      { ref: purl(name, version), dependsOn: peers.map((peer) => peer['bom-ref']) },
      ...peers.map((peer) => ({ ref: peer['bom-ref'], dependsOn: [] })),
    ],
  };
}
