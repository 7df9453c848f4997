import { Command, ExitCode } from './command';
import { inputModel } from './input-model';
import { DIRECTIONS, filterName, filterRules } from '../checks/filter-rules';
import { acceptedBy } from '../checks/accepted';
import { bpfOf } from '../explain/bpf';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { malformed, refusal } from '../net/refusal';
import { inWords } from '../texts/catalogue';

/** `filter`: the filters of an input as pcap expressions. */
export const filterCommand: Command = {
  words: 'filter',
  about:
    'print the packets that filters of a stack, Terraform JSON, a plan or a state accept as a pcap filter expression, for tcpdump, Zeek or Suricata',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'bpf', about: 'a pcap filter expression for the packets inside the encapsulation' },
    { name: 'filter', value: 'NAME', about: 'the filter whose construct path or id ends with NAME. Default: all filters' },
    { name: 'interface', value: 'ADDRESS', about: 'the address of a mirrored interface, which distinguishes the two directions' },
  ],
  run({ file, text, has }, terminal) {
    const path = 'traffic-mirror filter';
    if (!has('bpf')) throw refusal({ path, what: 'the form', got: undefined, allowed: '--bpf', fix: 'add --bpf' });
    const address = text('interface');
    const parsed = address === undefined ? undefined : parseIpv4Address(address);
    if (parsed && !parsed.ok) {
      throw refusal({ path, what: '--interface', got: malformed(address!, parsed.problem), allowed: 'an IPv4 address', fix: parsed.fix });
    }
    const { model, shown } = inputModel(file);
    const all = filterRules(model);
    const name = text('filter');
    const filters = all.filter((f) => name === undefined || [f.at.path, f.identity].some((known) => shown(known).endsWith(name)));
    if (filters.length === 0) {
      throw refusal({
        path,
        what: '--filter',
        got: name,
        allowed: all.map((f) => shown(f.at.path)).join(', ') || 'no filter, because the stacks have none',
        fix: 'use one of these filters',
      });
    }
    let open = false;
    for (const filter of filters) {
      const [inbound, outbound] = DIRECTIONS.map((d) => acceptedBy(filter, d));
      if (filters.length > 1) terminal.out(`# ${shown(inWords(filterName(filter), 'en'))}`);
      if (inbound && outbound) {
        if (address === undefined && !inbound.isSameAs(outbound)) {
          terminal.error(
            'the directions differ. This expression matches the packets of both. To distinguish them, add --interface ADDRESS',
          );
        }
        terminal.out(bpfOf(inbound, outbound, address));
      } else {
        terminal.error(`${shown(inWords(filterName(filter), 'en'))}: undecided, because a value of a rule is known only at apply`);
        open = true;
      }
    }
    return open ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};
