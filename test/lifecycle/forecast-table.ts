// Writes the table of agreement into docs/forecast.md: `npx tsx test/lifecycle/forecast-table.ts [RECORD]`. Without a record of
// FORECAST_RECORD it plays all lives with their forecasts, which takes a quarter of an hour.
import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { tableOf } from './forecast-record';
import type { ForecastRow } from './forecast-watch';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'forecast.md');

function played(): string {
  const record = join(mkdtempSync(join(tmpdir(), 'forecast-')), 'record');
  for (const config of ['jest.config.json', 'more.jest.config.json']) {
    spawnSync('npx', ['jest', '--ci', '--config', join('test', 'lifecycle', config)], {
      cwd: ROOT, stdio: 'inherit', env: { ...process.env, FORECAST: 'record', FORECAST_RECORD: record },
    });
  }
  return record;
}

const rows = readFileSync(process.argv[2] ?? played(), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as ForecastRow);
writeFileSync(PAGE, tableOf(rows, readFileSync(PAGE, 'utf8')));
