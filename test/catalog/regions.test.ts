import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorEdition } from '../../src/catalog/mirror-edition';

/** Copied from the product's pages, apart from the library: id, name, listed in 2023, listed in 2026. */
const TABLE = `
cn-hangzhou | China (Hangzhou) | yes | yes
cn-shanghai | China (Shanghai) | yes | yes
cn-qingdao | China (Qingdao) | yes | yes
cn-beijing | China (Beijing) | yes | yes
cn-zhangjiakou | China (Zhangjiakou) | yes | yes
cn-huhehaote | China (Hohhot) | yes | yes
cn-shenzhen | China (Shenzhen) | yes | yes
cn-heyuan | China (Heyuan) | yes | yes
cn-guangzhou | China (Guangzhou) | yes | yes
cn-chengdu | China (Chengdu) | yes | yes
cn-hongkong | China (Hong Kong) | yes | yes
ap-northeast-1 | Japan (Tokyo) | yes | yes
ap-northeast-2 | South Korea (Seoul) | yes | yes
ap-southeast-1 | Singapore | yes | yes
ap-southeast-2 | Australia (Sydney) | yes | no
ap-southeast-3 | Malaysia (Kuala Lumpur) | yes | yes
ap-southeast-5 | Indonesia (Jakarta) | yes | yes
ap-southeast-7 | Thailand (Bangkok) | yes | yes
eu-central-1 | Germany (Frankfurt) | yes | yes
eu-west-1 | UK (London) | yes | yes
us-west-1 | US (Silicon Valley) | yes | yes
us-east-1 | US (Virginia) | yes | yes
cn-wulanchabu | China (Ulanqab) | no | yes
ap-southeast-6 | Philippines (Manila) | no | yes
na-south-1 | Mexico | no | yes
me-central-1 | Saudi Arabia (Riyadh, partner-operated) | no | yes
cn-nanjing | | no | yes
cn-fuzhou | | no | yes
cn-hangzhou-finance | | no | yes
cn-shanghai-finance-1 | | no | yes
cn-beijing-finance-1 | | no | yes
cn-north-2-gov-1 | | no | yes`;
const rows = TABLE.trim().split('\n').map(line => line.split('|').map(cell => cell.trim()));

const then = MirrorCatalog.of(MirrorEdition.EDITION_2023);
const now = MirrorCatalog.of(MirrorEdition.EDITION_2026);

test.each(rows)('%s %s', (id, name, in2023, in2026) => {
  expect(then.isRegionSupported(id)).toBe(in2023 === 'yes');
  expect(now.isRegionSupported(id)).toBe(in2026 === 'yes');
  for (const catalog of [then, now]) {
    const region = catalog.region(id)!;
    expect(region).toMatchObject({ id, supported: catalog.isRegionSupported(id) });
    if (name !== '') expect(region.nameEn).toBe(name);
    expect(catalog.regionNameEn(id)).toBe(region.nameEn);
    expect(catalog.regionNameZh(id)).toBe(region.nameZh);
    expect(region.nameZh).toMatch(/\p{Script=Han}/u);
    expect(region.fact).toMatchObject({ edition: catalog.edition, topic: 'region' });
    expect(region.fact.statement).toContain(id);
  }
});

test('there are no other regions', () => {
  for (const catalog of [then, now]) expect(catalog.regions.map(r => r.id)).toEqual(rows.map(([id]) => id));
  expect(then.regions.filter(r => r.supported)).toHaveLength(22);
  expect(now.regions.filter(r => r.supported)).toHaveLength(31);
});

test('the jumbo group is of edition 2026', () => {
  expect(then.regions.filter(r => r.jumbo)).toEqual([]);
  expect(now.regions.filter(r => r.jumbo).map(r => r.id).sort()).toEqual([
    'ap-southeast-1', 'cn-beijing', 'cn-hangzhou', 'cn-huhehaote', 'cn-qingdao', 'cn-shanghai', 'cn-shenzhen', 'us-east-1', 'us-west-1',
  ]);
});

test('regions that close, that are closed and that invite say so', () => {
  expect(now.region('cn-nanjing')!.note).toMatch(/closing down/);
  expect(now.region('cn-fuzhou')!.note).toMatch(/closing down/);
  expect(now.region('ap-southeast-2')!.note).toMatch(/closed/);
  expect(then.region('ap-southeast-2')!.note).toBeUndefined();
  expect(now.regions.filter(r => r.invitationOnly).map(r => r.id)).toEqual(rows.slice(-4).map(([id]) => id));
});

test('names in Chinese', () => {
  expect(now.regionNameZh('cn-hangzhou')).toBe('华东1（杭州）');
  expect(now.regionNameZh('us-east-1')).toBe('美国（弗吉尼亚）');
});

test('fails to support a region that nobody names, and calls it by its id', () => {
  for (const id of ['cn-atlantis', '', 'CN-HANGZHOU', 'constructor']) {
    expect(now.isRegionSupported(id)).toBe(false);
    expect(now.region(id)).toBeUndefined();
    expect([now.regionNameEn(id), now.regionNameZh(id)]).toEqual([id, id]);
  }
});
