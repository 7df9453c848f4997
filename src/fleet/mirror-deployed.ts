import { delimiter } from 'path';
import { DeployedSessions, NOTHING_DEPLOYED } from './deployed-sessions';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The variable by which a pipeline names what is deployed. */
const VARIABLE = 'TRAFFIC_MIRROR_DEPLOYED';

/**
 * What the last apply has left in the cloud: a ledger measures each change against it. Without it a ledger takes what
 * is committed for what is deployed, which is wrong after a failed apply, and if two commits are applied as one.
 */
export class MirrorDeployed {
  /**
   * What is deployed, by files: ledgers that were kept of an apply (each synth writes one next to each stack), or what
   * `terraform show -json` prints of the states, which is right also after a failed or partial apply. One for each
   * stack if stacks are deployed apart.
   *
   * @param files paths relative to the working directory
   * @throws if a file is missing, is neither a ledger nor a state, or disagrees with another one
   */
  public static files(files: string[]): MirrorDeployed {
    if (!known(files) || !Array.isArray(files) || files.length === 0) {
      throw refusal({ what: 'files of MirrorDeployed.files', got: files, allowed: 'paths that are known at synth, at least one', fix: 'if nothing is deployed yet, use MirrorDeployed.nothing()' });
    }
    return new MirrorDeployed(DeployedSessions.read(files));
  }

  /** Nothing is deployed yet: for the first apply. */
  public static nothing(): MirrorDeployed {
    return new MirrorDeployed(DeployedSessions.read([]));
  }

  /** What the environment names. Nothing if it names nothing. @internal */
  public static _ofEnvironment(environment: NodeJS.ProcessEnv = process.env): MirrorDeployed | undefined {
    const given = environment[VARIABLE] ?? '';
    if (given === '') return undefined;
    return given === NOTHING_DEPLOYED ? MirrorDeployed.nothing() : MirrorDeployed.files(given.split(delimiter).filter((file) => file !== ''));
  }

  /** The files as given. None if nothing is deployed yet. @internal */
  public readonly _files: string[];
  /** @internal */
  public readonly _sessions: DeployedSessions;

  private constructor(sessions: DeployedSessions) {
    this._files = [...sessions.files];
    this._sessions = sessions;
  }
}
