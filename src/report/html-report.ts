import { drawing, Flow } from './html-drawing';
import { escaped } from './html-escape';
import { SCRIPT, STYLE } from './html-style';
import { filterChanges, placeOf, printable, readText, ReportData, stacksText } from './report-data';
import { billedSources, MirrorUsage, monthlyEstimates, usageOf } from './usage';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { filterNoteLines } from '../checks/filter-notes';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { SessionModel } from '../model/mirror-model';
import { compareNaturally } from '../net/compare';
import { gather } from '../net/gather';
import { changeText } from '../policy/change-text';
import { interfacesOf, runningSessions } from '../policy/evaluation-text';
import { FindingGroup, grouped } from '../policy/finding-text';
import { label } from '../texts/names';
import { count, number } from '../texts/en/phrases';

/** Sessions that are listed; of more, the page tells how many. */
const MOST_SESSIONS = 5_000;
/** Places of one kind of finding that are listed. */
const MOST_PLACES = 200;

/** One page that needs nothing else: no script, style, font or picture from anywhere. */
export function htmlReport(data: ReportData): string {
  const { evaluation } = data;
  const usage = usageOf(evaluation._model);
  const title = `Traffic mirroring: ${stacksText(data)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to findings</a>
<header>
<h1>${escaped(title)}</h1>
${verdict(data)}
</header>
<nav aria-label="Sections"><a href="#findings">Findings</a> <a href="#who">Who is mirrored</a> <a href="#quotas">Quotas</a> <a href="#cost">Cost</a> <a href="#change">Change</a></nav>
<main>
${findingsSection(data)}
${whoSection(data)}
${filtersSection(data)}${quotasSection(data, usage)}
${costSection(usage)}
${changeSection(data)}
</main>
<footer><p>${escaped(readText(data))}. cdktf-alicloud-traffic-mirror ${escaped(data.version)}, edition ${escaped(evaluation.edition)}${evaluation._policy.file === undefined ? '' : `, policy ${escaped(evaluation._policy.file)}`}.</p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function verdict({ evaluation, incomplete }: ReportData): string {
  const { errors, warnings, undecided, acknowledged, baselined, ok, editionLine, _model: model } = evaluation;
  const sources = interfacesOf(runningSessions(model));
  const proved = evaluation.passed('TM403');
  const all = model.sessions.reduce((sum, s) => sum + (s.sources?.length ?? 0), 0);
  const counts: [string, number, string][] = [
    ['errors', errors.length, 'error'], ['warnings', warnings.length, 'warning'], ['undecided', undecided.length, 'undecided'],
    ['acknowledged', acknowledged.length, 'quiet'], ...baselined.length > 0 ? [['in the baseline', baselined.length, 'quiet'] as [string, number, string]] : [],
  ];
  return `<p class="verdict ${ok && incomplete.length === 0 ? 'ok' : 'bad'}"><strong>${ok ? incomplete.length === 0 ? 'OK' : 'Incomplete' : 'Not OK'}</strong> ${escaped(`${count(sources, 'interface')} mirrored. ${all === 0 ? '' : proved === all ? `All ${number(all)} verified to reach their target.` : `${number(proved)} of ${number(all)} sources verified to reach their target.`}`)}</p>
${incomplete.map((reason) => `<p class="note">${escaped(reason)}</p>`).join('')}
<ul class="counts">${counts.map(([name, n, kind]) => `<li class="${kind}${n === 0 ? ' none' : ''}"><b>${number(n)}</b> ${name}</li>`).join('')}</ul>
${editionLine === undefined ? '' : `<p class="note">${escaped(editionLine)}</p>`}`;
}

function findingsSection(data: ReportData): string {
  const { errors, warnings, undecided, acknowledged, baselined, _model: model } = data.evaluation;
  const stacks = model.stacks.map((s) => s.path);
  const parts = stacks.map((stack) => {
    const of = (findings: readonly MirrorFinding[]) => findings.filter((f) => f.stack === stack);
    const groups = [errors, warnings, undecided, acknowledged, baselined].flatMap((findings) => grouped(of(findings)));
    return groups.length === 0 ? '' : `<h3>${escaped(stack)}</h3>\n${groups.map((group) => findingBlock(group, data)).join('\n')}`;
  }).filter((part) => part !== '');
  return `<section id="findings" tabindex="-1"><h2>Findings</h2>
${parts.length > 0 ? `<p><label for="find-finding">Search findings</label> <input id="find-finding" type="search" data-search="finding" autocomplete="off"> <span role="status" data-found="finding"></span></p>\n${parts.join('\n')}` : '<p>No findings.</p>'}
</section>`;
}

function findingBlock({ first, all }: FindingGroup, data: ReportData): string {
  const { id, severity, problem, fix, effect, acknowledged, acknowledgedBy, acknowledgedUntil, otherEdition } = first;
  const kind = acknowledged === undefined ? severity : 'acknowledged';
  const places = all.slice(0, MOST_PLACES).map((f) => {
    const place = f.location === undefined ? '' : ` <small>${escaped(`${placeOf(f, data).file}:${placeOf(f, data).line}`)}</small>`;
    return `<li><code>${escaped(label(f.path))}</code>${f.subject === '' ? '' : ` ${escaped(f.subject)}`}${place}</li>`;
  });
  const row = (name: string, text: string) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`;
  return `<details class="finding ${kind}" data-row="finding"${severity === MirrorSeverity.ERROR && acknowledged === undefined ? ' open' : ''}>
<summary><span class="tag ${kind}">${kind}</span> <b>${id}</b> ${escaped(`${otherEdition === undefined ? '' : `(edition ${otherEdition}) `}${problem}`)}${all.length > 1 ? ` <small>${number(all.length)} places</small>` : ''}</summary>
<dl>${acknowledged === undefined ? `${row('Fix', fix)}${effect === undefined ? '' : row('Effect', effect)}` : `${row('Reason', acknowledged)}${acknowledgedBy === undefined ? '' : row('Owner', acknowledgedBy)}${acknowledgedUntil === undefined ? '' : row('Until', acknowledgedUntil)}`}${row('Help', `traffic-mirror checks ${id}`)}</dl>
<ul>${places.join('')}${all.length > places.length ? `<li>and ${number(all.length - places.length)} more</li>` : ''}</ul>
</details>`;
}

function whoSection({ evaluation }: ReportData): string {
  const model = evaluation._model;
  const { sessions } = model;
  if (sessions.length === 0) return '<section id="who"><h2>Who is mirrored</h2><p>No session.</p></section>';
  const name = (identity: string | undefined): string => identity === undefined ? 'known only at apply' : model.nameOf(identity);
  const rows = sessions.map((session) => ({ session, filter: name(session.filter), target: name(session.target), stack: session.stack.path }));
  const flows = new Map<string, Flow>();
  const byTarget = new Map<string, typeof rows>();
  for (const row of rows) {
    const key = JSON.stringify([row.stack, row.filter, row.target]);
    const flow = flows.get(key);
    const sources = row.session.sources?.length ?? 0;
    if (flow) {
      flow.sessions++;
      flow.sources += sources;
    } else {
      flows.set(key, { from: row.stack, filter: row.filter, target: row.target, sessions: 1, sources });
    }
    gather(byTarget, row.target, row);
  }
  let left = MOST_SESSIONS;
  const lists = [...byTarget].sort(([a, x], [b, y]) => y.length - x.length || compareNaturally(a, b)).map(([target, group]) => {
    const shown = group.slice(0, Math.max(0, left));
    left -= shown.length;
    return `<details><summary><b>${escaped(target)}</b> <small>${count(group.length, 'session')}</small></summary>
<div class="wide"><table><thead><tr><th scope="col">session</th><th scope="col">filter</th><th scope="col">sources</th><th scope="col">VNI</th></tr></thead><tbody>
${shown.map(({ session, filter }) => sessionRow(session, filter, model.nameOf.bind(model))).join('\n')}
</tbody></table></div>${group.length > shown.length ? `<p>and ${number(group.length - shown.length)} more</p>` : ''}</details>`;
  });
  return `<section id="who"><h2>Who is mirrored by which filter to where</h2>
${drawing([...flows.values()])}
<p><label for="find-session">Search sessions, sources, filters and VNIs</label> <input id="find-session" type="search" data-search="session" autocomplete="off"> <span role="status" data-found="session"></span></p>
${lists.join('\n')}
</section>`;
}

function sessionRow({ block, path, sources, enabled, virtualNetworkId }: SessionModel, filter: string, name: (identity: string) => string): string {
  const named = sources === undefined ? 'known only at apply' : sources.map(name).join(', ');
  return `<tr data-row="session"><td><code>${escaped(label(path))}</code>${enabled === false ? ' <span class="tag warning">off</span>' : ''}${block.copies === 1 ? '' : ` <small>${block.copies === undefined ? 'any number' : `${number(block.copies)} copies`}</small>`}</td><td>${escaped(filter)}</td><td>${escaped(named)}</td><td>${virtualNetworkId ?? ''}</td></tr>`;
}

function filtersSection({ evaluation }: ReportData): string {
  const lines = filterNoteLines(evaluation._model);
  return lines.length === 0 ? '' : `<section id="filters"><h2>Notes on filters</h2><ul>${lines.map((line) => `<li>${escaped(printable(line.trim()))}</li>`).join('\n')}</ul></section>\n`;
}

function quotasSection({ evaluation }: ReportData, usage: readonly MirrorUsage[]): string {
  const catalog = MirrorCatalog.of(evaluation.edition);
  const { SESSIONS_PER_REGION, SOURCES_PER_SESSION, SESSIONS_PER_SOURCE, SESSIONS_PER_FILTER, RULES_PER_FILTER, FILTERS_PER_REGION } = MirrorQuotaName;
  const parts = usage.map((u) => {
    const rows: [string, number, MirrorQuotaName][] = [
      ['sessions', u.sessions, SESSIONS_PER_REGION], ['sources in the fullest session', Number(u.sourcesInFullestSession.replace(/\D/g, '')), SOURCES_PER_SESSION],
      ['sessions of the busiest source', u.sessionsOfBusiestSource, SESSIONS_PER_SOURCE], ['sessions of the busiest filter', u.sessionsOfBusiestFilter, SESSIONS_PER_FILTER],
      ['rules of the longest filter', u.rulesOfLongestFilter, RULES_PER_FILTER], ['filters', u.filters, FILTERS_PER_REGION],
      ...u.targets.slice(0, 10).map((t): [string, number, MirrorQuotaName] => [`target ${t.name}`, t.sessions, t.quota(catalog)]),
    ];
    const measured = rows.map(([what, used, quota]) => ({ what, used, limit: catalog.quota(quota).limit })).sort((a, b) => (b.used / (b.limit ?? Infinity)) - (a.used / (a.limit ?? Infinity)));
    return `<h3>${escaped(u.title)}</h3>
<div class="wide"><table><thead><tr><th scope="col"></th><th scope="col">used</th><th scope="col">limit</th><th scope="col">share</th></tr></thead><tbody>
${measured.map(({ what, used, limit }) => `<tr><th scope="row">${escaped(what)}</th><td>${number(used)}</td><td>${limit === undefined ? 'not documented' : number(limit)}</td><td>${limit === undefined ? '' : `<meter min="0" max="${limit}" high="${limit * 0.9}" value="${Math.min(used, limit)}" aria-label="${escaped(what)}"></meter> ${Math.round(100 * used / limit)} %`}</td></tr>`).join('\n')}
</tbody></table></div>${u.targets.length > 10 ? `<p>and ${number(u.targets.length - 10)} more targets</p>` : ''}`;
  });
  return `<section id="quotas"><h2>Quotas, the tightest first</h2>${parts.join('\n') || '<p>Nothing is used.</p>'}</section>`;
}

function costSection(usage: readonly MirrorUsage[]): string {
  const sources = billedSources(usage);
  const rows = monthlyEstimates(usage, 0).map(({ edition, estimate }) =>
    `<tr><th scope="row">edition ${edition}</th><td>${escaped(`${estimate.instanceFeeText} ${estimate.currency}`)}</td></tr>`);
  return `<section id="cost"><h2>Cost a month, without traffic</h2><p>${count(sources, 'active source')}, 30 days of 24 hours.</p><table><tbody>${rows.join('')}</tbody></table></section>`;
}

function changeSection({ evaluation }: ReportData): string {
  const changes = evaluation._model.documents.flatMap((d) => d.statements?.fleets ?? []).flatMap(({ path, change }) => change ? [`<li><code>${escaped(path)}</code> ${escaped(printable(changeText(change)))}</li>`] : []);
  const filters = filterChanges(evaluation).map(({ filter, comparedWith, lines }) => `<li><code>${escaped(filter)}</code> ${escaped(`Against ${comparedWith}`)}<ul>${lines.map((line) => `<li>${escaped(printable(line))}</li>`).join('')}</ul></li>`);
  changes.push(...filters);
  return `<section id="change"><h2>What this change interrupts</h2>${changes.length > 0 ? `<ul>${changes.join('\n')}</ul>` : '<p>No fleet with a ledger was read. <code>traffic-mirror ledger diff</code> compares two ledgers.</p>'}</section>`;
}
