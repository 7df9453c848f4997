import { Acknowledgement } from './acknowledgement';
import { concerns, demandsIn, demandsOf } from './demands';
import type { Policy } from './policy';
import type { PolicyChoices } from './policy-file';
import { mergedQuotas } from './policy-values';
import { MirrorEdition } from '../catalog/mirror-edition';
import { isBelow } from '../checks/outcomes';
import { StackDocument } from '../model/document';
import { Governance } from '../model/governance';
import { PolicyStatement } from '../model/policy-statement';
import { described, refusal } from '../net/refusal';

/** The policies of synthesized stacks, over the policy file and under the options of a command. */
export class WrittenPolicies {
  private readonly policies: ReadonlyMap<string, PolicyStatement>;
  /** The demands by app: a demand on several stacks is one object. */
  private readonly demands = new Map<string, readonly Governance[]>();
  private read?: ReadonlySet<string>;

  constructor(private readonly documents: readonly StackDocument[]) {
    this.policies = new Map(documents.flatMap(({ path, statements }) => statements?.policy ? [[path, statements.policy]] : []));
  }

  /**
   * The policy file that the code of the apps names.
   *
   * @throws if they name several
   */
  public get file(): string | undefined {
    return this.common('file', 'the policy file', 'set it with --policy');
  }

  /**
   * The edition of the apps.
   *
   * @throws if they have several
   */
  public get edition(): MirrorEdition | undefined {
    return this.common('edition', 'the edition', 'set it with --edition, or check the apps one by one');
  }

  /** The settings of findings by stack. */
  public get byStack(): NonNullable<Policy['byStack']> {
    return new Map([...this.policies].map(([stack, { strict, severities = {} }]) => [
      stack, { strict, severities: new Map(Object.entries(severities)) },
    ]));
  }

  /** The acknowledgements in code, each once. */
  public get acknowledgements(): Acknowledgement[] {
    const found = new Map<string, Acknowledgement & { readonly stacks: Map<string, boolean> }>();
    for (const [stack, { path, stacks: all, acknowledgements = [] }] of this.policies) {
      for (const statement of acknowledgements) {
        const { check: id, scope, subject, reason, undecided = false, owner, expires, where } = statement;
        const key = JSON.stringify([all, statement]);
        // A scope above stacks may have its finding in one that is not read.
        const isPart = scope !== path && isBelow(path, scope) && this.misses(all);
        const one = found.get(key)
          ?? { id, scope, subject, reason, undecided, owner, expires, where, isPart, stacks: new Map<string, boolean>() };
        one.stacks.set(stack, isBelow(path, scope));
        found.set(key, one);
      }
    }
    return [...found.values()];
  }

  /** The policy of a stack for the model: code and context over the policy file. */
  public of({ path }: StackDocument, file: PolicyChoices): Pick<StackDocument, 'account' | 'quotas' | 'governance'> {
    const own = this.policies.get(path);
    return {
      account: own?.account ?? file.account,
      quotas: mergedQuotas(file.quotas, own?.quotas ?? {}),
      governance: own ? this.demandsOn(own, file).filter(({ scope }) => concerns(scope, own.path)) : demandsIn(file),
    };
  }

  /** The demands on the app of a stack. */
  private demandsOn({ stacks }: PolicyStatement, file: PolicyChoices): readonly Governance[] {
    const app = stacks.join('\n');
    let demands = this.demands.get(app);
    if (!demands) {
      const isWhole = !this.misses(stacks);
      const byIndex = new Map<number, Governance>();
      for (const { stacks: other, governance = [] } of this.policies.values()) {
        if (other.join('\n') !== app) continue;
        for (const { index, foreignSessions, ...demand } of governance) {
          // Without some stacks, their sessions would be foreign.
          if (foreignSessions && isWhole) byIndex.set(index, { ...demand, foreignSessions });
          else if (!byIndex.has(index)) byIndex.set(index, demand);
        }
      }
      const inCode = [...byIndex].sort(([a], [b]) => a - b).map(([, demand]) => demand);
      this.demands.set(app, demands = demandsOf([...demandsIn(file), ...inCode]));
    }
    return demands;
  }

  /** Whether a stack of an app is not among those that are read. */
  private misses(stacks: readonly string[]): boolean {
    this.read ??= new Set(this.documents.map(({ folder, path }) => folder ?? path));
    return stacks.some((stack) => !this.read!.has(stack));
  }

  private common<Key extends 'file' | 'edition'>(key: Key, what: string, fix: string): PolicyStatement[Key] {
    const byValue = new Map([...this.policies].flatMap(([stack, policy]) => policy[key] === undefined ? [] : [[policy[key], stack]]));
    const [[value, stack] = [], [other, otherStack] = []] = [...byValue];
    if (other === undefined) return value as PolicyStatement[Key];
    throw refusal({
      what,
      got: described(`is ${value} in stack ${stack} and ${other} in stack ${otherStack}`),
      allowed: 'one for all inputs',
      fix,
    });
  }
}
