import { utimesSync, writeFileSync } from 'fs';
import { join } from 'path';
import { MirrorExport, MirrorInputAge, MirrorInventory, MirrorNetworkFacts } from '../../src';
import { temporaryFolder } from '../support/app';

const NOW = Date.parse('2026-11-26T12:00:00Z') / 1_000;
const saved = process.env.SOURCE_DATE_EPOCH;
beforeEach(() => { process.env.SOURCE_DATE_EPOCH = String(NOW); });
afterAll(() => {
  if (saved === undefined) delete process.env.SOURCE_DATE_EPOCH;
  else process.env.SOURCE_DATE_EPOCH = saved;
});

const READERS: [string, (age: MirrorInputAge) => unknown][] = [
  [
    'MirrorInventory',
    (age) => MirrorInventory.fromJson({ networkInterfaces: ['{"NetworkInterfaceSets":[]}'], instances: ['{"Instances":[]}'], ...age }),
  ],
  ['MirrorInventory', (age) => MirrorInventory.fromStateJson({ states: ['{"format_version":"1.0"}'], ...age })],
  ['MirrorNetworkFacts', (age) => MirrorNetworkFacts.fromJson({ vswitches: ['{"VSwitches":{"VSwitch":[]}}'], ...age })],
  ['MirrorExport', (age) => MirrorExport.fromJson({ sessions: ['{"TrafficMirrorSessions":[]}'], ...age })],
];

describe.each(READERS)('%s', (what, read) => {
  test.each<[string, MirrorInputAge]>([
    ['no limit and no time', {}],
    ['a time without a limit', { takenAt: '2020-01-01T00:00:00Z' }],
    ['a time within the limit', { takenAt: '2026-11-25T12:00:00Z', maxAgeHours: 24 }],
    ['a time of another zone', { takenAt: '2026-11-25T20:00:00+08:00', maxAgeHours: 24 }],
    ['a clock that is some minutes ahead', { takenAt: '2026-11-26T12:10:00Z', maxAgeHours: 1 }],
  ])('takes %s', (_, age) => {
    expect(() => read(age)).not.toThrow();
  });

  test.each<[string, MirrorInputAge, string]>([
    [
      'an input that is too old',
      { takenAt: '2026-11-25T11:59:59Z', maxAgeHours: 24 },
      `The age of ${what} is 24 hours (taken at 2026-11-25T11:59:59Z). Allowed: at most 24 hours`,
    ],
    ['a limit without a time', { maxAgeHours: 24 }, `takenAt of ${what} is not set`],
    ['a time of the future', { takenAt: '2026-11-27T12:00:00Z' }, 'Allowed: a time in the past'],
    ['a time without a zone', { takenAt: '2026-11-25T12:00:00' }, 'a time with its time zone'],
    ['no time', { takenAt: 'yesterday' }, 'a time with its time zone'],
    ['a day that is not in the calendar', { takenAt: '2026-02-30T12:00:00Z' }, 'a time with its time zone'],
    ['a limit of nothing', { takenAt: '2026-11-25T12:00:00Z', maxAgeHours: 0 }, `maxAgeHours of ${what}`],
    ['both ways to say it', { takenAt: '2026-11-25T12:00:00Z', takenAtFile: 'taken-at' }, 'one of the two'],
  ])('fails: %s', (_, age, words) => {
    expect(() => read(age)).toThrow(words);
  });

  test('reads the time from a file, whatever the times of the file are', () => {
    const file = join(temporaryFolder(), 'taken-at');
    writeFileSync(file, '2026-11-20T06:00:00Z\n');
    utimesSync(file, NOW, NOW);
    expect(() => read({ takenAtFile: file, maxAgeHours: 24 })).toThrow('at most 24 hours');
    writeFileSync(file, '2026-11-26T06:00:00Z\n');
    utimesSync(file, 0, 0);
    expect(() => read({ takenAtFile: file, maxAgeHours: 24 })).not.toThrow();
  });
});
