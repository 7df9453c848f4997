import { App } from 'cdktf';
import { IConstruct } from 'constructs';
import { MirrorEvaluation } from './mirror-evaluation';
import { governanceOf } from './governance';
import { MirrorGovernance } from './mirror-governance';
import { MirrorAcknowledgeOptions, MirrorLanguage, MirrorPolicySeverity } from './mirror-policy-options';
import { changeSettings, settingsAt } from './policy-settings';
import { checkEdition, checkQuota } from './policy-values';
import { readPolicyFile } from './policy-file';
import { Registry } from './registry';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorNetworkFacts } from '../input/mirror-network-facts';
import { isDay } from '../net/calendar';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';
import { IMirrorCheck } from '../own/mirror-check';
import { ownCheck } from '../own/own-checks';
import { checkIds, isOwnCheckId, nearestCheckIds } from '../texts/catalogue';
import { Language } from '../texts/language';

/**
 * The policy of the checks of an app: the edition of the product, the quotas and accounts that the user sets,
 * and the acknowledged findings. The context key `trafficMirror` of `cdktf.json` overrides settings in code.
 *
 * @example
 * declare const app: App;
 *
 * MirrorPolicy.of(app)
 *   .edition(MirrorEdition.EDITION_2026)
 *   .acknowledge('TM206', 'the filter was made by hand and moves next quarter');
 * const evaluation = MirrorPolicy.of(app).evaluate();
 * expect(evaluation.errors).toEqual([]);
 */
export class MirrorPolicy {
  /**
   * The policy at a scope: the app, a stack, or any construct. The first call switches the checks on for an app
   * that has no construct of this library.
   */
  public static of(scope: IConstruct): MirrorPolicy {
    Registry.of(scope);
    return new MirrorPolicy(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /** @internal */
  public get _scope(): IConstruct {
    return this.scope;
  }

  /**
   * The edition of the product documentation that is in force, for the whole app.
   *
   * @throws if the scope is not the app
   */
  public edition(edition: MirrorEdition): MirrorPolicy {
    this.appOnly('edition');
    checkEdition(edition, 'the edition of MirrorPolicy');
    const settings = settingsAt(this.scope);
    if (settings.editionUsed && edition !== (settings.edition ?? MirrorCatalog.defaultEdition)) {
      throw refusal({
        what: 'MirrorPolicy.edition',
        got: described('comes after the first MirroredFleet or intent of a filter'),
        allowed: 'before it: fleets and intents keep the quotas of the edition',
        fix: 'choose the edition right after new App()',
      });
    }
    changeSettings(this.scope, (s) => { s.edition = edition; });
    return this;
  }

  /**
   * Sets that a quota was raised for the accounts of this scope.
   *
   * @param regionId the region that it was raised in. Quotas are per account and region
   * @param limit the new quota, from 1
   * @throws if a value is malformed, or a token
   */
  public quota(regionId: string, name: MirrorQuotaName, limit: number): MirrorPolicy {
    this.knownOnly('the region of MirrorPolicy.quota', regionId, 'write the region id, for example cn-hangzhou');
    checkQuota(name, limit, `MirrorPolicy.quota(${regionId})`);
    changeSettings(this.scope, ({ quotas }) => { quotas[regionId] = { ...quotas[regionId], [name]: limit }; });
    return this;
  }

  /**
   * Sets the account that the providers of this scope reach. Two scopes with different statements never collide.
   * Without it, equal provider arguments (but for the region) are one account.
   *
   * @param accountId the account's id, or any name for it
   * @throws if it is a token: two that differ may be one account
   */
  public account(accountId: string): MirrorPolicy {
    this.knownOnly('the account of MirrorPolicy.account', accountId, 'write the account\'s id, or any name for it');
    changeSettings(this.scope, (s) => { s.account = accountId; });
    return this;
  }

  /**
   * Passes the API responses of security groups, network ACLs, load balancers and interfaces that the app references only
   * by id. With them the checks TM403 to TM409 can verify that copies arrive at such targets, or report the cause if not.
   * Several calls add up.
   *
   * @param facts what `MirrorNetworkFacts.fromFiles` read
   */
  public networkFacts(facts: MirrorNetworkFacts): MirrorPolicy {
    if (tokenName(facts) !== undefined) {
      throw refusal({
        path: this.scope.node.path,
        what: 'the facts of MirrorPolicy.networkFacts',
        got: facts,
        allowed: 'MirrorNetworkFacts',
        fix: 'write MirrorNetworkFacts.fromFiles({ ... })',
      });
    }
    changeSettings(this.scope, ({ network }) => network.push(facts._facts));
    return this;
  }

  /**
   * Demands more of the sessions at this scope and below than that they work: allowed targets, required tags, budgets and so
   * on (TM801 to TM810). Lists of several calls add up, and so do the demands of other scopes: each must be met. A scope has one
   * value of each budget and of `forbidPublicTargets`: the last call counts, and a call for the app overrides the policy file.
   *
   * @throws if a value is malformed or a token, or an export cannot be read
   */
  public govern(governance: MirrorGovernance): MirrorPolicy {
    const { path } = this.scope.node;
    const own = governanceOf(governance, path, '.', (at, got, allowed, fix = 'write what MirrorGovernance has') =>
      refusal({ path, what: at === '' ? 'the governance of MirrorPolicy.govern' : `${at} of MirrorPolicy.govern`, got, allowed, fix }));
    changeSettings(this.scope, ({ governance: all }) => all.push(own));
    return this;
  }

  /**
   * Turns undecided results into errors, for the whole app.
   *
   * @param on false turns the `strict` of a policy file off. Default: true
   * @throws if the scope is not the app
   */
  public strict(on: boolean = true): MirrorPolicy {
    this.appOnly('strict');
    if (typeof on !== 'boolean') {
      throw refusal({ what: 'the argument of MirrorPolicy.strict', got: on, allowed: 'true or false', fix: 'write one of them' });
    }
    changeSettings(this.scope, (s) => { s.strict = on; });
    return this;
  }

  /**
   * The language of findings, of the messages of a synth and of the HTML report, for the whole app. The variable
   * `TRAFFIC_MIRROR_LANG` overrides it, if it is set before the program starts. Apps of `Testing` and test runners get English.
   *
   * @throws if the scope is not the app
   */
  public language(language: MirrorLanguage): MirrorPolicy {
    this.appOnly('language');
    if (!Object.values(MirrorLanguage).includes(language)) {
      throw refusal({
        what: 'the language of MirrorPolicy',
        got: language,
        allowed: Object.values(MirrorLanguage).join(', '),
        fix: 'use MirrorLanguage',
      });
    }
    changeSettings(this.scope, (s) => { s.language = String(language) as Language; });
    return this;
  }

  /**
   * Sets how serious the findings of a check are, for the whole app. An undecided result stays undecided.
   *
   * @param checkId for example `TM305`
   * @throws if the scope is not the app, or there is no such check
   */
  public severity(checkId: string, severity: MirrorPolicySeverity): MirrorPolicy {
    this.appOnly('severity');
    this.checkIdOnly(checkId, 'the check of MirrorPolicy.severity');
    if (!Object.values(MirrorPolicySeverity).includes(severity)) {
      throw refusal({
        what: 'the severity of MirrorPolicy.severity',
        got: severity,
        allowed: Object.values(MirrorPolicySeverity).join(', '),
        fix: 'use MirrorPolicySeverity',
      });
    }
    changeSettings(this.scope, ({ severities }) => severities.set(checkId, severity));
    return this;
  }

  /**
   * Sets the policy file of the app. Without it the library looks for `traffic-mirror.policy.json` in the working directory
   * and its parent directories, up to the root of the git repository. The variable `TRAFFIC_MIRROR_POLICY` sets another
   * file. Settings in code override the file.
   *
   * In Python, Go, Java and C#, use an absolute path, and set the variable before the program starts: jsii keeps the working
   * directory and the environment in which it was started.
   *
   * @throws if the scope is not the app, or the file cannot be read or has a wrong value
   */
  public file(path: string): MirrorPolicy {
    this.appOnly('file');
    this.knownOnly('the path of MirrorPolicy.file', path, 'write the path of the file');
    if (settingsAt(this.scope).editionUsed) {
      throw refusal({
        what: 'MirrorPolicy.file',
        got: described('comes after the first MirroredFleet or intent of a filter'),
        allowed: 'before it: they keep the quotas of the policy',
        fix: 'name the file right after new App()',
      });
    }
    const fileChoices = readPolicyFile(path);
    changeSettings(this.scope, (s) => Object.assign(s, { file: path, fileChoices }));
    return this;
  }

  /**
   * Acknowledges the errors and warnings of a check at this scope and below. `acknowledgeUndecided` acknowledges its undecided
   * results.
   *
   * @param checkId for example `TM206`
   * @param reason why, for later readers
   */
  public acknowledge(checkId: string, reason: string, options: MirrorAcknowledgeOptions = {}): MirrorPolicy {
    return this.acknowledged(checkId, reason, false, options);
  }

  /**
   * Acknowledges the undecided results of a check at this scope and below. It does not cover a violation that the check finds
   * later.
   *
   * @param checkId for example `TM403`
   * @param reason why, for later readers
   */
  public acknowledgeUndecided(checkId: string, reason: string, options: MirrorAcknowledgeOptions = {}): MirrorPolicy {
    return this.acknowledged(checkId, reason, true, options);
  }

  /**
   * Adds a check of your own to those of the library. It looks at the Terraform of the whole app at every synth, and its
   * findings are acknowledged, kept in a baseline and reported like all others. Severities and acknowledgements in code
   * can name its id from then on.
   *
   * @throws if the scope is not the app, the id is malformed or that of another check, or the check has no title
   * @example
   * declare const ownerCheck: IMirrorCheck;
   * declare const app: App;
   * MirrorPolicy.of(app).addCheck(ownerCheck);
   */
  public addCheck(check: IMirrorCheck): MirrorPolicy {
    this.appOnly('addCheck');
    const own = ownCheck(check);
    const there = settingsAt(this.scope).checks.get(own.id);
    if (there) {
      throw refusal({
        what: 'the id of the check of MirrorPolicy.addCheck',
        got: own.id,
        allowed: `a unique id (the check "${there.title}" has it)`,
        fix: 'choose another id, or add the check once',
      });
    }
    changeSettings(this.scope, ({ checks }) => checks.set(own.id, own));
    return this;
  }

  private checkIdOnly(checkId: string, what: string): void {
    const own = [...settingsAt(this.scope.node.root).checks.keys()];
    if (checkIds().includes(checkId) || own.includes(checkId)) return;
    const fix = isOwnCheckId(checkId)
      ? 'use the id in the finding. Add your own check first, with MirrorPolicy.of(app).addCheck'
      : 'use the id in the finding';
    throw refusal({ path: this.scope.node.path, what, got: checkId, allowed: nearestCheckIds(checkId, own).join(', '), fix });
  }

  private acknowledged(
    checkId: string, reason: string, undecided: boolean, { expires, owner, subject }: MirrorAcknowledgeOptions,
  ): MirrorPolicy {
    this.checkIdOnly(checkId, 'the check to acknowledge');
    this.knownOnly(`the reason to acknowledge ${checkId}`, reason, 'explain why the finding is acknowledged');
    if (reason.trim() === '') {
      throw refusal({
        path: this.scope.node.path,
        what: `the reason to acknowledge ${checkId}`,
        got: reason,
        allowed: 'any text',
        fix: 'explain why the finding is acknowledged',
      });
    }
    for (const [what, text] of [['expiry', expires], ['owner', owner], ['subject', subject]] as const) {
      if (text !== undefined) this.knownOnly(`the ${what} to acknowledge ${checkId}`, text, 'write it as a plain text, or leave it out');
    }
    const { path } = this.scope.node;
    if (expires !== undefined && !isDay(expires)) {
      throw refusal({
        path,
        what: `the expiry to acknowledge ${checkId}`,
        got: expires,
        allowed: 'a day as YYYY-MM-DD',
        fix: 'write the last day on which it holds',
      });
    }
    changeSettings(this.scope, ({ acknowledgements }) => acknowledgements.push({
      id: checkId,
      reason,
      undecided,
      expires,
      owner,
      subject,
      scope: path,
      where: path === '' ? 'MirrorPolicy.of(app)' : `MirrorPolicy.of(${path})`,
    }));
    return this;
  }

  /**
   * The findings at this scope and below. After `app.synth()` this reads the written Terraform, also if the synth failed.
   * Before `app.synth()` it synthesizes into a temporary folder. To synthesize the app after that, build it again: its Aspects
   * would be applied twice. It writes no ledger.
   *
   * A later call counts every policy call since. If constructs were added or removed since, it synthesizes again. It
   * does not see other changes since the last synth, such as overrides of an existing construct.
   *
   * @throws if constructs were added or removed since and the app has Aspects, which would be applied twice
   */
  public evaluate(): MirrorEvaluation {
    return Registry.of(this.scope).evaluate()._below(this.scope.node.path);
  }

  private knownOnly(what: string, text: string, fix: string): void {
    if (!known(text)) throw refusal({ path: this.scope.node.path, what, got: text, allowed: 'a text that is known at synth', fix });
  }

  private appOnly(what: string): void {
    if (!App.isApp(this.scope)) {
      throw refusal({
        path: this.scope.node.path,
        what: `the scope of MirrorPolicy.${what}`,
        got: this.scope.node.path,
        allowed: 'the app',
        fix: `write MirrorPolicy.of(app).${what}(...)`,
      });
    }
  }
}
