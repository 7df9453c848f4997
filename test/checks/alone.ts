import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { documents, Fixture, right } from './fixtures';

/** The outcomes of one check. */
export interface Alone {
  /** The number of subjects that passed. */
  readonly passed: number;
  /** Severity, reason, path and subject of each finding, and its number of subjects if there are several. */
  readonly found: string[];
  /** The values in the texts of each finding, English. */
  readonly values: Record<string, any>[];
}

/** Runs one check alone on an app. */
export function alone(id: string, app: StackDocument[], edition = MirrorEdition.EDITION_2026): Alone {
  const { findings, passed } = runChecks(new MirrorModel(app), edition, ALL_CHECKS.filter((c) => c.id === id));
  const all = findings.map((f) => ({ ...findingOf(f), subject: f.subjectName ?? f.subject, count: f.count }));
  return {
    passed: passed[id],
    found: all.map(({ severity, reason, path, subject, count }) =>
      [severity, reason, path, ...subject === '' ? [] : [subject], ...count === 1 ? [] : [`(${count})`]].join(' ')),
    values: all.map(({ parameters }) => parameters),
  };
}

/** Runs one check alone on the right app with a change. */
export function changed(id: string, change: (f: Fixture) => void, edition?: MirrorEdition): Alone {
  const f = right();
  change(f);
  return alone(id, documents(f), edition);
}
