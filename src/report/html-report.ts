import { drawing, Flow } from './html-drawing';
import { escaped, scrollable } from './html-escape';
import { script, STYLE } from './html-style';
import { arrivalOf, endingLines, filterChanges, placeOf, printable, readText, ReportData, SOON, stacksText } from './report-data';
import { billedSources, idleTargetsOf, MirrorUsage, monthlyEstimates, usageOf } from './usage';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { EditionFacts } from '../checks/edition-facts';
import { filterNoteLines } from '../checks/filter-notes';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { placeText, subjectText } from '../checks/found';
import { SessionModel } from '../model/mirror-model';
import { today } from '../net/calendar';
import { compareNaturally } from '../net/compare';
import { gather } from '../net/gather';
import { changeText } from '../policy/change-text';
import { FindingGroup, grouped, helpAddress, helpOf } from '../policy/finding-text';
import { inWords, messages, packetLine, reportWords } from '../texts/catalogue';
import { label } from '../texts/names';
import { number } from '../texts/en/phrases';

/** How many sessions are listed. For the others, the page shows the number. */
const MOST_SESSIONS = 5_000;
/** How many places of one kind of finding are listed. */
const MOST_PLACES = 200;

/** One page without external files: it loads no script, style, font or picture. */
export function htmlReport(data: ReportData): string {
  const { evaluation } = data;
  const words = wordsOf(data);
  const usage = usageOf(evaluation._model);
  const title = words.title(stacksText(data));
  const links = [
    ['findings', words.findings], ...data.coverage ? [['coverage', words.coverage]] : [],
    ['who', words.who], ['quotas', words.quotas], ['cost', words.cost], ['change', words.change],
  ];
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">${words.skip}</a>
<header>
<h1>${escaped(title)}</h1>
${verdict(data)}
</header>
<nav aria-label="${words.sections}">${links.map(([id, name]) => `<a href="#${id}">${name}</a>`).join(' ')}</nav>
<main>
${findingsSection(data)}
${endingSection(data)}${coverageSection(data)}${whoSection(data)}
${filtersSection(data)}${quotasSection(data, usage)}
${costSection(data, usage)}
${changeSection(data)}
</main>
<footer><p>${escaped(messages(evaluation._language).sentences([readText(data), words.tool(data.version, evaluation.edition, evaluation._policy.file)]))}</p></footer>
<script>${script(words.found)}</script>
</body>
</html>
`;
}

/** The words of the report's language. */
function wordsOf({ evaluation }: ReportData): ReturnType<typeof reportWords> {
  return reportWords(evaluation._language);
}

function verdict(data: ReportData): string {
  const { evaluation, incomplete } = data;
  const words = wordsOf(data);
  const { errors, warnings, undecided, acknowledged, baselined, ok, editionLine } = evaluation;
  const { interfaces, sources, verified } = arrivalOf(evaluation);
  const counts: [string, number, string][] = [
    [words.errors(errors.length), errors.length, 'error'], [words.warnings(warnings.length), warnings.length, 'warning'],
    [words.undecided, undecided.length, 'undecided'],
    [words.acknowledgedCount, acknowledged.length, 'quiet'],
    ...baselined.length > 0 ? [[words.inBaseline, baselined.length, 'quiet'] as [string, number, string]] : [],
  ];
  return `<p class="verdict ${ok && incomplete.length === 0 ? 'ok' : 'bad'}"><strong>${ok ? (incomplete.length === 0 ? words.verdict.ok : words.verdict.incomplete) : words.verdict.bad}</strong> ${escaped(words.mirrored(interfaces, verified, sources))}</p>
${incomplete.map((reason) => `<p class="note">${escaped(inWords(reason, evaluation._language))}</p>`).join('')}
<ul class="counts">${counts.map(([name, n, kind]) => `<li class="${kind}${n === 0 ? ' none' : ''}"><b>${number(n)}</b> ${name}</li>`).join('')}</ul>
${editionLine === undefined ? '' : `<p class="note">${escaped(editionLine)}</p>`}`;
}

function findingsSection(data: ReportData): string {
  const { errors, warnings, undecided, acknowledged, baselined, _model: model } = data.evaluation;
  const words = wordsOf(data);
  const stacks = model.stacks.filter((s) => !s.document.ofOthers).map((s) => s.path);
  const parts = stacks.map((stack) => {
    const of = (findings: readonly MirrorFinding[]) => findings.filter((f) => f.stack === stack);
    const groups = [errors, warnings, undecided, acknowledged, baselined].flatMap((findings) => grouped(of(findings)));
    return groups.length === 0 ? '' : `<h3>${escaped(stack)}</h3>\n${groups.map((group) => findingBlock(group, data)).join('\n')}`;
  }).filter((part) => part !== '');
  return `<section id="findings" tabindex="-1"><h2>${words.findings}</h2>
${parts.length > 0 ? `<p><label for="find-finding">${words.searchFindings}</label> <input id="find-finding" type="search" data-search="finding" autocomplete="off"> <span role="status" data-found="finding"></span></p>\n${parts.join('\n')}` : `<p>${words.noFindings}</p>`}
</section>`;
}

/** The section about acknowledgements that end soon. Empty if none does. */
function endingSection(data: ReportData): string {
  const lines = endingLines(data);
  if (lines.length === 0) return '';
  const heading = messages(data.evaluation._language).endsSoon(data.soon ?? SOON);
  return `<section id="ending"><h2>${escaped(heading)}</h2>\n<ul>${lines
    .slice(0, MOST_PLACES)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('')}${lines.length > MOST_PLACES ? `<li>${escaped(wordsOf(data).more(lines.length - MOST_PLACES))}</li>` : ''}</ul></section>\n`;
}

function findingBlock({ first, all }: FindingGroup, data: ReportData): string {
  const { id, severity, problem, fix, effect, acknowledged, acknowledgedBy, acknowledgedUntil, otherEdition } = first;
  const kind = acknowledged === undefined ? severity : 'acknowledged';
  const words = wordsOf(data);
  const { lines } = messages(data.evaluation._language);
  const tag = acknowledged === undefined ? words.severity[severity] : words.acknowledgedCount;
  const places = all.slice(0, MOST_PLACES).map((f) => {
    const place = f.location === undefined ? '' : ` <small>${escaped(`${placeOf(f, data).file}:${placeOf(f, data).line}`)}</small>`;
    const subject = subjectText(f);
    return `<li><code>${escaped(placeText(f))}</code>${subject === '' ? '' : ` ${escaped(subject)}`}${place}</li>`;
  });
  const row = (name: string, text: string) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`;
  const address = helpAddress(first);
  const helpText = escaped(helpOf(first, data.evaluation._language));
  const help = address === undefined ? helpText : `<a href="${escaped(address)}">${helpText}</a>`;
  return `<details class="finding ${kind}" data-row="finding"${severity === MirrorSeverity.ERROR && acknowledged === undefined ? ' open' : ''}>
<summary><span class="tag ${kind}">${tag}</span> <b>${id}</b> ${escaped(`${otherEdition === undefined ? '' : words.editionMark(otherEdition)}${problem}`)}${all.length > 1 ? ` <small>${words.placesShort(all.length)}</small>` : ''}</summary>
<dl>${acknowledged === undefined ? `${row(lines.fix, fix)}${effect === undefined ? '' : row(lines.effect, effect)}` : `${row(lines.reason, acknowledged)}${acknowledgedBy === undefined ? '' : row(words.owner, acknowledgedBy)}${acknowledgedUntil === undefined ? '' : row(words.until, acknowledgedUntil)}`}<dt>${lines.help}</dt><dd>${help}</dd></dl>
<ul>${places.join('')}${all.length > places.length ? `<li>${words.more(all.length - places.length)}</li>` : ''}</ul>
</details>`;
}

function whoSection(data: ReportData): string {
  const { evaluation } = data;
  const words = wordsOf(data);
  const model = evaluation._model;
  const sessions = model.sessions.filter((s) => !s.stack.document.ofOthers);
  if (sessions.length === 0) return `<section id="who"><h2>${words.who}</h2><p>${words.noSession}</p></section>`;
  const name = (identity: string | undefined): string => identity === undefined ? words.atApply : model.nameOf(identity);
  const rows = sessions.map((session) => ({
    session, filter: name(session.filter), target: name(session.target), stack: session.stack.path,
  }));
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
    return `<details><summary><b>${escaped(target)}</b> <small>${words.sessions(group.length)}</small></summary>
${scrollable(
  target,
  `<table><thead><tr><th scope="col">${words.columns.session}</th><th scope="col">${words.columns.filter}</th><th scope="col">${words.columns.sources}</th><th scope="col">${words.columns.vni}</th></tr></thead><tbody>
${shown.map(({ session, filter }) => sessionRow(session, filter, model.nameOf.bind(model), words)).join('\n')}
</tbody></table>`,
)}${group.length > shown.length ? `<p>${words.more(group.length - shown.length)}</p>` : ''}</details>`;
  });
  return `<section id="who"><h2>${words.whoLong}</h2>
${drawing([...flows.values()], evaluation._language)}
<p><label for="find-session">${words.searchSessions}</label> <input id="find-session" type="search" data-search="session" autocomplete="off"> <span role="status" data-found="session"></span></p>
${lists.join('\n')}
${idleText(idleTargetsOf(model), words)}</section>`;
}

/** The targets without sessions. Empty if all have some. */
function idleText(targets: readonly string[], words: ReturnType<typeof reportWords>): string {
  if (targets.length === 0) return '';
  const names = escaped(targets.slice(0, MOST_PLACES).join(', '));
  const more = targets.length > MOST_PLACES ? `, ${words.more(targets.length - MOST_PLACES)}` : '';
  return `<p>${words.idleTargets(targets.length)}${names}${more}</p>\n`;
}

/** The coverage of the inventory that the sources were selected from. Empty without one. */
function coverageSection(data: ReportData): string {
  const { coverage } = data;
  if (!coverage) return '';
  const words = wordsOf(data);
  const names: Readonly<Record<string, string>> = words.never;
  const rows = coverage.rows.map(({ kind, amount, parts }) => {
    const shown = (name: string): string => kind === 'never' ? names[name] ?? name : kind === 'outside' ? words.notSelected(name) : name;
    const detail = parts.map(([name, n]) => words.part(shown(name), n)).join(', ');
    const more = kind === 'family' && coverage.moreIn2026 ? ` <small>${words.otherWouldMirror}</small>` : '';
    const name = words.coverageRows[kind](coverage.edition);
    return `<tr><th scope="row">${name}</th><td>${number(amount)}</td><td>${escaped(detail)}${more}</td></tr>`;
  });
  const notes = coverage.warnings.map((warning) => `<p class="note">${escaped(warning)}</p>`);
  return `<section id="coverage"><h2>${words.coverage}</h2><p>${words.inInventory(coverage.total)}</p>
${scrollable(words.coverage, `<table><tbody>\n${rows.join('\n')}\n</tbody></table>`)}${notes.join('')}</section>
`;
}

function sessionRow(
  { block, path, sources, enabled, virtualNetworkId }: SessionModel,
  filter: string,
  name: (identity: string) => string,
  words: ReturnType<typeof reportWords>,
): string {
  const named = sources === undefined ? words.atApply : sources.map(name).join(', ');
  return `<tr data-row="session"><td><code>${escaped(label(path))}</code>${enabled === false ? ` <span class="tag warning">${words.off}</span>` : ''}${block.copies === 1 ? '' : ` <small>${block.copies === undefined ? words.anyNumber : words.copies(block.copies)}</small>`}</td><td>${escaped(filter)}</td><td>${escaped(named)}</td><td>${virtualNetworkId ?? ''}</td></tr>`;
}

function filtersSection(data: ReportData): string {
  const { evaluation } = data;
  const lines = filterNoteLines(evaluation._model, evaluation._language);
  return lines.length === 0
    ? ''
    : `<section id="filters"><h2>${wordsOf(data).filterNotes}</h2><ul>${lines.map((line) => `<li>${escaped(printable(line.trim()))}</li>`).join('\n')}</ul></section>\n`;
}

function quotasSection(data: ReportData, usage: readonly MirrorUsage[]): string {
  const { evaluation } = data;
  const words = wordsOf(data);
  const facts = new EditionFacts(evaluation.edition, evaluation._model);
  const { catalog } = facts;
  const {
    SESSIONS_PER_REGION, SOURCES_PER_SESSION, SESSIONS_PER_SOURCE, SESSIONS_PER_FILTER, RULES_PER_FILTER, FILTERS_PER_REGION,
  } = MirrorQuotaName;
  const parts = usage.map((u) => {
    const rows: [string, number, MirrorQuotaName][] = [
      [words.usage.sessions, u.sessions, SESSIONS_PER_REGION], [words.usage.fullestSession, u.leastInFullestSession, SOURCES_PER_SESSION],
      [words.usage.busiestSource, u.sessionsOfBusiestSource, SESSIONS_PER_SOURCE],
      [words.usage.busiestFilter, u.sessionsOfBusiestFilter, SESSIONS_PER_FILTER],
      [words.usage.longestFilter, u.rulesOfLongestFilter, RULES_PER_FILTER], [words.usage.filters, u.filters, FILTERS_PER_REGION],
      ...u.targets.slice(0, 10).map((t): [string, number, MirrorQuotaName] => [words.target(t.name), t.sessions, t.quota(catalog)]),
    ];
    const measured = rows.map(([what, used, quota]) => ({ what, used, limit: facts.limit(quota, u.group) }))
      .sort((a, b) => (b.used / (b.limit ?? Infinity)) - (a.used / (a.limit ?? Infinity)));
    const title = inWords(u.title, evaluation._language);
    return `<h3>${escaped(title)}</h3>
${scrollable(
  title,
  `<table><thead><tr><th scope="col"></th><th scope="col">${words.columns.used}</th><th scope="col">${words.columns.limit}</th><th scope="col">${words.columns.share}</th></tr></thead><tbody>
${measured.map(({ what, used, limit }) => `<tr><th scope="row">${escaped(what)}</th><td>${number(used)}</td><td>${limit === undefined ? words.notDocumented : number(limit)}</td><td>${limit === undefined ? '' : `<meter min="0" max="${limit}" high="${limit * 0.9}" value="${Math.min(used, limit)}" aria-label="${escaped(what)}"></meter> ${Math.round((100 * used) / limit)} %`}</td></tr>`).join('\n')}
</tbody></table>`,
)}${u.targets.length > 10 ? `<p>${words.moreTargets(u.targets.length - 10)}</p>` : ''}`;
  });
  return `<section id="quotas"><h2>${words.quotasLong}</h2>${parts.join('\n') || `<p>${words.nothingUsed}</p>`}</section>`;
}

function costSection(data: ReportData, usage: readonly MirrorUsage[]): string {
  const words = wordsOf(data);
  const { gigabytes } = data;
  const amount = (text: string, currency: string): string => `<td>${escaped(`${text} ${currency}`)}</td>`;
  const rows = monthlyEstimates(usage, gigabytes ?? 0).map(({ edition, estimate }) => {
    const { instanceFeeText, trafficFeeText, totalText, currency } = estimate;
    const fees = gigabytes === undefined ? [instanceFeeText] : [instanceFeeText, trafficFeeText, totalText];
    return `<tr><th scope="row">${words.edition(edition)}</th>${fees.map((fee) => amount(fee, currency)).join('')}</tr>`;
  });
  const heads = gigabytes === undefined ? [] : ['', words.fees.sources, words.fees.traffic, words.fees.total];
  const head = heads.length === 0 ? '' : `<thead><tr>${heads.map((text) => `<th scope="col">${text}</th>`).join('')}</tr></thead>`;
  const { trafficWaivedUntil } = MirrorCatalog.of(data.evaluation.edition).price;
  const isWaived = gigabytes !== undefined && gigabytes > 0 && trafficWaivedUntil >= today();
  const waived = isWaived ? `<p class="note">${words.trafficFree(trafficWaivedUntil)}</p>` : '';
  const title = gigabytes === undefined ? words.costLong : words.costWithTraffic;
  return `<section id="cost"><h2>${title}</h2>
<p>${words.billed(billedSources(usage), gigabytes)}</p>
${scrollable(title, `<table>${head}<tbody>${rows.join('')}</tbody></table>`)}${waived}</section>`;
}

function changeSection(data: ReportData): string {
  const { evaluation } = data;
  const { _language: language } = evaluation;
  const words = wordsOf(data);
  const changes = evaluation._model.documents.flatMap((d) => d.statements?.fleets ?? [])
    .flatMap(({ path, change }) =>
      change ? [`<li><code>${escaped(path)}</code> ${escaped(printable(changeText(change, language)))}</li>`] : []);
  const filters = filterChanges(evaluation).map(
    ({ filter, comparedWith, lines }) =>
      `<li><code>${escaped(filter)}</code> ${escaped(words.against(comparedWith))}<ul>${lines.map((line) => `<li>${escaped(printable(packetLine(line, language)))}</li>`).join('')}</ul></li>`,
  );
  changes.push(...filters);
  return `<section id="change"><h2>${words.changeLong}</h2>${changes.length > 0 ? `<ul>${changes.join('\n')}</ul>` : `<p>${words.noFleet[0]}<code>traffic-mirror ledger diff</code>${words.noFleet[1]}</p>`}</section>`;
}
