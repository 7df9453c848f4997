import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';

const ROOT = join(__dirname, '..', '..');
const RECIPES = readdirSync(join(ROOT, 'docs', 'recipes')).map((page) => basename(page, '.md'));

test('each recipe has an app', () => {
  expect(RECIPES.length).toBeGreaterThanOrEqual(8);
  expect(readdirSync(join(ROOT, 'examples'))).toEqual(expect.arrayContaining(RECIPES));
});

test.each(RECIPES)('%s writes its filters by intent', (recipe) => {
  const app = readFileSync(join(ROOT, 'examples', recipe, 'main.ts'), 'utf8');
  expect(app).toContain('MirrorIntent.of(');
  expect(app).not.toContain('MirrorRule');
});
