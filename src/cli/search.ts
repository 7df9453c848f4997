import { Command, ExitCode } from './command';
import { explanationLines } from './explain';
import { inputModel } from './input-model';
import { PacketOptions, VIEW_OPTIONS } from './packet-options';
import { explain } from '../explain/explain';
import { search } from '../explain/search';
import { described, refusal } from '../net/refusal';
import { commandWords } from '../texts/catalogue';

const PATH = 'traffic-mirror search';

/** `search`: finds a packet of some traffic that is copied, or one that is not. */
export const searchCommand: Command = {
  words: 'search',
  about: 'find a packet of some traffic that is copied, or one that no mirrored interface copies. Exit code 1 if there is none',
  defaultFile: 'cdktf.out',
  options: [
    { name: 'copied', about: 'search for a packet that is copied' },
    { name: 'not-copied', about: 'search for a packet that a mirrored interface sees and none copies' },
    { name: 'from', value: 'CIDRS', about: 'source addresses and CIDRs, separated by commas. Default: any' },
    { name: 'to', value: 'CIDRS', about: 'destination addresses and CIDRs. Default: any' },
    { name: 'protocol', value: 'NAME', about: 'tcp, udp, icmp or other. Default: any' },
    { name: 'port', value: 'PORTS', about: 'destination ports and ranges, separated by commas' },
    { name: 'from-port', value: 'PORTS', about: 'source ports and ranges' },
    ...VIEW_OPTIONS,
  ],
  run(given, terminal) {
    const options = new PacketOptions(PATH, given);
    const { direction, language } = options;
    const words = commandWords(language);
    const interfaceId = given.text('interface');
    const copied = given.has('copied');
    if (copied === given.has('not-copied')) {
      throw refusal({
        path: PATH,
        what: 'the packet',
        got: described(copied ? 'has both --copied and --not-copied' : 'has neither --copied nor --not-copied'),
        allowed: '--copied or --not-copied',
        fix: 'pass one of the two',
      });
    }
    const space = options.space();
    const { model, reader, shown } = inputModel(given.file);
    const edition = options.editionOf(model);
    const { packet, undecided, interfaces, withoutAddress } = search(model, { space, copied, interfaceId, direction, edition });
    const explanation = packet
      && shown(explain(model, { packet, interfaceId, direction }, { edition, reader, language }));
    if (given.has('json')) {
      terminal.out(JSON.stringify({ found: packet !== undefined, undecided, interfaces, withoutAddress, ...explanation }));
    } else {
      if (explanation) explanationLines(explanation, language).forEach(terminal.out);
      else terminal.out(words.notFound(copied, interfaces));
      if (undecided) terminal.out(`  ${words.searchUndecided}`);
      if (withoutAddress > 0) terminal.out(`  ${words.anyAddress(withoutAddress)}`);
    }
    return !packet ? ExitCode.FINDINGS : undecided ? ExitCode.UNDECIDED : ExitCode.FINE;
  },
};
