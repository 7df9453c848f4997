import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Aspects, Manifest, TerraformElement, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { MirrorEvaluation } from './mirror-evaluation';
import { PolicySettings } from './policy-settings';
import { policyStatement } from './stated-policy';
import { statementParts } from './statement-parts';
import type { GatheredStatements, StatementSink, Stating } from './stating';
import { withoutStackChecks } from './stack-check';
import { takeWritten } from './written-terraform';
import type { MirrorLocation } from '../checks/finding';
import { positionText } from '../checks/places';
import { runChecks } from '../checks/run';
import { ownStatements, withOwnChecks } from '../own/own-checks';
import { StackDocument, StackStatements, STATEMENTS_FILE, TerraformJson } from '../model/document';
import { tagKeysOf } from '../model/governance';
import { MirrorModel, SESSION_TYPE } from '../model/mirror-model';
import { SharedTexts } from '../model/shared-texts';
import { writeParts } from '../input/text-file';
import { phrase } from '../texts/phrase';

/** Reads the written Terraform of all stacks of an app and runs the checks over it. */
export class Evaluator {
  private stacks!: TerraformStack[];
  /** All constructs but those below an element, in their order: who is added or removed later is noticed. */
  private constructs!: IConstruct[];
  private statements?: Map<string, StackStatements>;

  constructor(private readonly app: App, private readonly stating: Stating[]) {
    this.look();
  }

  /** Whether the stacks of this app have been written in this process. */
  public get isSynthesized(): boolean {
    const written = this.app.manifest.stacks;
    return this.stacks.length > 0 && this.stacks.every((s) => written[s.node.id] && existsSync(this.file(s)));
  }

  public hasAspects(): boolean {
    return this.app.node.findAll().some((c) => Aspects.of(c).all.length > 0);
  }

  /** Whether another look at the app found the same constructs. */
  public seesTheSame({ constructs }: Evaluator): boolean {
    return constructs.length === this.constructs.length && constructs.every((c, i) => c === this.constructs[i]);
  }

  /** Of the synthesized Terraform. */
  public evaluate(): MirrorEvaluation {
    return this.evaluateDocuments(this.documents(this.stacks, (stack) => {
      const terraform = takeWritten(stack, this.file(stack));
      return terraform ? { terraform, sharesTexts: true } : read(this.file(stack)) ?? { terraform: stack.toTerraform() };
    }));
  }

  /** Of the Terraform that the app would synthesize. */
  public evaluateInTemporaryFolder(): MirrorEvaluation {
    const terraform = this.synthesizeOnce();
    // A synth adds backends and references to other stacks.
    this.look();
    return this.evaluateDocuments(this.documents(this.stacks, terraform));
  }

  /** Of the same Terraform under the present policy. */
  public evaluateAgain(before: MirrorEvaluation): MirrorEvaluation {
    const settings = PolicySettings.of(this.app);
    const stacks = new Map(this.stacks.map((s) => [s.node.path, s]));
    return this.evaluateDocuments(
      before._model.documents.map((document) => ({ ...document, ...policyOf(settings, stacks.get(document.path)!) })),
    );
  }

  /** Of one stack, as if it were the only one. An undecided result is no error, because the other stacks may decide it. */
  public evaluateAlone(stack: TerraformStack): MirrorEvaluation {
    return this.evaluateDocuments(this.documents([stack], () => ({ terraform: stack.toTerraform() })), false);
  }

  private look(): void {
    this.stacks = [];
    this.constructs = [];
    collect(this.app, this.stacks, this.constructs);
  }

  private documents(stacks: TerraformStack[], terraform: (stack: TerraformStack) => Given): StackDocument[] {
    const settings = PolicySettings.of(this.app);
    const statements = this.gather(stacks);
    const shared = new SharedTexts();
    const lastOfId = new Map(stacks.map((s) => [s.node.id, s]));
    return stacks.map((stack): StackDocument => {
      const overwritten = lastOfId.get(stack.node.id) !== stack;
      const { sharesTexts, ...written }: Given = overwritten
        ? { unreadable: phrase('folderOverwritten', { stack: lastOfId.get(stack.node.id)!.node.path }) }
        : terraform(stack);
      const stated = statements.get(stack.node.path);
      // Each right after it is read, while the copies that go are young.
      if (!sharesTexts) shared.share(written.terraform?.resource?.[SESSION_TYPE] ?? {});
      return {
        path: stack.node.path,
        folder: stack.node.id,
        ...written,
        lock: this.lockFile(stack),
        statements: stated,
        ...policyOf(settings, stack),
      };
    });
  }

  private evaluateDocuments(documents: StackDocument[], mayBeStrict = true): MirrorEvaluation {
    const settings = PolicySettings.of(this.app);
    const model = new MirrorModel(documents);
    return MirrorEvaluation._of(withOwnChecks(runChecks(model, settings.edition), model, settings.checks), model, settings, mayBeStrict);
  }

  /**
   * Writes the statements of the constructs and the findings of the user's checks next to each stack, for readers that only
   * have the folder.
   */
  public writeStatements(evaluation: MirrorEvaluation): void {
    const settings = PolicySettings.of(this.app);
    const tagKeys = tagKeysOf(evaluation._model.documents.flatMap(({ governance }) => governance!));
    for (const stack of this.stacks) {
      const folder = dirname(this.file(stack));
      const file = join(folder, STATEMENTS_FILE);
      const own = ownStatements(evaluation._run, stack.node.path, stack === this.stacks[0]);
      const stated = this.gather(this.stacks).get(stack.node.path);
      const policy = policyStatement(settings, stack, this.stacks, folder);
      const statements = own.checks.length === 0 && !policy
        ? stated
        : { ...stated ?? nothingStated(), checks: own.checks, findings: [...stated?.findings ?? [], ...own.findings], policy };
      if (statements) writeParts(file, statementParts(statements, tagKeys));
      else rmSync(file, { force: true });
    }
  }

  private gather(stacks: TerraformStack[]): Map<string, StackStatements> {
    if (!this.statements) {
      const gathered = new Map<string, GatheredStatements>();
      const positions = new Map<string, Map<MirrorLocation, number>>();
      const sink: StatementSink = {
        of: (path) => {
          let statements = gathered.get(path);
          if (!statements) gathered.set(path, statements = nothingStated());
          return statements;
        },
        at: (path, location) => {
          if (!location) return undefined;
          let indexes = positions.get(path);
          if (!indexes) positions.set(path, indexes = new Map());
          let index = indexes.get(location);
          if (index === undefined) indexes.set(location, index = sink.of(path).positions.push(positionText(location)) - 1);
          return index;
        },
      };
      const wanted = stacks.length < this.stacks.length ? new Set<IConstruct>(stacks) : undefined;
      for (const construct of this.stating) if (!wanted || construct.node.scopes.some((s) => wanted.has(s))) construct._state(sink);
      this.statements = gathered;
    }
    return this.statements;
  }

  private synthesizeOnce(): (stack: TerraformStack) => Pick<StackDocument, 'terraform' | 'unreadable'> {
    const outdir = mkdtempSync(join(tmpdir(), 'traffic-mirror-'));
    try {
      mkdirSync(join(outdir, Manifest.stacksFolder));
      const manifest = new Manifest(this.app.manifest.version, outdir, this.app.manifest.hclOutput);
      this.stacks.forEach((stack) => stack.prepareStack());
      const terraform = new Map<TerraformStack, Pick<StackDocument, 'terraform' | 'unreadable'>>();
      for (const stack of this.stacks) {
        withoutStackChecks(this.app, () => stack.synthesizer.synthesize({ outdir, skipValidation: this.app.skipValidation, manifest }));
        terraform.set(stack, read(join(outdir, manifest.forStack(stack).synthesizedStackPath)) ?? { terraform: stack.toTerraform() });
      }
      return (stack) => terraform.get(stack)!;
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  /** The lock file that `terraform init` leaves next to the stack. */
  private lockFile(stack: TerraformStack): string | undefined {
    const file = join(dirname(this.file(stack)), '.terraform.lock.hcl');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  private file(stack: TerraformStack): string {
    return join(this.app.outdir, this.app.manifest.forStack(stack).synthesizedStackPath);
  }
}

/** The Terraform of a stack. */
interface Given extends Pick<StackDocument, 'terraform' | 'unreadable'> {
  /** Its sessions have equal texts in common already. */
  readonly sharesTexts?: boolean;
}

function nothingStated(): GatheredStatements {
  return {
    version: 1,
    sessions: {},
    interfaces: {},
    filters: {},
    addressBooks: {},
    fleets: [],
    collectors: [],
    findings: [],
    checks: [],
    positions: [],
    places: {},
  };
}

/** All stacks, nested ones too. An element holds none, and an app has many. */
function collect(scope: IConstruct, stacks: TerraformStack[], constructs: IConstruct[]): void {
  constructs.push(scope);
  if (TerraformStack.isStack(scope)) stacks.push(scope);
  else if (TerraformElement.isTerraformElement(scope)) return;
  for (const child of scope.node.children) collect(child, stacks, constructs);
}

/** The policy of a stack. */
function policyOf(settings: PolicySettings, stack: TerraformStack): Pick<StackDocument, 'account' | 'quotas' | 'network' | 'governance'> {
  return {
    account: settings.accountOf(stack),
    quotas: settings.quotasOf(stack),
    network: settings.networkOf(stack),
    governance: settings.governanceOf(stack),
  };
}

/** The Terraform of a written stack. Nothing if the app writes HCL. */
function read(file: string): { terraform: TerraformJson } | undefined {
  try {
    return { terraform: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
