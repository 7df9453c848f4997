import { Command, ExitCode } from './command';
import { readText } from '../input/readable-file';
import { LEDGER_FILE } from './ledger-check';
import { FleetSummary, rangeUses, summaryOf } from './ledger-summary';
import { table } from './table';
import { LedgerContent, LedgerSession, LedgerSource } from '../fleet/ledger-content';
import { LEDGER_VERSION } from '../fleet/ledger-lines';
import { parseLedger } from '../fleet/ledger-reader';
import { refusal } from '../net/refusal';
import { counted, few } from '../net/wording';
import type { Lease } from '../session/numbering';
import { compare } from '../net/compare';

/** A source in the ledger. */
interface Found {
  readonly fleet: string;
  readonly source: string;
  /** Undefined if the source is out of any session until the next apply. */
  readonly session?: LedgerSession;
  readonly place?: LedgerSource;
}

/** `ledger show`: prints a ledger in readable form. */
export const ledgerShow: Command = {
  words: 'ledger show',
  about: 'print the fleets, target loads, shards and numbers of a ledger',
  defaultFile: LEDGER_FILE,
  options: [
    { name: 'fleet', value: 'NAME', about: 'one fleet, with its sessions' },
    { name: 'source', value: 'KEY', about: 'one source in full' },
    { name: 'json', about: 'print JSON' },
  ],
  run({ file, text, has }, terminal) {
    const { path, text: content } = readText(file, 'the ledger');
    const ledger = chosen(parseLedger(content, path), path, text('fleet'));
    const key = text('source');
    const found = key === undefined ? undefined : sources(ledger, path, key);
    if (has('json')) {
      terminal.out(JSON.stringify(found ? found.map(sourceJson) : ledgerJson(ledger, text('fleet') !== undefined), undefined, 2));
    } else {
      (found
        ? found.flatMap((f, i) => [...i > 0 ? [''] : [], ...sourcePage(f)])
        : ledgerPage(path, ledger, text('fleet') !== undefined)).forEach(terminal.out);
    }
    return ExitCode.FINE;
  },
};

/** The ledger with one fleet only, if the option selects one. */
function chosen(ledger: LedgerContent, path: string, name: string | undefined): LedgerContent {
  if (name === undefined) return ledger;
  const fleet = ledger.fleets.get(name);
  if (!fleet) {
    throw refusal({
      path,
      what: '--fleet',
      got: name,
      allowed: few([...ledger.fleets.keys()]) || 'no fleet, because the ledger has none',
      fix: 'use one of these fleets. traffic-mirror ledger show lists all of them',
    });
  }
  return { ...ledger, filters: new Map(), fleets: new Map([[name, fleet]]) };
}

function sources({ fleets }: LedgerContent, path: string, key: string): Found[] {
  const found = [...fleets].flatMap(([fleet, { sessions, parked }]): Found[] => [
    ...[...sessions.values()].flatMap((session) => session.sources.filter((s) => s.key === key)
      .map((place) => ({ fleet, source: key, session, place }))),
    ...parked.has(key) ? [{ fleet, source: key }] : [],
  ]);
  if (found.length === 0) {
    throw refusal({
      path,
      what: '--source',
      got: key,
      allowed: 'the key of a source in the ledger',
      fix: 'use the field source of a ledger line. A new source is in the ledger after a synth that writes the ledger',
    });
  }
  return found;
}

function ledgerPage(path: string, ledger: LedgerContent, withSessions: boolean): string[] {
  const { account, region } = ledger.header;
  const fleets = [...ledger.fleets].map(([name, fleet]) => summaryOf(name, fleet));
  const total = (part: 'sessions' | 'sources' | 'parked') => fleets.reduce((sum, fleet) => sum + fleet[part], 0);
  return [
    `${path}: account ${account ?? 'not set'}, region ${region ?? 'not set'}, format ${LEDGER_VERSION}`,
    `${counted(fleets.length, 'fleet')}, ${counted(total('sessions'), 'session')}, ${counted(total('sources') + total('parked'), 'source')}`,
    ...ledger.contradictions.length > 0
      ? [
        `${counted(ledger.contradictions.length, 'line')} ${ledger.contradictions.length === 1 ? 'contradicts' : 'contradict'} other lines. Run traffic-mirror ledger check ${path}`,
      ]
      : [],
    '',
    ...table([
      ['priorities', 'used', 'free', ''],
      ...rangeUses(ledger).map((r) => [`${r.first} to ${r.last}`, r.used, r.last - r.first + 1 - r.used, r.what]),
    ]),
    ...section([
      ['filter', 'inbound rules', 'outbound rules'],
      ...filterCounts(ledger).map((f) => [f.name, f.inboundRules, f.outboundRules]),
    ]),
    ...fleets.flatMap((fleet) => [
      '', ...fleetPage(fleet), ...withSessions ? sessionLines([...ledger.fleets.get(fleet.name)!.sessions.values()]) : [],
    ]),
  ];
}

/** The number of compiled rules of each filter in the ledger. */
function filterCounts({ filters }: LedgerContent): { name: string; inboundRules: number; outboundRules: number }[] {
  const count = (rules: readonly { direction: string }[], direction: string) => rules.filter((r) => r.direction === direction).length;
  return [...filters].map(([name, rules]) => ({ name, inboundRules: count(rules, 'inbound'), outboundRules: count(rules, 'outbound') }));
}

function fleetPage(fleet: FleetSummary): string[] {
  const { priorities, virtualNetworkIds: vnis } = fleet;
  const packing = Object.entries(fleet.packing).filter(([, n]) => n > 0).map(([name, n]) => `${n} ${name}`).join(', ');
  return [
    `fleet ${fleet.name}`,
    `  ${counted(fleet.sessions, 'session')}${packing && ` (${packing})`}, ${counted(fleet.sources, 'source')}`,
    ...fleet.parked > 0 ? [`  ${counted(fleet.parked, 'source')} out of any session until the next apply`] : [],
    ...fleet.released > 0
      ? [`  ${counted(fleet.released, 'session')} of them released: ${fleet.released === 1 ? 'it runs' : 'they run'} without Terraform`]
      : [],
    ...priorities && vnis ? [`  ${spanText('priority', 'priorities', priorities)}, ${spanText('VNI', 'VNIs', vnis)}`] : [],
    ...section([['target', 'sessions', 'sources'], ...fleet.targets.map((t) => [t.target, t.sessions, t.sources])]),
    ...section([
      ['shard', 'filter copy', 'sessions', 'sources'], ...fleet.shards.map((s) => [s.shard, s.filterCopy, s.sessions, s.sources]),
    ]),
  ];
}

function spanText(one: string, several: string, { first, last }: Lease): string {
  return first === last ? `${one} ${first}` : `${several} ${first} to ${last}`;
}

function sessionLines(sessions: LedgerSession[]): string[] {
  const rows = [...sessions].sort((a, b) => compare(a.key, b.key))
    .map((s) => [
      s.key,
      s.packing,
      s.target,
      s.shard,
      s.filter + 1,
      s.priority,
      s.vni,
      s.sources.length,
      few(s.sources.map(({ key }) => key)),
    ]);
  return section([['session', 'packing', 'target', 'shard', 'filter copy', 'priority', 'VNI', 'sources', ''], ...rows]);
}

/** A table with an empty line before it. Empty if the table has no rows. */
function section(rows: (string | number)[][]): string[] {
  return rows.length === 1 ? [] : ['', ...table(rows).map((line) => `  ${line}`)];
}

function sourcePage({ fleet, source, session, place }: Found): string[] {
  if (!session || !place) {
    return [`source ${source} of fleet ${fleet}`, '  out of any session until the next apply, because of a compaction'];
  }
  const others = session.sources.filter((s) => s !== place).map(({ key }) => key);
  return [
    `source ${source} of fleet ${fleet}`,
    ...table([
      ['interface', place.id ?? `${source}, its key`],
      ['session', `${session.key} (${session.packing}), position ${place.order}${others.length > 0 ? `, with ${few(others)}` : ', alone'}`],
      ['target', session.target],
      ['priority', String(session.priority)],
      ['VNI', String(session.vni)],
      ['shard', String(session.shard)],
      ['filter copy', String(session.filter + 1)],
      ...session.released ? [['released', 'runs without Terraform']] : [],
    ]).map((line) => `  ${line}`),
  ];
}

function ledgerJson(ledger: LedgerContent, withSessions: boolean): object {
  return {
    version: LEDGER_VERSION, ...ledger.header, priorities: rangeUses(ledger),
    filters: filterCounts(ledger),
    fleets: [...ledger.fleets].map(([name, fleet]) => ({
      ...summaryOf(name, fleet),
      ...withSessions && { sessionList: [...fleet.sessions.values()].map(sessionJson) },
    })),
  };
}

function sourceJson({ fleet, source, session, place }: Found): object {
  return session && place
    ? { fleet, source, interface: place.id ?? source, order: place.order, session: sessionJson(session) }
    : { fleet, source, parked: true };
}

function sessionJson({ key, packing, target, filter, shard, priority, vni, released, sources: of }: LedgerSession): object {
  return {
    key,
    packing,
    target,
    filterCopy: filter + 1,
    shard,
    priority,
    virtualNetworkId: vni,
    ...released && { released },
    sources: of.map((s) => s.key),
  };
}
