import { IMirrorCheck } from './check';
import { allRules, ruleSubject } from './filter-rules';
import { MirrorSeverity } from './finding';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';

const EVERY = PortRange.all().toString();

/** A rule for ALL or ICMP writes out that it takes every port. Ports that it may not have are TM204's. */
export const TM207: IMirrorCheck = {
  id: 'TM207',
  title: 'A rule for ALL or ICMP writes -1/-1',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const rule of allRules(model)) {
      if (rule.protocol !== MirrorProtocol.ALL.name && rule.protocol !== MirrorProtocol.ICMP.name) continue;
      const ends = [['source_port_range', rule.sourcePorts], ['destination_port_range', rule.destinationPorts]] as const;
      const missing = ends.filter(([, ports]) => ports === undefined || ports === null || ports === '');
      if (ends.some((end) => !missing.includes(end) && end[1] !== EVERY)) continue;
      if (missing.length === 0) {
        outcomes.pass();
        continue;
      }
      outcomes.fail(ruleSubject(rule), {
        severity: MirrorSeverity.WARNING,
        problem: `a rule for ${rule.protocol} without ${missing.map(([name]) => name).join(' and ')}: ${rule.inline
          ? 'every later plan replaces the filter'
          : 'after a change from TCP or UDP it keeps the old ports, under a clean plan'}`,
        fix: rule.inline
          ? `write ${EVERY} for both; where the service holds other ports, the filter is replaced once, which fails while a session uses it`
          : `write ${EVERY} for both; ALL is updated in place, a rule that came to ICMP must be replaced`,
      });
    }
  },
};
