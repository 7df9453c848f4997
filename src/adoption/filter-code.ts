import { ExportedFilter, ExportedRule } from '../export/exported-filter';
import { MirrorFilterProps } from '../filter/mirror-filter';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { MirrorProtocol } from '../net/mirror-protocol';
import { parsePortRange } from '../net/port-range';

/** The properties of a filter other than its rules. */
export type WrittenTexts = Pick<MirrorFilterProps, 'filterName' | 'description' | 'resourceGroupId' | 'tags'>;

/** TypeScript of the MirrorFilter that synthesizes the same Terraform as the adoption of a filter, without the import blocks. */
export function filterCode(id: string, filter: ExportedFilter, texts: WrittenTexts): string {
  return [
    `new MirrorFilter(this, ${JSON.stringify(id)}, {`,
    ...Object.entries(texts).filter(([, value]) => value !== undefined).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`),
    ...rules('inbound', filter.inbound),
    ...rules('outbound', filter.outbound),
    '});',
  ].join('\n');
}

function rules(direction: string, list: ExportedRule[]): string[] {
  return list.length === 0
    ? []
    : [`  ${direction}: [`, ...list.map((rule) => `    MirrorRule.${rule.action}({ ${optionsOf(rule).join(', ')} }),`), '  ],'];
}

/** The options of the rule that differ from the defaults. */
function optionsOf(rule: ExportedRule): string[] {
  const takesPorts = MirrorProtocol.of(rule.protocol).takesPorts;
  return [
    `priority: ${rule.priority}`,
    ...rule.protocol === MirrorProtocol.ALL.name ? [] : [`protocol: MirrorProtocol.${rule.protocol}`],
    ...cidr('source', rule.source),
    ...cidr('destination', rule.destination),
    ...takesPorts ? [...ports('sourcePort', rule.sourcePort), ...ports('destinationPort', rule.destinationPort)] : [],
  ];
}

function cidr(name: string, value: string): string[] {
  return value === Ipv4Cidr.ANY.toString() ? [] : [`${name}: ${JSON.stringify(value)}`];
}

function ports(name: string, value = ''): string[] {
  const parsed = parsePortRange(value);
  if (!parsed.ok || parsed.range.isAll) return [];
  const { first, last } = parsed.range;
  return [`${name}: ${first === last ? `PortRange.single(${first})` : `PortRange.range(${first}, ${last})`}`];
}
