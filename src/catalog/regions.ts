import { MirrorEdition } from './mirror-edition';
import { MirrorFactTopic } from './mirror-fact';
import { MirrorRegion } from './mirror-region';
import { facts, sources } from './sources';

const { stated } = facts(MirrorFactTopic.REGION);
const { EDITION_2023, EDITION_2026 } = MirrorEdition;

interface Row {
  readonly id: string;
  readonly en: string;
  readonly zh: string;
  readonly in: readonly MirrorEdition[];
  readonly jumbo?: true;
  readonly invitation?: true;
  /** What edition 2026 adds. */
  readonly note?: string;
}

const BOTH = [EDITION_2023, EDITION_2026];
const NOW = [EDITION_2026];
const CLOSING = 'The region is closing down.';
const INVITATION = 'A finance or government cloud: it has separate tables and admits by invitation.';

const rows: readonly Row[] = [
  { id: 'cn-hangzhou', en: 'China (Hangzhou)', zh: '华东1（杭州）', in: BOTH, jumbo: true },
  { id: 'cn-shanghai', en: 'China (Shanghai)', zh: '华东2（上海）', in: BOTH, jumbo: true },
  { id: 'cn-qingdao', en: 'China (Qingdao)', zh: '华北1（青岛）', in: BOTH, jumbo: true },
  { id: 'cn-beijing', en: 'China (Beijing)', zh: '华北2（北京）', in: BOTH, jumbo: true },
  { id: 'cn-zhangjiakou', en: 'China (Zhangjiakou)', zh: '华北3（张家口）', in: BOTH },
  { id: 'cn-huhehaote', en: 'China (Hohhot)', zh: '华北5（呼和浩特）', in: BOTH, jumbo: true },
  { id: 'cn-shenzhen', en: 'China (Shenzhen)', zh: '华南1（深圳）', in: BOTH, jumbo: true },
  { id: 'cn-heyuan', en: 'China (Heyuan)', zh: '华南2（河源）', in: BOTH },
  { id: 'cn-guangzhou', en: 'China (Guangzhou)', zh: '华南3（广州）', in: BOTH },
  { id: 'cn-chengdu', en: 'China (Chengdu)', zh: '西南1（成都）', in: BOTH },
  { id: 'cn-hongkong', en: 'China (Hong Kong)', zh: '中国香港', in: BOTH },
  { id: 'ap-northeast-1', en: 'Japan (Tokyo)', zh: '日本（东京）', in: BOTH },
  { id: 'ap-northeast-2', en: 'South Korea (Seoul)', zh: '韩国（首尔）', in: BOTH },
  { id: 'ap-southeast-1', en: 'Singapore', zh: '新加坡', in: BOTH, jumbo: true },
  { id: 'ap-southeast-2', en: 'Australia (Sydney)', zh: '澳大利亚（悉尼）', in: [EDITION_2023], note: 'The region is closed.' },
  { id: 'ap-southeast-3', en: 'Malaysia (Kuala Lumpur)', zh: '马来西亚（吉隆坡）', in: BOTH },
  { id: 'ap-southeast-5', en: 'Indonesia (Jakarta)', zh: '印度尼西亚（雅加达）', in: BOTH },
  { id: 'ap-southeast-7', en: 'Thailand (Bangkok)', zh: '泰国（曼谷）', in: BOTH },
  { id: 'eu-central-1', en: 'Germany (Frankfurt)', zh: '德国（法兰克福）', in: BOTH },
  { id: 'eu-west-1', en: 'UK (London)', zh: '英国（伦敦）', in: BOTH },
  { id: 'us-west-1', en: 'US (Silicon Valley)', zh: '美国（硅谷）', in: BOTH, jumbo: true },
  { id: 'us-east-1', en: 'US (Virginia)', zh: '美国（弗吉尼亚）', in: BOTH, jumbo: true },
  { id: 'cn-wulanchabu', en: 'China (Ulanqab)', zh: '华北6（乌兰察布）', in: NOW },
  { id: 'ap-southeast-6', en: 'Philippines (Manila)', zh: '菲律宾（马尼拉）', in: NOW },
  { id: 'na-south-1', en: 'Mexico', zh: '墨西哥', in: NOW },
  {
    id: 'me-central-1',
    en: 'Saudi Arabia (Riyadh, partner-operated)',
    zh: '沙特（利雅得，合作伙伴运营）',
    in: NOW,
    note: 'A partner operates the region.',
  },
  { id: 'cn-nanjing', en: 'China (Nanjing, local region)', zh: '华东5（南京，本地地域）', in: NOW, note: CLOSING },
  { id: 'cn-fuzhou', en: 'China (Fuzhou, local region)', zh: '华东6（福州，本地地域）', in: NOW, note: CLOSING },
  { id: 'cn-hangzhou-finance', en: 'China (Hangzhou) Finance', zh: '华东1 金融云', in: NOW, note: INVITATION, invitation: true },
  { id: 'cn-shanghai-finance-1', en: 'China (Shanghai) Finance', zh: '华东2 金融云', in: NOW, note: INVITATION, invitation: true },
  { id: 'cn-beijing-finance-1', en: 'China (Beijing) Finance', zh: '华北2 金融云', in: NOW, note: INVITATION, invitation: true },
  { id: 'cn-north-2-gov-1', en: 'China North 2 Ali Gov 1', zh: '华北2 阿里政务云1', in: NOW, note: INVITATION, invitation: true },
];

/** Every region known to either edition, as the one edition describes it. */
export function regionsOf(edition: MirrorEdition): MirrorRegion[] {
  const now = edition === EDITION_2026;
  return rows.map(row => {
    const supported = row.in.includes(edition);
    return {
      id: row.id,
      nameEn: row.en,
      nameZh: row.zh,
      supported,
      jumbo: now && row.jumbo === true,
      invitationOnly: row.invitation === true,
      ...(now && row.note !== undefined ? { note: row.note } : {}),
      fact: stated(now ? sources.overview2026 : sources.overview2023,
        `${row.en} (${row.id}) is ${supported ? 'listed' : 'not listed'} for traffic mirroring.`, now ? row.note : undefined),
    };
  });
}

export const regionFacts = [
  stated(
    sources.overview2026,
    `In ${rows
      .filter((r) => r.jumbo)
      .map((r) => r.id)
      .join(', ')} the target's MTU limits mirrored packets, and Gateway Load ` + 'Balancer endpoints are targets only in these regions.',
  ),
  stated(sources.overviews, 'The service is activated per region.'),
];
