import { TerraformStack } from 'cdktf';
import { alicloud, MirrorFilter, MirrorSession, MirrorSource, MirrorStatusCheck, MirrorTarget } from '../../../src';
import { filterIn, SESSION, source } from '../../support/app';
import { fleet, lone, sensor, session } from '../apps';
import { refused, Row } from '../row';

const at = (attribute: string, path = 'stack/Session/Resource') => ({ type: SESSION, path, attribute });
const written = { outcome: 'written' as const };
const list = (e: string) => [e];

/** What a session and a fleet have in common. */
export function shared(struct: string, path: string, give: (stack: TerraformStack, props: object) => unknown): Row[] {
  const prop = (name: string, attribute: string, more: Pick<Row, 'takes' | 'plain'> & Partial<Row>): Row => ({
    input: `${struct}.${name}`, ...written, at: at(attribute, path), give: (stack, value) => give(stack, { [name]: value }), ...more,
  });
  return [
    prop('description', 'traffic_mirror_session_description', { takes: ['text'], plain: 'web', unknown: ['TM307'] }),
    prop('packetLength', 'packet_length', { takes: ['number'], plain: 1450, unknown: ['TM306', 'TM701'] }),
    prop('enabled', 'enabled', { takes: [], plain: true, unknown: ['TM305'] }),
    prop('resourceGroupId', 'resource_group_id', { takes: ['text'], plain: 'rg-1' }),
    prop('tags', 'tags', { takes: ['map'], plain: { team: 'net' }, unknown: ['TM307'] }),
    prop('tags', 'tags', {
      part: 'a value',
      takes: [],
      plain: 'net',
      as: (e) => ({ team: e }),
      give: (stack, value) => give(stack, { tags: { team: value } }),
    }),
    refused(`${struct}.filter`, [], undefined, /\] filter is a token\. .*MirrorFilter\.fromFilterId/, (stack, value) =>
      give(stack, { filter: value ?? filterIn(stack, 'Own') }),
    ),
    refused(`${struct}.provider`, [], undefined, /\] provider is a token/, (stack, value) => give(stack, { provider: value })),
  ];
}

const other = (stack: TerraformStack) => new alicloud.vpc.Vpc(stack, 'Referring', { cidrBlock: '10.0.0.0/8' });

export const SESSION_ROWS: Row[] = [
  refused('MirrorSessionProps.ledger', [], undefined, /\] ledger is a token/, (stack, given) =>
    session(stack, given ? { ledger: given } : {}),
  ),
  ...shared('MirrorSessionProps', 'stack/Session/Resource', session),
  {
    input: 'MirrorSessionProps.priority',
    takes: ['number'],
    plain: 1,
    ...written,
    at: at('priority'),
    unknown: ['TM304'],
    give: (stack, priority) => session(stack, { priority }),
  },
  {
    input: 'MirrorSessionProps.virtualNetworkId',
    takes: ['number'],
    plain: 1,
    ...written,
    at: at('virtual_network_id'),
    unknown: ['TM308', 'TM602'],
    give: (stack, virtualNetworkId) => session(stack, { virtualNetworkId }),
  },
  {
    input: 'MirrorSessionProps.sessionName',
    takes: ['text'],
    plain: 'web',
    ...written,
    at: at('traffic_mirror_session_name'),
    unknown: ['TM307'],
    give: (stack, sessionName) => session(stack, { sessionName }),
  },
  refused('MirrorSessionProps.sources', [], undefined, /\] sources is a token\. .*MirrorSource\.listOf/, (stack, value) =>
    session(stack, { sources: value ?? [source('eni-web')] }),
  ),
  refused('MirrorSessionProps.target', [], undefined, /\] target is a token\. .*[Tt]he id may be a token/, (stack, value) =>
    session(stack, { target: value ?? sensor() }),
  ),
  {
    input: 'MirrorSession.fromSessionId(sessionId)',
    takes: ['text'],
    plain: 'tms-1',
    ...written,
    at: { type: 'alicloud_vpc', path: 'stack/Referring', attribute: 'description' },
    give: (stack, id) => other(stack).addOverride('description', MirrorSession.fromSessionId(stack, 'Imported', id).sessionId),
  },
  ...([
    ['MirrorFilter.fromFilterId(filterId)', (stack, id) => MirrorFilter.fromFilterId(stack, 'Imported', id)],
    ['MirrorFilterAttributes.filterId', (stack, filterId) => MirrorFilter.fromFilterAttributes(stack, 'Imported', { filterId })],
  ] as [string, (stack: TerraformStack, id: any) => any][]).map(([input, from]): Row => ({
    // The rules of an imported filter are never known.
    input, takes: ['text'], plain: 'tmf-1', ...written, at: at('traffic_mirror_filter_id'), unknown: ['TM201'],
    give: (stack, id) => session(stack, { filter: from(stack, id) }),
  })),

  {
    input: 'MirrorSource.networkInterface(id)',
    takes: ['text'],
    plain: 'eni-web',
    ...written,
    at: at('traffic_mirror_source_ids'),
    as: list,
    unknown: ['TM301', 'TM302'],
    give: (stack, id) => session(stack, { sources: [source(id)] }),
  },
  {
    input: 'MirrorSource.networkInterface(id)',
    part: 'beside a known one',
    takes: ['text'],
    plain: 'eni-web',
    ...written,
    at: at('traffic_mirror_source_ids'),
    unknown: ['TM301', 'TM302', 'TM303'],
    as: (e) => [e, 'eni-second'].sort(), give: (stack, id) => session(stack, { sources: [source(id), source('eni-second')] }),
  },
  {
    input: 'MirrorSource.networkInterface(id)',
    part: 'of a fleet',
    takes: ['text'],
    plain: 'eni-web',
    ...written,
    at: at('traffic_mirror_source_ids', 'stack/Fleet/web'),
    as: list,
    unknown: ['TM302'],
    give: (stack, id) => fleet(stack, { sources: [source(id, { key: 'web' })] }),
  },
  refused('MirrorStatusCheckProps.sessionIds', ['list'], undefined, /\] sessionIds is a token/,
    (stack, value) => new MirrorStatusCheck(stack, 'Check', { sessionIds: value ?? [lone(stack).sessionId] })),
  refused('MirrorSource.fromResource(resource)', [], undefined, /MirrorSource\.fromResource is a token\. .*[Tt]he id may be a token/,
    (stack, value) => session(stack, { sources: [value ? MirrorSource.fromResource(value) : source('eni-web')] })),
  {
    input: 'MirrorSource.listOf(ids)',
    takes: ['list'],
    plain: undefined,
    ...written,
    at: at('traffic_mirror_source_ids'),
    unknown: ['TM501'],
    give: (stack, ids) => session(stack, { sources: [ids ? MirrorSource.listOf(ids) : source('eni-web')] }),
  },

  {
    input: 'MirrorTarget.networkInterface(id)',
    takes: ['text'],
    plain: 'eni-sensor',
    ...written,
    at: at('traffic_mirror_target_id'),
    unknown: ['TM302'],
    give: (stack, id) => lone(stack, { target: sensor(id) }),
  },
  {
    input: 'MirrorTarget.networkInterface(id)',
    part: 'of a fleet',
    takes: ['text'],
    plain: 'eni-sensor',
    ...written,
    at: at('traffic_mirror_target_id', 'stack/Fleet/eni-web'),
    unknown: ['TM302'],
    give: (stack, id) => fleet(stack, { targets: [sensor(id, { key: 'sensor' })] }),
  },
  {
    input: 'MirrorTarget.internalLoadBalancer(id)', takes: ['text'], plain: 'lb-sensors', ...written, at: at('traffic_mirror_target_id'),
    give: (stack, id) => session(stack, { target: MirrorTarget.internalLoadBalancer(id) }),
  },
  refused('MirrorTarget.fromResource(resource)', [], undefined, /MirrorTarget\.fromResource is a token\. .*[Tt]he id may be a token/,
    (stack, value) => session(stack, { target: value ? MirrorTarget.fromResource(value) : sensor() })),
];
