import { Command, ExitCode } from './command';
import { DIRECTIONS, filterName, filterRules } from '../checks/filter-rules';
import { acceptedBy } from '../checks/accepted';
import { bpfOf } from '../explain/bpf';
import { writtenModel } from '../explain/stacks';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { refusal } from '../net/refusal';

/** `filter`: the filters of written stacks as pcap expressions. */
export const filterCommand: Command = {
  words: 'filter',
  about: 'print what filters accept as a pcap filter expression, for tcpdump, Zeek or Suricata',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'bpf', about: 'as a pcap filter expression; it applies to the packets inside the encapsulation' },
    { name: 'filter', value: 'NAME', about: 'the filter whose construct path or id ends so; all unless named' },
    { name: 'interface', value: 'ADDRESS', about: 'the address of a mirrored interface, which tells the directions apart' },
  ],
  run({ file, text, has }, terminal) {
    const path = 'traffic-mirror filter';
    if (!has('bpf')) throw refusal({ path, what: 'the form', got: undefined, allowed: '--bpf', fix: `see ${path} --help` });
    const address = text('interface');
    const parsed = address === undefined ? undefined : parseIpv4Address(address);
    if (parsed && !parsed.ok) throw refusal({ path, what: '--interface', got: address, allowed: 'an IPv4 address', fix: `${parsed.problem}: ${parsed.fix}` });
    const all = filterRules(writtenModel(file));
    const name = text('filter');
    const filters = all.filter((f) => name === undefined || f.at.path.endsWith(name) || f.identity.endsWith(name));
    if (filters.length === 0) throw refusal({ path, what: '--filter', got: name, allowed: all.map((f) => f.at.path).join(', ') || 'no filter is written there', fix: 'name one of them' });
    let open = false;
    for (const filter of filters) {
      const [inbound, outbound] = DIRECTIONS.map((d) => acceptedBy(filter, d));
      if (filters.length > 1) terminal.out(`# ${filterName(filter)}`);
      if (inbound && outbound) {
        if (address === undefined && !inbound.isSameAs(outbound)) terminal.error('the directions differ: this matches the packets of both; name --interface ADDRESS to tell them apart');
        terminal.out(bpfOf(inbound, outbound, address));
      } else {
        terminal.error(`${filterName(filter)}: undecided: a value of a rule is known to Terraform alone`);
        open = true;
      }
    }
    return open ? ExitCode.FINDINGS : ExitCode.FINE;
  },
};
