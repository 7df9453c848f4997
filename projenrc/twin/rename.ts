// It comes with projen and jsii, for development alone.
import * as ts from 'typescript';
import { CDKTF, CDKTN } from '../twins';

/** The names under which the two are imported. */
const MODULES: ReadonlyArray<readonly [string, string]> = [
  [CDKTF.module, CDKTN.module],
  [CDKTF.packageName, CDKTN.packageName],
  [CDKTF.generator, CDKTN.generator],
];

/**
 * A TypeScript source of the twin. Imports name the twin's modules, and comments are about the twin. Everything else stays as it
 * is: what depends on the framework comes from `src/net/framework.ts`.
 */
export function inSource(text: string): string {
  let renamed = '';
  let at = 0;
  for (const { start, end, module } of tokens(text)) {
    const literal = text.slice(start, end);
    renamed += inProse(text.slice(at, start)) + (module === undefined ? literal : `${literal[0]}${module}${literal[0]}`);
    at = end;
  }
  return renamed + inProse(text.slice(at));
}

/** The texts of a source that name the framework, apart from its imports. `inSource` does not rename them. */
export function textsAboutFramework(text: string): string[] {
  return tokens(text).filter(({ isText, module }) => isText && module === undefined).map(({ start, end }) => text.slice(start, end))
    .filter((literal) => inProse(literal) !== literal);
}

interface Token {
  readonly start: number;
  readonly end: number;
  /** It is a literal, and not an identifier. */
  readonly isText: boolean;
  /** What is imported by it in the twin. */
  readonly module?: string;
}

/** All literals, also the parts of templates, and all identifiers of a source, in their order. */
function tokens(text: string): Token[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found: Token[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push({ start: node.getStart(), end: node.end, isText: true, module: isModuleName(node) ? moduleOf(node.text) : undefined });
    } else if (ts.isIdentifier(node)) {
      found.push({ start: node.getStart(), end: node.end, isText: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const LOADS = /^(import|require|require\.resolve|jest\.requireActual)$/;

function isModuleName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  return ts.isCallExpression(parent) && parent.arguments[0] === node && LOADS.test(parent.expression.getText());
}

function moduleOf(name: string): string | undefined {
  const [ours, twins] = MODULES.find(([module]) => name === module || name.startsWith(`${module}/`)) ?? [];
  return ours === undefined ? undefined : twins + name.slice(ours.length);
}

/**
 * A text about the twin. The files that both frameworks read and write keep their names: `cdktf.json`, `cdktf.out`, and whatever begins
 * with CDKTF. So do addresses on the web, which lead to this repository, and npm scopes.
 */
export function inProse(text: string): string {
  return text
    .replace(/(?<!https?:\/\/\S*|[@\w.-])cdktf(?!\.(?:json|out)\b|\w)/g, CDKTN.module)
    .replace(/(?<!https?:\/\/\S*|[@\w.-])cdktf(?=_alicloud_traffic_mirror\b)/g, CDKTN.module);
}
