import { delimiter } from 'path';
import { DeployedSessions, NOTHING_DEPLOYED } from './deployed-sessions';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The environment variable with which a pipeline passes the files of the deployed sessions. */
const VARIABLE = 'TRAFFIC_MIRROR_DEPLOYED';

/**
 * The deployed sessions, as the last apply left them. A ledger compares each change with them. Without them, a ledger
 * assumes that the committed sessions are deployed. That is wrong after a failed apply, and if one apply covers two commits.
 */
export class MirrorDeployed {
  /**
   * Reads the deployed sessions from files. A file is a ledger that the pipeline kept after an apply (each synth writes one
   * next to each stack), or the output of `terraform show -json`, which is correct even after a failed or partial apply.
   * If stacks are deployed separately, pass one file for each stack.
   *
   * @param files paths relative to the working directory. In Python, Go, Java and C#, use absolute paths: jsii keeps the working
   * directory in which it was started
   * @throws if a file is missing, is neither a ledger nor a state, or disagrees with another file
   */
  public static files(files: string[]): MirrorDeployed {
    if (!known(files) || !Array.isArray(files) || files.length === 0) {
      throw refusal({
        what: 'files of MirrorDeployed.files',
        got: files,
        allowed: 'at least one path, known at synth',
        fix: 'if nothing is deployed yet, use MirrorDeployed.nothing()',
      });
    }
    return new MirrorDeployed(DeployedSessions.read(files));
  }

  /** For the first apply, when nothing is deployed yet. */
  public static nothing(): MirrorDeployed {
    return new MirrorDeployed(DeployedSessions.read([]));
  }

  /** The deployed sessions that the environment variable names. Undefined if it is not set. @internal */
  public static _ofEnvironment(environment: NodeJS.ProcessEnv = process.env): MirrorDeployed | undefined {
    const given = environment[VARIABLE] ?? '';
    if (given === '') return undefined;
    return given === NOTHING_DEPLOYED
      ? MirrorDeployed.nothing()
      : MirrorDeployed.files(given.split(delimiter).filter((file) => file !== ''));
  }

  /** The paths as passed. Empty if nothing is deployed yet. @internal */
  public readonly _files: string[];
  /** @internal */
  public readonly _sessions: DeployedSessions;

  private constructor(sessions: DeployedSessions) {
    this._files = [...sessions.files];
    this._sessions = sessions;
  }
}
