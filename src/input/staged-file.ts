import { chmodSync, existsSync, linkSync, lstatSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { saysTheSame, writeParts } from './text-file';
import { described, refusal } from '../net/refusal';

/** The stamp of a file when it was read. Every write changes it, even with the same bytes. Undefined if there was no file. */
export type FileStamp = string | undefined;

/** The current stamp of a file. */
export function stampOf(path: string): FileStamp {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * A file that is written completely or not at all: first to a temporary file next to it, which is then renamed. A link stays a
 * link, the mode stays, and changes by others in the meantime are not overwritten.
 */
export class StagedFile {
  /**
   * Writes the temporary file. Nothing is written if the file already has this text.
   *
   * @param parts returns the parts of its text. Every call begins with the first part
   * @param what its name in errors
   * @param read its stamp when it was read. Omit it if any existing file may be replaced
   * @throws if it cannot be written
   */
  public static stage(
    path: string, parts: () => Iterable<string>, what: string, read?: { readonly stamp: FileStamp },
  ): StagedFile | undefined {
    let staged = '';
    let target = path;
    try {
      target = placeOf(path);
      if (saysTheSame(target, parts())) return undefined;
      staged = `${target}.${process.pid}.tmp`;
      sweep(target);
      writeParts(staged, parts(), true);
      const mode = existsSync(target) ? statSync(target).mode : undefined;
      if (mode !== undefined) chmodSync(staged, mode & 0o7777);
      if (others(target).length > 0) {
        throw refusal({
          path,
          what,
          got: described('is being written by another process'),
          allowed: 'one process at a time',
          fix: 'run this again after the other process has ended. Nothing was written',
        });
      }
    } catch (error) {
      if (staged !== '') rmSync(staged, { force: true });
      throw asRefusal(error, path, what);
    }
    return new StagedFile(path, target, staged, what, read);
  }

  /**
   * Renames all temporary files, or none.
   *
   * @throws if a file was changed since it was read, or cannot be written
   */
  public static commit(files: readonly StagedFile[]): void {
    const done: StagedFile[] = [];
    try {
      for (const file of files) file.compare();
      for (const file of files) {
        file.place();
        done.push(file);
      }
    } catch (error) {
      for (const file of done.reverse()) file.restore();
      throw error;
    } finally {
      for (const file of files) file.discard();
    }
  }

  private constructor(
    private readonly path: string, private readonly target: string, private readonly staged: string, private readonly what: string,
    private readonly read?: { readonly stamp: FileStamp },
  ) {}

  /** Removes the temporary file. */
  public discard(): void {
    rmSync(this.staged, { force: true });
    rmSync(this.saved, { force: true });
  }

  private get saved(): string {
    return `${this.staged}.old`;
  }

  private compare(): void {
    if (!this.read || stampOf(this.target) === this.read.stamp) return;
    throw refusal({
      path: this.path, what: this.what, got: described('changed since this run read it'), allowed: 'the file as it was read',
      fix: 'run this again, to read the changes of another run or of git. Nothing was written',
    });
  }

  private place(): void {
    try {
      if (existsSync(this.target)) linkSync(this.target, this.saved);
      renameSync(this.staged, this.target);
    } catch (error) {
      throw asRefusal(error, this.path, this.what);
    }
  }

  private restore(): void {
    if (existsSync(this.saved)) renameSync(this.saved, this.target);
    else rmSync(this.target, { force: true });
  }
}

/** The real path behind links, also if the target of a link does not exist yet. */
function placeOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  try {
    if (lstatSync(path).isSymbolicLink()) return placeOf(resolve(dirname(path), readlinkSync(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return path;
}

/** Temporary files next to a file, with the id of the process that wrote each. */
function stagedBeside(target: string): { readonly file: string; readonly pid: number }[] {
  const folder = dirname(target);
  const start = `${basename(target)}.`;
  return readdirSync(folder).flatMap((name) => {
    const pid = name.startsWith(start) ? /^(\d+)\.tmp(\.old)?$/.exec(name.slice(start.length)) : null;
    return pid ? [{ file: join(folder, name), pid: Number(pid[1]) }] : [];
  });
}

function others(target: string): string[] {
  return stagedBeside(target).filter(({ pid }) => pid !== process.pid && isAlive(pid)).map(({ file }) => file);
}

/** Removes temporary files of killed processes. */
function sweep(target: string): void {
  for (const { file, pid } of stagedBeside(target)) if (pid !== process.pid && !isAlive(pid)) rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const FIXES: Record<string, string> = {
  EACCES: 'allow this user to write the file and its folder, or set TRAFFIC_MIRROR_LEDGER=read to write nothing',
  EROFS: 'the file system is read-only. Set TRAFFIC_MIRROR_LEDGER=read to write nothing',
  ENOSPC: 'the disk is full. Free some space',
  ENOENT: 'its folder does not exist. Create it',
  ENOTDIR: 'a part of its path is not a folder. Use another path',
  EISDIR: 'it is a folder. Use the path of a file',
};

function asRefusal(error: unknown, path: string, what: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  return refusal({
    path,
    what,
    got: described(`could not be written: ${code}`),
    allowed: 'a file that can be written',
    fix: `${FIXES[code] ?? (error as Error).message}. The file is unchanged`,
  });
}
