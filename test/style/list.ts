// Lists the places of the counted habits: npx tsx test/style/list.ts [habit] [folder].
import { join } from 'path';
import { HABITS } from './habits';
import { proseOf } from './prose';

const [habit = '', folder = ''] = process.argv.slice(2);
for (const { file, line, text } of proseOf(join(__dirname, '..', '..'))) {
  if (!file.startsWith(folder)) continue;
  for (const { name, pattern } of HABITS) {
    const found = name.startsWith(habit) ? text.match(pattern) : null;
    if (found) console.log(`${file}:${line} [${name}: ${found.join(', ')}] ${text.trim()}`);
  }
}
