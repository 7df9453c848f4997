import { readFileSync } from 'fs';
import { findSourceMap, SourceMap } from 'module';
import { dirname, isAbsolute, join, resolve, sep } from 'path';
import { fileURLToPath, pathToFileURL } from 'url';
import { DISABLE_STACK_TRACE_IN_METADATA } from 'cdktf';
import { IConstruct } from 'constructs';
import type { MirrorLocation } from '../checks/finding';
import { gitRoot, pathBelow } from '../input/git-root';
import { callSites } from '../net/call-sites';

/** Frames that are looked at: those of our constructors, of a few that wrap them, and the user's. */
const FRAMES = 12;
/** This library, as it is compiled or run from source. */
const OURS = join(__dirname, '..') + sep;
/** Modules of packages, and the program that runs constructs for another language. */
const PACKAGE = /[\\/]node_modules[\\/]/;
const HOST = /[\\/]@jsii[\\/]|[\\/]jsii-runtime|[\\/]jsii-kernel/;

/** By the position in the code that runs, which a loop passes thousands of times. Nothing for code outside the repository. */
const known = new Map<string, MirrorLocation | undefined>();
const enabled = new WeakMap<IConstruct, boolean>();

/**
 * The user's line that makes a construct: the nearest frame that is neither of a package nor of this library. Nothing if the
 * app has `stackTraces: false`, or if another language runs it.
 */
export function writtenAt({ node: { root } }: IConstruct): MirrorLocation | undefined {
  let on = enabled.get(root);
  if (on === undefined) {
    // The runtimes of jsii set it, whatever the language.
    on = !root.node.tryGetContext(DISABLE_STACK_TRACE_IN_METADATA) && process.env.JSII_AGENT === undefined;
    enabled.set(root, on);
  }
  return on ? nearestOf(callSites(writtenAt, FRAMES)) : undefined;
}

function nearestOf(sites: readonly NodeJS.CallSite[]): MirrorLocation | undefined {
  for (let i = 0; i < sites.length; i++) {
    const file = sites[i].getFileName();
    if (!file || file.startsWith('node:') || file.startsWith(OURS) || PACKAGE.test(file)) {
      if (file && HOST.test(file)) return undefined;
      continue;
    }
    const [line, column] = [sites[i].getLineNumber(), sites[i].getColumnNumber()];
    const key = `${line}:${column}:${file}`;
    if (!known.has(key)) {
      known.set(key, line === null || column === null ? undefined : located({ file, line, column }, shown(i, sites.length)));
    }
    return known.get(key);
  }
  return undefined;
}

interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** @param as the position as the loader of the app shows it */
function located(raw: Position, as: Position | undefined): MirrorLocation | undefined {
  const file = pathOf(raw.file);
  if (file === undefined) return undefined;
  const isMapped = as !== undefined && (as.file !== file || as.line !== raw.line || as.column !== raw.column);
  const at = isMapped ? as : mapped(file, raw.line, raw.column) ?? { ...raw, file };
  const path = pathBelow(gitRoot(), at.file);
  return path === undefined || PACKAGE.test(at.file) ? undefined : Object.freeze({ file: path, line: at.line, column: at.column });
}

/** Modules have addresses, and some loaders add a query. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return isAbsolute(url) ? url : undefined;
  return fileURLToPath(url.replace(/[?#].*$/, ''));
}

const maps = new Map<string, SourceMap | undefined>();

/**
 * The position in the source of one in the code that runs, by the map that node knows or that the compiled file names.
 * Nothing without a map.
 */
export function mapped(file: string, line: number, column: number): Position | undefined {
  if (!maps.has(file)) maps.set(file, findSourceMap(file) ?? findSourceMap(pathToFileURL(file).href) ?? writtenMap(file));
  const map = maps.get(file);
  if (!map) return undefined;
  const entry = map.findEntry(line - 1, column - 1) as Partial<{ originalSource: string; originalLine: number; originalColumn: number }>;
  if (entry.originalSource === undefined || entry.originalLine === undefined) return undefined;
  const source = entry.originalSource;
  const path = source.startsWith('file:')
    ? fileURLToPath(source)
    : /^[a-z][a-z+.-]+:/i.test(source) ? undefined : resolve(dirname(file), map.payload.sourceRoot ?? '', source);
  return path === undefined ? undefined : { file: path, line: entry.originalLine + 1, column: (entry.originalColumn ?? 0) + 1 };
}

const MAP = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/m;

/** The map next to a compiled file, or in it. */
function writtenMap(file: string): SourceMap | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    const [, url] = MAP.exec(text.slice(text.lastIndexOf('sourceMappingURL=') - 10)) ?? [];
    if (url === undefined) return undefined;
    const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url);
    const json = inline
      ? inline[1] ? Buffer.from(inline[2], 'base64').toString('utf8') : decodeURIComponent(inline[2])
      : readFileSync(resolve(dirname(file), url), 'utf8');
    return new SourceMap(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/**
 * A frame as an error shows it: --enable-source-maps, tsx, ts-node and test runners map it, each in a different way.
 *
 * @param of how many frames there are: a loader that leaves some out shows none of them for sure
 */
function shown(index: number, of: number): Position | undefined {
  const { stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder, writtenAt);
  Error.stackTraceLimit = stackTraceLimit;
  const frames = typeof holder.stack === 'string' ? holder.stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const [, url, line, column] = frames.length === of
    ? /(?:\(|at (?:async )?)((?:file:\/\/)?[^()\n]+):(\d+):(\d+)\)?\s*$/.exec(frames[index]) ?? []
    : [];
  const file = url === undefined ? undefined : pathOf(url);
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}
