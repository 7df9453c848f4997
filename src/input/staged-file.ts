import { chmodSync, existsSync, linkSync, lstatSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { saysTheSame, writeParts } from './text-file';
import { refusal } from '../net/refusal';

/** What a file was when it was read: another one after any write, also of the same bytes. Nothing if there was none. */
export type FileStamp = string | undefined;

/** The stamp of a file now. */
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
 * A file that is written whole or not at all: first next to its place, then into it by a rename. A link stays a link,
 * the mode stays, and what somebody else wrote meanwhile is not overwritten.
 */
export class StagedFile {
  /**
   * Writes the file next to its place. Nothing is written if it has this text already.
   *
   * @param parts gives the parts of its text, from the first on each time it is called
   * @param what what errors call it
   * @param read its stamp when it was read. Left out where whatever is there may be replaced
   * @throws if it cannot be written
   */
  public static stage(path: string, parts: () => Iterable<string>, what: string, read?: { readonly stamp: FileStamp }): StagedFile | undefined {
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
        throw refusal({ path, what, got: 'another process that writes it at this moment', allowed: 'one at a time', fix: 'run this again once the other is through; nothing of it was written' });
      }
    } catch (error) {
      if (staged !== '') rmSync(staged, { force: true });
      throw asRefusal(error, path, what);
    }
    return new StagedFile(path, target, staged, what, read);
  }

  /**
   * Puts all of them into their places, or none.
   *
   * @throws if one of them was changed since it was read, or cannot be written
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

  /** Takes away what was written next to the place. */
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
      path: this.path, what: this.what, got: 'a file that changed since this run read it', allowed: 'the file as it was read',
      fix: 'run this again: it reads what another run or git has written meanwhile, and nothing of this run was written',
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

/** If a path leads, over links, also over one whose end is not there yet. */
function placeOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  try {
    if (lstatSync(path).isSymbolicLink()) return placeOf(resolve(dirname(path), readlinkSync(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return path;
}

/** Files that processes have written next to a place, with the id of each process. */
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

/** Takes away what killed processes have left. */
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
  EACCES: 'let this user write the file and its folder, or set TRAFFIC_MIRROR_LEDGER=read where nothing is to be written',
  EROFS: 'the file system is read-only: set TRAFFIC_MIRROR_LEDGER=read where nothing is to be written',
  ENOSPC: 'the disk is full: make room',
  ENOENT: 'its folder is not there: make it',
  ENOTDIR: 'a part of its path is no folder: name another path',
  EISDIR: 'it is a folder: name a file',
};

function asRefusal(error: unknown, path: string, what: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  return refusal({ path, what, got: `${code} as it was written`, allowed: 'a file that can be written', fix: `${FIXES[code] ?? (error as Error).message}; it is as it was` });
}
