import { check } from './check';
import { allRules, ruleSubject } from './filter-rules';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';

const EVERY = PortRange.ALL.toString();

/** A rule for ALL or ICMP sets the range of every port explicitly. TM204 reports ports that the protocol does not allow. */
export const TM207 = check('TM207', {
  run(model, _facts, outcomes) {
    for (const rule of allRules(model)) {
      const { protocol } = rule;
      if (protocol !== MirrorProtocol.ALL.name && protocol !== MirrorProtocol.ICMP.name) continue;
      const ends = [['source_port_range', rule.sourcePorts], ['destination_port_range', rule.destinationPorts]] as const;
      const missing = ends.filter(([, ports]) => ports === undefined || ports === null || ports === '');
      if (ends.some((end) => !missing.includes(end) && end[1] !== EVERY)) continue;
      if (missing.length === 0) outcomes.pass(ruleSubject(rule));
      else outcomes.warn(ruleSubject(rule), rule.inline ? 'inline' : 'alone', { protocol, missing: missing.map(([name]) => name) });
    }
  },
});
