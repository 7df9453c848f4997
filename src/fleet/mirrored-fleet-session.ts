import { TerraformProvider } from 'cdktf';
import type { FleetElement } from './fleet-element';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';

/** A session of a fleet. */
export class MirroredFleetSession {
  /** @internal */
  public static _of(
    key: string, sessionId: string, priority: number, virtualNetworkId: number, targetKey: string, element: FleetElement,
  ): MirroredFleetSession {
    return new MirroredFleetSession(key, sessionId, priority, virtualNetworkId, targetKey, element);
  }

  /** The session's key. */
  public readonly key: string;
  /** The session's id (`tms-...`), as a reference. */
  public readonly sessionId: string;
  /** The session's priority. */
  public readonly priority: number;
  /** The session's VXLAN network identifier. */
  public readonly virtualNetworkId: number;
  /** The key of the session's target. */
  public readonly targetKey: string;

  private constructor(
    key: string,
    sessionId: string,
    priority: number,
    virtualNetworkId: number,
    targetKey: string,
    private readonly element: FleetElement,
  ) {
    this.key = key;
    this.sessionId = sessionId;
    this.priority = priority;
    this.virtualNetworkId = virtualNetworkId;
    this.targetKey = targetKey;
  }

  /**
   * Overrides a Terraform attribute of this session.
   *
   * @param path the Terraform name of the attribute, with dots between levels, for example `timeouts.create`
   * @param value the value. Null removes the attribute
   * @throws if the path is a token
   */
  public addOverride(path: string, value: any): void {
    if (!known(path)) {
      throw refusal({
        what: `the path to override of session ${this.key}`,
        got: path,
        allowed: 'a path that is known at synth',
        fix: 'write the Terraform name of the attribute, for example timeouts.create',
      });
    }
    this.element.overrideSession(this.key, path, value);
  }

  /** Sets the provider of this session, in place of the fleet's provider. */
  public useProvider(provider: TerraformProvider): void {
    if (tokenName(provider) !== undefined) {
      throw refusal({
        what: `the provider of session ${this.key}`,
        got: provider,
        allowed: 'a provider',
        fix: 'pass the provider construct itself',
      });
    }
    this.element.useProvider(this.key, provider);
  }
}
