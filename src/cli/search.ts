import { Command, ExitCode } from './command';
import { explanationLines } from './explain';
import { PacketOptions, VIEW_OPTIONS } from './packet-options';
import { findingOf } from '../checks/found';
import { runChecks } from '../checks/run';
import { explain } from '../explain/explain';
import { search } from '../explain/search';
import { writtenModel } from '../explain/stacks';
import { refusal } from '../net/refusal';
import { counted } from '../net/wording';

const PATH = 'traffic-mirror search';

/** `search`: a packet of some traffic that is copied, or one that is not. */
export const searchCommand: Command = {
  words: 'search',
  about: 'find a packet of some traffic that is copied, or one that no mirrored interface copies; exit code 1 if there is none',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'copied', about: 'look for a packet that is copied' },
    { name: 'not-copied', about: 'look for a packet that a mirrored interface sees and none copies' },
    { name: 'from', value: 'CIDRS', about: 'source addresses and CIDRs, separated by commas; any unless named' },
    { name: 'to', value: 'CIDRS', about: 'destination addresses and CIDRs; any unless named' },
    { name: 'protocol', value: 'NAME', about: 'tcp, udp, icmp or other; any unless named' },
    { name: 'port', value: 'PORTS', about: 'destination ports and ranges, separated by commas' },
    { name: 'from-port', value: 'PORTS', about: 'source ports and ranges' },
    ...VIEW_OPTIONS,
  ],
  run(given, terminal) {
    const options = new PacketOptions(PATH, given);
    const { direction, edition } = options;
    const interfaceId = given.text('interface');
    const copied = given.has('copied');
    if (copied === given.has('not-copied')) throw refusal({ path: PATH, what: 'the packet', got: copied ? '--copied and --not-copied' : undefined, allowed: '--copied or --not-copied', fix: `see ${PATH} --help` });
    const space = options.space();
    const model = writtenModel(given.file);
    const { packet, undecided, interfaces, withoutAddress } = search(model, { space, copied, interfaceId, direction });
    const explanation = packet && explain(model, runChecks(model, edition).findings.map((f) => findingOf(f)), { packet, interfaceId, direction });
    if (given.has('json')) {
      terminal.out(JSON.stringify({ found: packet !== undefined, undecided, interfaces, withoutAddress, ...explanation }));
    } else {
      if (explanation) explanationLines(explanation).forEach(terminal.out);
      else terminal.out(`no packet of this traffic is ${copied ? 'copied' : 'seen and not copied'} at ${counted(interfaces, 'mirrored interface')}`);
      if (undecided) terminal.out('  undecided: a value that decides is not known before apply');
      if (withoutAddress > 0) terminal.out(`  not looked at: ${counted(withoutAddress, 'interface')} without a known primary IP; name one with --interface`);
    }
    return !packet ? ExitCode.FINDINGS : undecided ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};
