import { dirname, join } from 'path';
import { Annotations, App, TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import type { ChangeStatement, StatedFinding } from '../model/document';
import { described, refusal } from '../net/refusal';
import { Registry } from '../policy/registry';
import { providerRegion } from './provider-region';
import type { Phrase } from '../texts/phrase';

/** A session as a ledger records it. */
export interface SessionInLedger {
  /** Construct path of the session, which is its name in the ledger. */
  readonly path: string;
  /** Its Terraform name. */
  readonly name: string;
  readonly scope: IConstruct;
  /** The sources, in the order in which they are written. */
  readonly sources: readonly { readonly key: string; readonly id?: string }[];
  /** Key of the target. */
  readonly target: string;
  /** The numbers that somebody chose. */
  readonly priority?: number;
  readonly virtualNetworkId?: number;
  /** The stack's id in the app, and the folder that it is written to. */
  readonly stack: string;
  readonly folder: () => string;
  /** The construct path of the filter, as far as it is known. */
  readonly filter?: string;
  readonly packetLength?: number;
  readonly enabled?: boolean;
}

/** The numbers of a session. */
export interface SessionNumbers {
  readonly priority: number;
  readonly virtualNetworkId: number;
}

/** A compiled rule of a filter as a ledger records it, in the texts of the provider. */
export interface RuleInLedger {
  readonly direction: 'inbound' | 'outbound';
  readonly priority: number;
  readonly action: 'accept' | 'drop';
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  readonly sourcePorts: string;
  readonly destinationPorts: string;
}

/** A filter as a ledger records it. */
export interface FilterInLedger {
  /** Construct path of the filter, which is its name in the ledger. */
  readonly path: string;
  /** The folder that its stack is written to. */
  readonly folder: () => string;
  readonly rules: readonly RuleInLedger[];
}

/** Remembers the numbers of sessions and the rules of filters: a `MirrorLedger`. */
export interface IMirrorLedger {
  /** The path of the ledger as it was given. */
  readonly name: string;
  /**
   * The identity of the ledger: two objects for one file are one ledger.
   *
   * @internal
   */
  readonly _identity: string;
  /**
   * The account of the ledger, if it is known: its id, or a name.
   *
   * @internal
   */
  readonly _accountName?: string;
  /**
   * The region of the ledger, if it is known.
   *
   * @internal
   */
  readonly _region?: string;
  /**
   * Whether this run creates the file.
   *
   * @internal
   */
  readonly _isNew: boolean;
  /**
   * What changes are measured against, for a person.
   *
   * @internal
   */
  readonly _comparedWith: Phrase;
  /**
   * The numbers that a session has, or else free ones, which the session then keeps.
   *
   * @internal
   */
  _numbersOf(session: SessionInLedger): SessionNumbers;
  /**
   * The change of a session outside of any fleet, by its path. Undefined if nothing changes.
   *
   * @internal
   */
  _changeOf(path: string): ChangeStatement | undefined;
  /**
   * Findings of a session outside of any fleet, by its path.
   *
   * @internal
   */
  _findingsOf(path: string): StatedFinding[];
  /**
   * The rules that a filter has. Nothing if it is new.
   *
   * @internal
   */
  _rulesOf(filter: string): readonly RuleInLedger[] | undefined;
  /**
   * Records the rules that a filter has from now on.
   *
   * @internal
   */
  _recordRules(filter: FilterInLedger): void;
  /**
   * Sets how to find the ids of the stacks in the app.
   *
   * @internal
   */
  _setStacks(ids: () => readonly string[]): void;
  /** @internal */
  _stage(): any[];
}

/**
 * Has the app write a ledger. Of two for one file, each would forget the entries of the other.
 *
 * @throws if the provider has another region than the ledger, which has other numbers and quotas
 */
export function useLedger(scope: IConstruct, ledger: IMirrorLedger, provider?: TerraformProvider): void {
  const region = providerRegion(scope, provider);
  if (region !== undefined && ledger._region !== undefined && region !== ledger._region) {
    throw refusal({
      path: scope.node.path,
      what: 'the region of the provider',
      got: region,
      allowed: `${ledger._region}, the region of the ledger ${ledger.name}`,
      fix: 'pass the provider of that region, or use a separate ledger for each account and region',
    });
  }
  const { pending } = Registry.of(scope);
  if ([...pending].some((other) => other as unknown !== ledger && (other as unknown as IMirrorLedger)._identity === ledger._identity)) {
    throw refusal({
      path: scope.node.path,
      what: 'ledger',
      got: described(`has a second MirrorLedger for ${ledger.name}`),
      allowed: 'one MirrorLedger for a file',
      fix: 'make it once, and give the same one to every fleet, session and filter of the account and region',
    });
  }
  const { root } = scope.node;
  ledger._setStacks(() => root.node.findAll().filter((node) => TerraformStack.isStack(node)).map(({ node }) => node.id));
  if (ledger._isNew && !pending.has(ledger)) {
    Annotations.of(scope).addInfo(
      `this synth creates the ledger ${ledger.name}. Commit it. If the ledger existed before, restore it first, because a new ledger renumbers every session`,
    );
  }
  pending.add(ledger);
}

/** The folder that the stack of a construct is written to. Known once the app is synthesized. */
export function folderOf(scope: IConstruct): string {
  const app = App.of(scope);
  return dirname(join(app.outdir, app.manifest.forStack(TerraformStack.of(scope)).synthesizedStackPath));
}
