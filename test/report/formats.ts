import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { MirrorEvaluation, MirrorFinding, MirrorSeverity } from '../../src';
import type { ReportData } from '../../src/report/report-data';
import { SarifProfile, sarifReport } from '../../src/report/sarif-report';

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

/** The elements of a document with their attributes and texts. `xmlErrors` tells whether it is XML. */
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
      const element = {
        name,
        attributes: Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, plain(v)])),
        text: '',
      };
      elements.push(element);
      if (!empty) open.push(element);
    } else if (content !== undefined && open.length > 0) {
      open[open.length - 1].text += plain(content);
    }
  }
  expect(open).toEqual([]);
  return elements;
}

const XUNIT = readFileSync(join(ROOT, 'test', 'support', 'schemas', 'junit-10.xsd'), 'utf8');
const MANY = { initialMemoryPages: 64 * memoryPages.MiB, maxMemoryPages: memoryPages.GiB };

/**
 * What libxml2 reports for a document:
 * whether it is well-formed, and for `strict` whether the schema of Jenkins' xUnit plugin allows it.
 */
export async function xmlErrors(text: string, dialect: 'default' | 'strict'): Promise<readonly string[]> {
  const file = { fileName: 'report.xml', contents: text };
  const { errors } = await (dialect === 'strict'
    ? validateXML({ xml: file, schema: XUNIT, ...MANY })
    : validateXML({ xml: file, normalization: 'c14n', ...MANY }));
  return errors.map(({ rawMessage }) => rawMessage);
}

/** An annotation, as the runner of GitHub Actions reads a line of a log. */
export interface Command {
  readonly command: string;
  readonly properties: Record<string, string>;
  readonly message: string;
}

/** Reads a line by the grammar of the runner: `::command key=value,key=value::message`, each part escaped by its own rule. */
export function commandOf(line: string): Command | undefined {
  const [, command, properties, message] = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/s.exec(line) ?? [];
  if (command === undefined) return undefined;
  const unescaped = (text: string) => text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
  const property = (text: string) => unescaped(text.replace(/%3A/g, ':').replace(/%2C/g, ','));
  const pairs = (properties ?? '').split(',').filter((pair) => pair !== '').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), property(pair.slice(at + 1))];
  });
  return { command, properties: Object.fromEntries(pairs), message: unescaped(message) };
}

/** What GitLab requires of a code quality report. */
export const isCodeQuality = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\.?/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

export const SCREEN = { width: 0, colour: false };
export const PROFILES = ['standard', 'github', 'gitlab'] as const;
export const DIALECTS = ['default', 'strict'] as const;

/** The data of a report, with nothing but an evaluation. */
export function data(evaluation: MirrorEvaluation, more: Partial<ReportData> = {}): ReportData {
  return {
    evaluation,
    files: new Map(),
    kinds: ['1 synthesized stack'],
    incomplete: [],
    notes: [],
    version: '0.1.0',
    root: process.cwd(),
    ...more,
  };
}

/** The same evaluation with other findings. */
export function withFindings(
  evaluation: MirrorEvaluation,
  findings: Partial<Record<'findings' | 'acknowledged' | 'baselined', MirrorFinding[]>>,
): ReportData {
  const of = (severity: MirrorSeverity) => ({ value: (findings.findings ?? evaluation.findings).filter((f) => f.severity === severity) });
  return data(Object.create(evaluation, {
    ...Object.fromEntries(Object.entries(findings).map(([fate, value]) => [fate, { value }])),
    errors: of(MirrorSeverity.ERROR), warnings: of(MirrorSeverity.WARNING), undecided: of(MirrorSeverity.UNDECIDED),
  }));
}

/** The results of a SARIF report. */
export const results = (given: ReportData, profile: SarifProfile): any[] => JSON.parse(sarifReport(given, profile)).runs[0].results;
