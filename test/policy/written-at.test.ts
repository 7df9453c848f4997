import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import { filterIn, newApp, newStack, source, target, temporaryFolder } from '../support/app';
import {
  alicloud, MirrorEdition, MirrorFilter, MirrorLedger, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSession,
  MirrorSessionProps, MirroredFleet, PortRange,
} from '../../src';
import { run } from '../../src/cli/run';
import { gitRoot, pathBelow } from '../../src/input/git-root';
import { mapped } from '../../src/terraform/written-at';

/** As findings name it: below the git root. */
const FILE = pathBelow(gitRoot(), __filename)!;
/** The line that last called `recorded`, in the code that the runner runs: it keeps no map. */
let line = 0;

/** Records the line of the call, which is that of the constructor whose argument it is. */
function recorded<T>(value: T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  const holder = { stack: '' };
  Error.captureStackTrace(holder, recorded);
  Error.stackTraceLimit = stackTraceLimit;
  line = Number(/:(\d+):\d+\)?$/.exec(holder.stack)![1]);
  return value;
}

/** A session that is off: a warning. */
const off = (scope: Construct, id: string): MirrorSessionProps => ({
  filter: filterIn(scope, `${id}Filter`), sources: [source(`eni-${id.toLowerCase()}`)], target: target(), enabled: false,
});

/** A construct of the user's own, whose line it is. */
class Team extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new MirrorSession(this, 'Session', recorded(off(this, 'Team')));
  }
}

function traced(build: (stack: Construct) => void, config: object = {}): App {
  const app = newApp({ stackTraces: true, ...config });
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
  build(newStack(app));
  return app;
}

const places = (app: App, id: string) =>
  MirrorPolicy.of(app)
    .evaluate()
    .findings.filter((f) => f.id === id)
    .map((f) => f.location && `${f.location.file}:${f.location.line}`);

describe('a finding has the line', () => {
  test('of a session', () => {
    const app = traced((stack) => {
      new MirrorSession(stack, 'A', recorded(off(stack, 'A')));
    });
    expect(places(app, 'TM305')).toEqual([`${FILE}:${line}`]);
    expect(MirrorPolicy.of(app).evaluate().text).toContain(`\n  At      ${FILE}:${line}\n`);
  });

  test('of the user\'s own construct around it', () => {
    expect(places(traced((stack) => { new Team(stack, 'Team'); }), 'TM305')).toEqual([`${FILE}:${line}`]);
  });

  test('of a loop, once for all', () => {
    const app = traced((stack) => {
      for (const id of ['A', 'B', 'C']) new MirrorSession(stack, id, recorded(off(stack, id)));
    });
    expect(places(app, 'TM305')).toEqual(Array(3).fill(`${FILE}:${line}`));
    app.synth();
    expect(
      JSON.parse(readFileSync(join(app.outdir, 'stacks', 'stack', 'traffic-mirror.json'), 'utf8')).positions.filter((p: string) =>
        p.startsWith(`${FILE}:${line}:`),
      ),
    ).toHaveLength(1);
  });

  test('of a fleet, for each of its sessions', () => {
    const app = traced((stack) => {
      const sources = ['eni-a', 'eni-b'].map((id) => source(id, { instanceType: 'ecs.g6.large' }));
      const ledger = MirrorLedger.file(join(temporaryFolder(), 'a.lock'), { frozen: false });
      const props = { filter: filterIn(stack), sources, targets: [target()], ledger };
      new MirroredFleet(stack, 'Fleet', recorded(props));
    });
    expect(places(app, 'TM102')).toEqual(Array(2).fill(`${FILE}:${line}`));
  });

  test('of the filter, for one of its rules', () => {
    const app = traced((stack) => {
      const filter = new MirrorFilter(stack, 'Filter', recorded({}));
      filter.addInboundRule(MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) }));
      filter.addInboundRule(MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) }));
    });
    expect(places(app, 'TM211')).toEqual([`${FILE}:${line}`]);
  });

  test('of a check of the user\'s own too', () => {
    const app = traced((stack) => {
      new MirrorSession(stack, 'A', recorded(off(stack, 'A')));
      MirrorPolicy.of(stack.node.root).addCheck({
        id: 'ACME-1',
        title: 'Nothing is off',
        check: (view) => view.sessions.map(({ path }) => ({ about: path, problem: 'off', fix: 'Switch it on' })),
      });
    });
    expect(places(app, 'ACME-1')).toEqual([`${FILE}:${line}`]);
  });
});

describe('a finding has no line', () => {
  test('if the app has no stack traces', () => {
    expect(
      places(
        traced(
          (stack) => {
            new MirrorSession(stack, 'A', off(stack, 'A'));
          },
          { stackTraces: false },
        ),
        'TM305',
      ),
    ).toEqual([undefined]);
  });

  test('if another language runs the app', () => {
    process.env.JSII_AGENT = 'Python/3.12.0';
    try {
      const app = traced((stack) => { new MirrorSession(stack, 'A', off(stack, 'A')); });
      expect(places(app, 'TM305')).toEqual([undefined]);
    } finally {
      delete process.env.JSII_AGENT;
    }
  });

  test('if it is of a raw resource, which shows its path and address', () => {
    const app = traced((stack) => {
      const { filter, sources, target: to } = off(stack, 'A');
      new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, 'Raw', {
        trafficMirrorFilterId: filter.filterId,
        trafficMirrorSourceIds: sources.map((s) => s.interfaceId),
        trafficMirrorTargetId: to.targetId,
        trafficMirrorTargetType: 'SLB',
        priority: 1, virtualNetworkId: 1, enabled: false,
      });
    });
    expect(places(app, 'TM305')).toEqual([undefined]);
    expect(
      MirrorPolicy.of(app)
        .evaluate()
        .findings.filter((f) => f.id === 'TM305'),
    ).toMatchObject([{ path: 'stack/Raw', address: 'alicloud_vpc_traffic_mirror_session.Raw' }]);
  });

  test('if it is about a whole stack', () => {
    const app = traced((stack) => {
      new MirrorSession(stack, 'A', off(stack, 'A'));
      MirrorPolicy.of(stack).acknowledge('TM601', 'matches nothing');
    });
    expect(places(app, 'TM902')).toEqual([undefined]);
  });
});

test('what others set on Error stays as it is', () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  traced((stack) => { new MirrorSession(stack, 'A', off(stack, 'A')); });
  expect([Error.prepareStackTrace, Error.stackTraceLimit]).toEqual([prepareStackTrace, stackTraceLimit]);
});

test('the command has the lines of a written stack, in every report that has places', () => {
  const app = traced((stack) => {
    new MirrorSession(stack, 'A', { ...off(stack, 'A'), enabled: true, packetLength: 100 });
    new MirrorSession(stack, 'B', recorded(off(stack, 'B')));
  });
  app.synth();
  const report = (format: string): string => {
    const lines: string[] = [];
    run(['check', app.outdir, '--out', format], { out: (text) => lines.push(text), error: () => undefined });
    return lines.join('\n');
  };
  expect(report('text')).toContain(`  At      ${FILE}:${line}`);
  expect(JSON.parse(report('json')).findings.find((f: any) => f.id === 'TM305').location).toMatchObject({ file: FILE, line });
  const [{ results }] = JSON.parse(report('sarif')).runs;
  const { artifactLocation: { uri }, region: { startLine } } = results.find((r: any) => r.ruleId === 'TM305').locations[0].physicalLocation;
  expect([uri, startLine]).toEqual([FILE, line]);
  expect(report('github')).toContain(`file=${FILE},line=${line},`);
  expect(JSON.parse(report('codequality')).find((e: any) => e.check_name === 'TM305').location).toEqual({
    path: FILE,
    lines: { begin: line },
  });
  expect(report('junit')).toContain(`file="${FILE}" line="${line}"`);
  expect(report('html')).toContain(`${FILE}:${line}`);
});

test('a statements file with positions that are none gives no place', () => {
  const app = traced((stack) => { new MirrorSession(stack, 'A', off(stack, 'A')); });
  app.synth();
  const file = join(app.outdir, 'stacks', 'stack', 'traffic-mirror.json');
  const statements = JSON.parse(readFileSync(file, 'utf8'));
  for (const positions of [['main.ts'], [7], ['main.ts:0'], []]) {
    writeFileSync(file, JSON.stringify({ ...statements, positions }));
    const lines: string[] = [];
    run(['check', app.outdir, '--out', 'json'], { out: (text) => lines.push(text), error: () => undefined });
    expect(JSON.parse(lines.join('')).findings.find((f: any) => f.id === 'TM305').location.file).toMatch(/cdk\.tf\.json$/);
  }
});

describe('compiled code', () => {
  // Line 2, column 1 of the compiled file is line 5, column 3 of the source.
  const map = { version: 3, file: 'main.js', sources: ['src/main.ts'], names: [], mappings: ';AAIE' };
  const compiled = (reference: (folder: string) => string): string => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'main.js.map'), JSON.stringify({ ...map, sources: ['../src/main.ts'] }));
    writeFileSync(join(folder, 'dist', 'main.js'), `"use strict";\nmake();\n${reference(folder)}\n`);
    return folder;
  };

  test.each<[string, (folder: string) => string]>([
    ['a map beside it', () => '//# sourceMappingURL=main.js.map'],
    [
      'a map in it',
      () =>
        `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify({ ...map, sources: ['../src/main.ts'] })).toString('base64')}`,
    ],
    [
      'a map with addresses',
      (folder) =>
        `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify({ ...map, sources: [`file://${folder}/src/main.ts`] }))}`,
    ],
  ])('is mapped by %s', (_, reference) => {
    const folder = compiled(reference);
    expect(mapped(join(folder, 'dist', 'main.js'), 2, 1)).toEqual({ file: join(folder, 'src', 'main.ts'), line: 5, column: 3 });
  });

  test.each<[string, string]>([
    ['no map', ''],
    ['a map that is not there', '//# sourceMappingURL=none.map'],
    ['a map that is none', '//# sourceMappingURL=data:application/json,none'],
    [
      'a source that is no file',
      `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify({ ...map, sources: ['webpack://app/src/main.ts'] }))}`,
    ],
  ])('is not mapped by %s', (_, reference) => {
    expect(mapped(join(compiled(() => reference), 'dist', 'main.js'), 2, 1)).toBeUndefined();
  });
});

