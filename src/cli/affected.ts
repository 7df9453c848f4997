import { existsSync } from 'fs';
import { basename, dirname } from 'path';
import { Command, ExitCode } from './command';
import { readText } from '../input/readable-file';
import { LANGUAGE_OPTION, languageOf } from './language';
import { stackFilesIn } from '../door/written-stacks';
import { stableJson } from '../fleet/stable-json';
import { isObject } from '../model/terraform-form';
import { gather } from '../net/gather';
import { described, refusal } from '../net/refusal';
import { printable } from '../report/report-data';
import { commandWords } from '../texts/catalogue';
import { FRAMEWORK } from '../net/framework';

/** `affected`: lists the stacks that differ between two synths, and the stacks that depend on them. */
export const affectedCommand: Command = {
  words: 'affected',
  about: `list the stacks whose Terraform differs between two outputs of ${FRAMEWORK.module} synth, and the stacks that depend on them`,
  defaultFile: 'cdktf.out',
  files: ['BASE', 'NEW'],
  filesAbout: `the output folders of ${FRAMEWORK.module} synth before and after the change`,
  options: [{ name: 'json', about: 'the same as JSON, for the matrix of a pipeline' }, LANGUAGE_OPTION],
  run(given, terminal) {
    const { files } = given;
    const words = commandWords(languageOf(given, 'traffic-mirror affected').people);
    if (files.length !== 2) {
      throw refusal({
        path: 'traffic-mirror affected',
        what: 'BASE and NEW',
        got: files.join(' ') || undefined,
        allowed: 'two folders',
        fix: 'pass the output folders of the synth before and after the change',
      });
    }
    const [base, now] = files.map(stacksOf);
    const changed = [...now].filter(([name, { text }]) => base.get(name)?.text !== text).map(([name]) => name).sort();
    const removed = [...base.keys()].filter((name) => !now.has(name)).sort();
    const dependent = dependentOn(new Set([...changed, ...removed]), now).sort();
    if (given.has('json')) {
      terminal.out(JSON.stringify({ changed, dependent, removed }));
    } else {
      const lines = [
        ...changed.map((name) => base.has(name) ? name : words.stackNew(name)), ...dependent.map(words.stackDepends),
        ...removed.map(words.stackRemoved),
      ];
      for (const line of lines) terminal.out(printable(line));
    }
    return ExitCode.FINE;
  },
};

interface Stack {
  /** The Terraform of the stack without metadata, in a fixed order. */
  readonly text: string;
  readonly needs: readonly string[];
}

function stacksOf(folder: string): Map<string, Stack> {
  const paths = existsSync(folder) ? stackFilesIn(folder) : [];
  if (paths.length === 0) {
    throw refusal({
      path: folder,
      what: 'the folder',
      got: described('has no synthesized stack'),
      allowed: `the output folder of ${FRAMEWORK.module} synth`,
      fix: `run ${FRAMEWORK.module} synth, and pass its output folder`,
    });
  }
  const needs = dependencies(folder);
  return new Map(paths.map((path) => {
    const name = basename(dirname(path));
    return [name, { text: [...stableJson(written(path, 'the stack', withoutMetadata))].join(''), needs: needs.get(name) ?? [] }];
  }));
}

/** The dependencies of each stack, from the manifest. */
function dependencies(folder: string): Map<string, readonly string[]> {
  const file = `${folder}/manifest.json`;
  if (!existsSync(file)) return new Map();
  return written(file, 'the manifest', ({ stacks }: { stacks?: Record<string, { dependencies?: string[] }> }) =>
    new Map(Object.entries(stacks ?? {}).map(([name, { dependencies: of = [] }]) => [name, of])));
}

/** Reads a file that cdktf wrote. */
function written<T>(path: string, what: string, read: (json: any) => T): T {
  const { text } = readText(path, what);
  try {
    return read(JSON.parse(text));
  } catch {
    throw refusal({
      path,
      what,
      got: described('is not JSON'),
      allowed: `a file that ${FRAMEWORK.module} synth has written`,
      fix: `run ${FRAMEWORK.module} synth again`,
    });
  }
}

/** The Terraform without construct paths, ids and cdktf versions, which do not count as differences. */
function withoutMetadata(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutMetadata);
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== '//').map(([key, value]) => [key, withoutMetadata(value)]));
}

function dependentOn(changed: ReadonlySet<string>, stacks: ReadonlyMap<string, Stack>): string[] {
  const users = new Map<string, string[]>();
  for (const [name, { needs }] of stacks) for (const need of needs) gather(users, need, name);
  const found = new Set<string>();
  const queue = [...changed];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const user of users.get(next) ?? []) {
      if (changed.has(user) || found.has(user)) continue;
      found.add(user);
      queue.push(user);
    }
  }
  return [...found];
}
