import { MirrorEdition } from './mirror-edition';
import { MirrorFact, MirrorFactCertainty, MirrorFactTopic } from './mirror-fact';

/** If facts were read, and in which state. */
export interface Source {
  readonly source: string;
  readonly date: string;
  readonly edition?: MirrorEdition;
}

const OVERVIEW_2023 = 'https://www.alibabacloud.com/help/en/virtual-private-cloud/latest/traffic-mirroring-overview';
const OVERVIEW_2026 = 'https://help.aliyun.com/zh/vpc/traffic-mirroring-overview';

export const sources = {
  /** The overview before 2023-03-30. */
  overview2023: { source: OVERVIEW_2023, date: '2023-03-30', edition: MirrorEdition.EDITION_2023 },
  /** The overview of today. */
  overview2026: { source: OVERVIEW_2026, date: '2025-11/2026-08', edition: MirrorEdition.EDITION_2026 },
  /** Facts that are the same in the overviews of both editions. Use the newer one. */
  overviews: { source: OVERVIEW_2026, date: '2025-11/2026-08' },
  /** The quota page of today. */
  quotas2026: {
    source: 'https://help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud',
    date: '2025-11/2026-08',
    edition: MirrorEdition.EDITION_2026,
  },
  /** The API's reference texts. */
  reference: { source: 'VPC API reference texts of the Alibaba Cloud SDK', date: '2026-08-03' },
  /** The API's reference texts, where edition 2023 differs. */
  reference2026: { source: 'VPC API reference texts of the Alibaba Cloud SDK', date: '2026-08-03', edition: MirrorEdition.EDITION_2026 },
  /** What ECS documents about security groups, by the older text, the newer one, and both. */
  ecs2023: { source: 'ECS documentation, limits of security groups', date: '2023-03-30', edition: MirrorEdition.EDITION_2023 },
  ecs2026: { source: 'ECS documentation, limits of security groups', date: '2025-11/2026-08', edition: MirrorEdition.EDITION_2026 },
  ecs: { source: 'ECS documentation, security groups', date: '2025-11/2026-08' },
  /** What ECS documents about the rules of security groups. */
  groupsPage: { source: 'https://www.alibabacloud.com/help/en/ecs/user-guide/security-group-rules', date: '2024-06-19' },
  /** What VPC documents about network ACLs: the page on how they work. */
  aclPage: { source: 'https://www.alibabacloud.com/help/en/vpc/network-acl-overview', date: '2025-07-26' },
  /** What VPC documents about network ACLs. */
  vpc: { source: 'VPC documentation, network ACLs', date: '2025-11/2026-08' },
  /** What CLB documents about listeners and health checks. */
  clb: { source: 'CLB documentation, UDP listeners', date: '2025-11/2026-08' },
  /** What CLB documents about the addresses and the pace of health checks. */
  clbHealth: {
    source: 'https://www.alibabacloud.com/help/en/slb/health-check-causes-processing-of-a-large-number-of-logs',
    date: '2026-05-05',
  },
  /** The provider, whose schema was read and whose plans were tried. */
  provider: { source: 'alicloud provider 1.289.0 (https://registry.terraform.io/providers/aliyun/alicloud/1.289.0)', date: '2026-11-23' },
} satisfies Record<string, Source>;

const { STATED, INFERRED, UNVERIFIED } = MirrorFactCertainty;

/** Facts of one topic: `stated`, `inferred` or `unverified`. */
export function facts(topic: MirrorFactTopic) {
  const make = (certainty: MirrorFactCertainty) => (from: Source, statement: string, note?: string): MirrorFact =>
    ({ topic, statement, certainty, ...from, ...(note === undefined ? {} : { note }) });
  return { stated: make(STATED), inferred: make(INFERRED), unverified: make(UNVERIFIED) };
}
