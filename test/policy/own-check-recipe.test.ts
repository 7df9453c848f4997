import { readFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformResource } from 'cdktf';
import { filterIn, messageOf, newApp, newStack, source, synth, target } from '../support/app';
import { IMirrorCheck, MirrorPolicy, MirrorSession } from '../../src';
import { run } from '../../src/cli/run';

// The example has types of its own.
const { ProductionVniCheck } = jest.requireActual<{ ProductionVniCheck: new () => IMirrorCheck }>(
  '../../examples/own-check/production-vni-check',
);
const page = readFileSync(join(__dirname, '..', '..', 'docs', 'recipes', 'own-check.md'), 'utf8');

function app(virtualNetworkId: number | undefined, env: string, change: (resource: TerraformResource) => void = () => undefined): App {
  const made = newApp();
  MirrorPolicy.of(made).addCheck(new ProductionVniCheck());
  const stack = newStack(made, 'own-check');
  const session = new MirrorSession(stack, 'Web', {
    filter: filterIn(stack),
    sources: [source('eni-web')],
    target: target(),
    priority: 1,
    virtualNetworkId,
    tags: { env },
  });
  change(session.node.defaultChild as TerraformResource);
  return made;
}

const found = (...of: [number | undefined, string?, ((resource: TerraformResource) => void)?]) =>
  MirrorPolicy.of(app(of[0], of[1] ?? 'prod', of[2]))
    .evaluate()
    .findings.filter(({ id }) => id === 'ACME-1')
    .map(({ severity, reason }) => `${severity} ${reason}`);

test('the check decides every case', () => {
  const token = '${var.vni}' as unknown as number;
  expect([found(1000), found(1999), found(7, 'test')]).toEqual([[], [], []]);
  expect([found(999), found(2000), found(1001, 'prod', (raw) => raw.addOverride('virtual_network_id', null)), found(token)]).toEqual([
    ['error violated'],
    ['error violated'],
    ['error random'],
    ['undecided undecided'],
  ]);
});

test('the page shows the finding, which the command reports too', () => {
  const [, block] = /^```text\n([^]*?)\n```$/m.exec(page)!;
  const refused = app(7, 'prod');
  expect(messageOf(() => refused.synth()).replace(/^ +/gm, '')).toContain(block.replace(/^ +/gm, ''));
  const out: string[] = [];
  expect(run(['check', refused.outdir], { out: (line) => out.push(line), error: () => undefined })).toBe(1);
  expect(out.join('\n')).toContain(block);
  const fine = app(1001, 'prod');
  synth(fine);
  expect(MirrorPolicy.of(fine).evaluate().passed('ACME-1')).toBe(1);
});
