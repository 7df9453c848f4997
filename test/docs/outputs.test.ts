// The errors and findings that pages show are those of the library. Other tests hold the outputs of commands.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { MirrorCollector, MirrorExport, MirrorSensor } from '../../src';
import { sentences } from '../../src/texts/catalogue';
import { session, sessions } from '../export/builders';
import { messageOf, newApp, newStack, temporaryFolder } from '../support/app';

const page = (name: string): string => readFileSync(join(__dirname, '..', '..', 'docs', `${name}.md`), 'utf8');

test('docs/adoption.md shows the error of a wrong record', () => {
  const folder = temporaryFolder();
  const pages = [
    sessions([session('a', 1), session('b', 2), session('bp1web', 12)], { NextToken: 'next', TotalCount: 10 }),
    sessions([3, 4, 5, 6, 7, 8].map((n) => session(`c${n}`, n)).concat(session('bp1dmz', 12)), { NextToken: '', TotalCount: 10 }),
  ];
  const file = join(folder, 'mirror-sessions.json');
  writeFileSync(file, pages.map((one) => JSON.stringify(one)).join('\n'));
  const message = messageOf(() => MirrorExport.fromFiles({ sessions: [file] }));
  expect(page('adoption')).toContain(message.split(`${folder}/`).join(''));
});

test('docs/collector.md shows the error of rules that do not fit', () => {
  const collector = new MirrorCollector(newStack(newApp(), 'net'), 'Collector', {
    sensors: [MirrorSensor.networkInterface('eni-bp1one')], securityGroupIds: ['sg-bp1sensors'],
  });
  // No two of them share a block of four addresses, except the first and the last: their block has two more.
  const addresses = [...Array.from({ length: 200 }, (_, i) => `10.${i}.0.0/32`), '10.0.0.3/32'];
  expect(page('collector')).toContain(messageOf(() => collector.allowFromCidrs(addresses)));
});

test('docs/proof.md shows a finding with its packet and CIDRs', () => {
  const { problem, fix } = sentences('TM403', 'noRule', {
    target: 'eni-bp1sensor', refused: 3, total: 40, groups: ['sg-bp1sensor'], packet: '10.20.0.6:49152 -> 10.10.9.5:4789/udp',
    sources: ['eni-bp1a (10.20.0.6)', 'eni-bp1b (10.20.0.7)', 'eni-bp1c (10.20.0.9)'],
    snippet: 'alicloud_security_group_rule { security_group_id = "sg-bp1sensor", ... }', cidrs: ['10.20.0.6/31', '10.20.0.9/32'],
  }, { path: '', subject: '', count: 1 }, 'constructs');
  expect(page('proof')).toContain(`ERROR TM403  ${problem}\n  Fix     ${fix}\n`);
});
