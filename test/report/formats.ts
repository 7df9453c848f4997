import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';

function metaSchema(draft: string): object {
  return JSON.parse(readFileSync(require.resolve(`ajv/lib/refs/json-schema-draft-${draft}.json`), 'utf8'));
}

function schema(path: string): Ajv.ValidateFunction {
  const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore', allErrors: true });
  ajv.addMetaSchema(metaSchema('04'));
  ajv.addMetaSchema(metaSchema('07'));
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
}

const ROOT = join(__dirname, '..', '..');
export const isSarif = schema(join(ROOT, 'test', 'support', 'schemas', 'sarif-2.1.0-rtm.5.json'));
export const isReport = schema(join(ROOT, 'schema', 'report-1.schema.json'));

export function valid(check: Ajv.ValidateFunction, text: string): any {
  const json = JSON.parse(text);
  check(json);
  expect(check.errors ?? []).toEqual([]);
  return json;
}

/** Reads XML strictly: well-formed, characters of XML 1.0 only. Gives elements with their attributes. */
export function xml(text: string): { name: string; attributes: Record<string, string>; text: string }[] {
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  const token = /<\?xml[^>]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  const plain = (part: string) => {
    expect(part.replace(/&(?:amp|lt|gt|quot|#\d+);/g, '')).not.toMatch(/[&<]|\]\]>/);
    return part.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
  };
  for (token.lastIndex = 0; token.lastIndex < text.length;) {
    const at = token.lastIndex;
    const m = token.exec(text);
    if (!m) throw new Error(`not XML at ${text.slice(at, at + 60)}`);
    const [, end, name, attributes, empty, content] = m;
    if (end !== undefined) {
      expect(open.pop()!.name).toBe(end);
    } else if (name !== undefined) {
      const element = { name, attributes: Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, plain(v)])), text: '' };
      elements.push(element);
      if (!empty) open.push(element);
    } else if (content !== undefined && open.length > 0) {
      open[open.length - 1].text += plain(content);
    }
  }
  expect(open).toEqual([]);
  return elements;
}

/** What the schema of Jenkins' xUnit plugin allows, by element. */
export const XUNIT: Record<string, string[]> = {
  'testsuites': ['name', 'tests', 'failures', 'errors'], 'testsuite': ['name', 'tests', 'failures', 'errors', 'skipped'], 'testcase': ['name', 'classname'],
  'failure': ['type', 'message'], 'skipped': ['message'], 'system-out': [],
};
