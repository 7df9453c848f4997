import { evaluationText } from './evaluation-text';
import { Acknowledgements, End } from './acknowledgement';
import type { ChosenSeverity, Policy } from './policy';
import { SubjectNames } from './subject-names';
import { WordedFindings } from './worded-findings';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { fingerprintsOf, Found } from '../checks/found';
import { CheckRun, passedBelow } from '../checks/run';
import { isBelow } from '../checks/outcomes';
import { explain } from '../explain/explain';
import { explainOptions, MirrorExplainOptions, MirrorExplanation, publicExplanation } from '../explain/mirror-answer';
import { headerOf, MirrorPacketHeader } from '../explain/mirror-packet';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';
import { refusal } from '../net/refusal';
import { compare } from '../net/compare';
import { checkIds, messages, titleOf } from '../texts/catalogue';
import { Language } from '../texts/language';

/** The results of the checks for an app, or for a part of it. */
export class MirrorEvaluation {
  /**
   * @param whole whether all stacks of the app are checked. Otherwise nothing is strict, and no acknowledgement counts as unmatched
   * @internal
   */
  public static _of(run: CheckRun, model: MirrorModel, policy: Policy, whole = true): MirrorEvaluation {
    const open: Found[] = [];
    const acknowledged: Found[] = [];
    const baselined: Found[] = [];
    const acknowledgements = new Acknowledgements(policy.acknowledgements, policy.today);
    const seen = new Set<string>();
    const baseline = policy.baseline?.endedBy(policy.today) ? undefined : policy.baseline;
    const look = (found: Found): void => {
      const fingerprints = policy.baseline ? fingerprintsOf(found) : [];
      for (const fingerprint of fingerprints) seen.add(fingerprint);
      const own = policy.byStack?.get(found.stack);
      const chosen = own?.severities.get(found.id) ?? policy.severities.get(found.id);
      if (chosen === 'off') return;
      const because = acknowledgements.of(found);
      if (because) {
        acknowledged.push({ ...found, acknowledged: because.reason, acknowledgedBy: because.owner, acknowledgedUntil: because.expires });
      } else if (baseline && fingerprints.some((fingerprint) => baseline.has(fingerprint))) {
        baselined.push(found);
      } else {
        const severity = severityOf(found, chosen, whole && (own?.strict ?? policy.strict));
        open.push(severity === found.severity ? found : { ...found, severity });
      }
    };
    for (const found of run.findings) look(found);
    if (whole) {
      // The first by name, since a command reads the stacks by their names.
      const [first] = model.documents.filter((d) => !d.ofOthers).sort((a, b) => compare(a.folder ?? a.path, b.folder ?? b.path));
      const place = { stack: first?.path ?? '', folder: first?.folder };
      if (policy.acknowledgements.length > 0) {
        acknowledgements.findings(place, new SubjectNames(model), [...run.own.keys()]).forEach(look);
      }
      if (policy.baseline && !baseline) {
        const { path, expires, size } = policy.baseline;
        look({
          id: 'TM904',
          reason: 'expired',
          severity: MirrorSeverity.WARNING,
          path: place.stack,
          ...place,
          subject: '',
          count: 1,
          parameters: { expires: expires!, size, file: path },
        });
      }
    }
    const vanished = policy.baseline?.vanished(seen, model.documents.map((d) => d.path)) ?? new Set();
    const ends = [
      ...acknowledgements.ends,
      ...baseline?.expires !== undefined && baselined.length > 0
        ? [{ expires: baseline.expires, findings: baselined.length, where: baseline.path }]
        : [],
    ];
    const language = policy.language ?? 'en';
    const words = new WordedFindings(model, language);
    const fates = { findings: words.sorted(open), acknowledged: words.sorted(acknowledged), baselined: words.sorted(baselined) };
    return new MirrorEvaluation(fates, words, { vanished, ends }, run, model, policy, '', language);
  }

  /** The edition in force. */
  public readonly edition: MirrorEdition;
  /** Whether the edition was chosen. Otherwise 2023 is in force. */
  public readonly editionChosen: boolean;
  /** How many entries of the baseline are fixed: the checked stacks no longer have these findings. */
  public readonly fixedSinceBaseline: number;

  private constructor(
    private readonly found: Fates,
    private readonly words: WordedFindings,
    private readonly ages: Ages,
    private readonly run: CheckRun,
    private readonly model: MirrorModel,
    private readonly policy: Policy, private readonly scope: string, private readonly language: Language,
  ) {
    this.fixedSinceBaseline = ages.vanished.size;
    this.edition = policy.edition;
    this.editionChosen = policy.editionChosen;
  }

  /** Findings that are not acknowledged, by id and path in natural order. */
  public get findings(): MirrorFinding[] {
    return this.inWords(this.found.findings);
  }

  /** Acknowledged findings, with the reason. */
  public get acknowledged(): MirrorFinding[] {
    return this.inWords(this.found.acknowledged);
  }

  /** Findings of the policy's baseline. They are counted, and nothing fails because of them. */
  public get baselined(): MirrorFinding[] {
    return this.inWords(this.found.baselined);
  }

  /** The errors: findings that make the synth fail. */
  public get errors(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.ERROR);
  }

  /** The warnings: findings that are reported, and do not make the synth fail. */
  public get warnings(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.WARNING);
  }

  /** Undecided results: neither a pass nor an error. */
  public get undecided(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.UNDECIDED);
  }

  /** Whether there are no errors. */
  public get ok(): boolean {
    return this._open(MirrorSeverity.ERROR).length === 0;
  }

  /** All findings as text, errors first. */
  public get text(): string {
    return evaluationText(this);
  }

  /**
   * All findings as JSON text, in one call, with `edition`, `ok`, and `passed` by check. In other languages reading `findings` one
   * by one takes about a millisecond each.
   */
  public toJson(): string {
    const { edition, editionChosen, ok, findings, acknowledged, baselined, fixedSinceBaseline } = this;
    return JSON.stringify({ edition, editionChosen, ok, findings, acknowledged, baselined, fixedSinceBaseline, passed: this._passed });
  }

  /**
   * Whether the app copies a packet, by which session and rule, to which target, and whether the copy arrives. The answer covers the
   * whole app, also if the evaluation is of a part of it.
   *
   * @throws if a value is malformed or a token
   */
  public explain(packet: MirrorPacketHeader, options: MirrorExplainOptions = {}): MirrorExplanation {
    const path = 'MirrorEvaluation.explain';
    const header = headerOf(path, packet);
    const { interfaceId, direction } = explainOptions(path, options);
    const { model, policy: { edition }, language } = this;
    return publicExplanation(explain(model, { packet: header, interfaceId, direction }, { edition, language }));
  }

  /** The differences of the other edition and how to choose it, if no edition was chosen and the other one differs. */
  public get editionLine(): string | undefined {
    const { wouldNotHold, wouldAdd } = this.run;
    if (this.editionChosen || wouldNotHold + wouldAdd === 0) return undefined;
    const inForce = this.edition;
    const isPlain = this.model.documents.every((d) => d.plain);
    return messages(this.language).otherEdition({ inForce, other: MirrorEdition.EDITION_2026, wouldNotHold, wouldAdd, isPlain });
  }

  /**
   * How many things passed a check, of the scope whose policy evaluated.
   *
   * @param checkId for example `TM201`, or the id of your own check
   * @throws if there is no such check
   */
  public passed(checkId: string): number {
    const own = this.run.own.get(checkId);
    const ids = [...checkIds(), ...this.run.own.keys()];
    if (!ids.includes(checkId)) {
      throw refusal({
        what: 'The check id of MirrorEvaluation.passed',
        got: checkId,
        allowed: ids.join(', '),
        fix: 'use the id that a finding shows',
      });
    }
    if (this.scope === '') return this.run.passed[checkId] ?? 0;
    return own
      ? own.passedAt?.filter((path) => isBelow(path, this.scope)).length ?? 0
      : passedBelow(checkId, this.model, this.policy.edition, this.scope);
  }

  /**
   * The ids of all checks, the library's and your own.
   *
   * @internal
   */
  public get _checkIds(): string[] {
    return [...checkIds(), ...this.run.own.keys()];
  }

  /**
   * The condition that a check requires.
   *
   * @internal
   */
  public _titleOf(checkId: string): string {
    return this.run.own.get(checkId)?.title ?? titleOf(checkId, this.language);
  }

  /** @internal */
  public get _run(): CheckRun {
    return this.run;
  }

  /**
   * The open findings of a severity, before their sentences are rendered.
   *
   * @internal
   */
  public _open(severity: MirrorSeverity): Found[] {
    return this.found.findings.filter((f) => f.severity === severity);
  }

  /** @internal */
  public _inWords(found: Found): MirrorFinding {
    return this.words.of(found);
  }

  /**
   * Whether a finding cannot be decided, and is an error only in strict mode.
   *
   * @internal
   */
  public _isUndecided({ id, path, subject, reason }: MirrorFinding): boolean {
    return this.run.findings.some((f) =>
      f.severity === MirrorSeverity.UNDECIDED && f.id === id && f.path === path && f.subject === subject && f.reason === reason);
  }

  /**
   * What covers findings now and ends within some days, the first to end first.
   *
   * @internal
   */
  public _ending(days: number): Ending[] {
    const { today } = this.policy;
    return this.ages.ends.map((end) => ({ ...end, days: (Date.parse(end.expires) - Date.parse(today)) / DAY })).filter((end) =>
      end.days <= days)
      .sort((a, b) => a.days - b.days || compare(nameOf(a), nameOf(b)));
  }

  /**
   * The fingerprints of the baseline's entries that are fixed.
   *
   * @internal
   */
  public get _fixed(): ReadonlySet<string> {
    return this.ages.vanished;
  }

  /** @internal */
  public get _policy(): Policy {
    return this.policy;
  }

  /** @internal */
  public get _passed(): Readonly<Record<string, number>> {
    return this.run.passed;
  }

  /** @internal */
  public get _model(): MirrorModel {
    return this.model;
  }

  /** @internal */
  public _below(path: string): MirrorEvaluation {
    if (path === '') return this;
    const { findings, acknowledged, baselined } = this.found;
    const own = (all: readonly Found[]) => all.filter((f) => isBelow(f.path, path));
    const below = { findings: own(findings), acknowledged: own(acknowledged), baselined: own(baselined) };
    return new MirrorEvaluation(below, this.words, this.ages, this.run, this.model, this.policy, path, this.language);
  }

  /**
   * The language of the findings.
   *
   * @internal
   */
  public get _language(): Language {
    return this.language;
  }

  /**
   * The same in another language.
   *
   * @internal
   */
  public _in(language: Language): MirrorEvaluation {
    if (language === this.language) return this;
    return new MirrorEvaluation(
      this.found, new WordedFindings(this.model, language), this.ages, this.run, this.model, this.policy, this.scope, language,
    );
  }

  private withSeverity(severity: MirrorSeverity): MirrorFinding[] {
    return this.inWords(this._open(severity));
  }

  private inWords(found: readonly Found[]): MirrorFinding[] {
    return found.map((f) => this.words.of(f));
  }
}

/** Findings by what becomes of them. */
interface Fates {
  readonly findings: readonly Found[];
  readonly acknowledged: readonly Found[];
  readonly baselined: readonly Found[];
}

/** The results of the policy's entries. */
interface Ages {
  /** Entries of the baseline without a finding. */
  readonly vanished: ReadonlySet<string>;
  readonly ends: readonly End[];
}

/**
 * What ends soon, and in how many days.
 *
 * @internal
 */
export interface Ending extends End {
  readonly days: number;
}

const DAY = 24 * 3_600_000;

/** By what ends of one day are sorted: a baseline before the acknowledgements. */
function nameOf({ check = '', at = '' }: End): string {
  return `${check} ${at}`;
}

/** A policy chooses between error and warning. An undecided result stays undecided, unless the app is strict. */
function severityOf({ severity, otherEdition }: Found, chosen: ChosenSeverity | undefined, strict: boolean): MirrorSeverity {
  if (severity === MirrorSeverity.UNDECIDED) return strict ? MirrorSeverity.ERROR : severity;
  if (otherEdition !== undefined || chosen === undefined) return severity;
  return chosen === 'error' ? MirrorSeverity.ERROR : MirrorSeverity.WARNING;
}
