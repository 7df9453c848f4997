import { publishedTable, PUBLISHED, compiled } from './intent/published';
import { writeFileSync } from 'fs';
const t: number[] = [];
for (const p of PUBLISHED) { const c = process.cpuUsage().user; compiled(p); t.push((process.cpuUsage().user - c) / 1000); }
t.sort((a, b) => a - b);
writeFileSync('/tmp/net-table.md', publishedTable());
console.log('median', t[15], 'max', t[29]);
