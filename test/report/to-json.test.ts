// What other languages read in one call, since each value costs them a call otherwise.
import { join } from 'path';
import { isReport, valid } from './formats';
import { filterIn, newApp, newStack, source, target } from '../support/app';
import { MirrorInventory, MirrorPolicy, MirrorReport, MirrorSelector, MirrorSession } from '../../src';

const ESTATE = join(__dirname, '..', '..', 'examples', 'estates', 'estate-120');

test('an evaluation and its report hold every finding', () => {
  const app = newApp();
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', {
    filter: filterIn(stack, 'Filter'),
    sources: [source('eni-1', { instanceType: undefined })],
    target: target(),
    enabled: false,
  });
  app.synth();
  const evaluation = MirrorPolicy.of(app).evaluate();
  const { findings, edition, ok, passed } = JSON.parse(evaluation.toJson());
  expect(findings.length).toBeGreaterThan(1);
  expect(findings).toEqual(JSON.parse(JSON.stringify(evaluation.findings)));
  expect([edition, ok, passed.TM201]).toEqual(['2023', true, evaluation.passed('TM201')]);

  const report = valid(isReport, MirrorReport.of(app).toJson());
  const fingerprints = (list: any[]): string[] => list.map((f) => f.fingerprint).sort();
  expect(fingerprints(report.findings)).toEqual(fingerprints(findings));
});

test('an inventory and a selection hold every interface', () => {
  const inventory = MirrorInventory.fromFiles({
    networkInterfaces: [join(ESTATE, 'network-interfaces.json')],
    instances: [join(ESTATE, 'instances.json')],
  });
  const { interfaces } = JSON.parse(inventory.toJson());
  expect(interfaces).toEqual(JSON.parse(JSON.stringify(inventory.interfaces)));
  expect(interfaces).toHaveLength(141);

  const selection = inventory.select({ include: [MirrorSelector.tag('role', 'web')] });
  const { decisions, selected, counts } = JSON.parse(selection.toJson());
  expect(decisions).toEqual(JSON.parse(JSON.stringify(selection.decisions)));
  expect(decisions.filter((d: any) => d.selected)).toHaveLength(selected);
  expect(counts.reduce((sum: number, c: any) => sum + c.count, 0)).toBe(141);
});
