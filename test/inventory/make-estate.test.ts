import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { writeEstate } from '../../examples/estates/make-estate';
import { MirrorInventory } from '../../src';
import { temporaryFolder } from '../support/app';

function estate(instances: number, seed: number, pageSize = 100_000) {
  const folder = temporaryFolder();
  const interfaces = writeEstate(folder, instances, seed, pageSize);
  const files = readdirSync(folder).sort();
  const named = (name: string) => files.filter((file) => file.startsWith(name)).map((file) => join(folder, file));
  return {
    interfaces,
    files,
    text: files.map((file) => readFileSync(join(folder, file), 'utf8')).join(''),
    input: { networkInterfaces: named('network-interfaces'), instances: named('instances') },
  };
}

test('an estate is read as the answers of the service are, on one page or on many', () => {
  const [whole, paged] = [estate(250, 3), estate(250, 3, 100)];
  expect(paged.files).toEqual([
    'instances-2.json', 'instances-3.json', 'instances.json', 'network-interfaces-2.json', 'network-interfaces-3.json',
    'network-interfaces.json',
  ]);
  const [a, b] = [whole, paged].map(({ input }) => MirrorInventory.fromFiles(input));
  expect(a.interfaces).toHaveLength(whole.interfaces);
  const byId = (inventory: MirrorInventory) =>
    inventory.interfaces
      .map(({ id, primaryIp, instanceType, tags }) => ({ id, primaryIp, instanceType, tags }))
      .sort((x, y) => (x.id < y.id ? -1 : 1));
  expect(byId(b)).toEqual(byId(a));
  expect(new Set(a.interfaces.map(({ primaryIp }) => primaryIp)).size).toBe(whole.interfaces);
});

test('the same seed gives the same bytes, and another one others', () => {
  expect(estate(60, 5).text).toBe(estate(60, 5).text);
  expect(estate(60, 6).text).not.toBe(estate(60, 5).text);
});
