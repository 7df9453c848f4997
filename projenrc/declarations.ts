// The declarations that a user of the package can reach: without those of internal parts, internal members, and the comments of
// private members.
import { existsSync } from 'fs';
import { dirname, join } from 'path';
import * as ts from 'typescript';

/** Every name of a file. */
const ALL = '*';

type Import = { readonly from: ts.Node; readonly name: string };

/** One file: what it declares, imports and exports again. */
class DeclarationFile {
  readonly declared = new Map<string, ts.Statement[]>();
  readonly imported = new Map<string, Import>();
  /** Names that it exports of its own declarations. */
  readonly exported: string[] = [];
  /** What it exports from other files. */
  readonly again: Import[] = [];
  readonly source: ts.SourceFile;

  constructor(readonly path: string, text: string) {
    this.source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    for (const statement of this.source.statements) this.read(statement);
  }

  private read(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement)) {
      const { moduleSpecifier: from, importClause: { name, namedBindings } = {} } = statement;
      if (name) this.imported.set(name.text, { from, name: 'default' });
      if (namedBindings && ts.isNamespaceImport(namedBindings)) this.imported.set(namedBindings.name.text, { from, name: ALL });
      if (namedBindings && ts.isNamedImports(namedBindings)) {
        for (const one of namedBindings.elements) this.imported.set(one.name.text, { from, name: (one.propertyName ?? one.name).text });
      }
    } else if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier: from, exportClause } = statement;
      if (!from) return;
      if (!exportClause || ts.isNamespaceExport(exportClause)) this.again.push({ from, name: ALL });
      else for (const one of exportClause.elements) this.again.push({ from, name: (one.propertyName ?? one.name).text });
    } else {
      const names = ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : [(statement as ts.DeclarationStatement).name?.getText()].filter((name) => name !== undefined);
      for (const name of names) this.declared.set(name, [...this.declared.get(name) ?? [], statement]);
      const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) ?? [] : [];
      if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) this.exported.push(...names);
    }
  }

  /** The file that a module of the package lies in; undefined for modules of others. */
  fileOf(specifier: ts.Node): string | undefined {
    const { text } = specifier as ts.StringLiteral;
    if (!text.startsWith('.')) return undefined;
    const path = join(dirname(this.path), text);
    const found = [`${path}.d.ts`, join(path, 'index.d.ts')].find((candidate) => existsSync(candidate));
    if (found === undefined) throw new Error(`${this.path} leads to ${text}, which has no declaration`);
    return found;
  }
}

const isInternal = (node: ts.Node): boolean => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');
const isPrivate = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
const isMember = (node: ts.Node): boolean => ts.isClassElement(node) || ts.isTypeElement(node);

/** The declarations that an index leads to: file by file, the text that is left. */
export function publicDeclarations(index: string, read: (path: string) => string): Map<string, string> {
  const files = new Map<string, DeclarationFile>();
  const kept = new Map<string, Set<ts.Statement>>();
  const used = new Map<string, Set<string>>();
  const open = (path: string): DeclarationFile => {
    if (!files.has(path)) {
      files.set(path, new DeclarationFile(path, read(path)));
      kept.set(path, new Set());
      used.set(path, new Set());
    }
    return files.get(path)!;
  };
  const done = new Set<string>();
  const todo: Array<readonly [path: string, name: string]> = [[index, ALL]];
  const follow = (file: DeclarationFile, { from, name }: Import): void => {
    const target = file.fileOf(from);
    if (target) todo.push([target, name]);
  };
  const names = (node: ts.Node, file: DeclarationFile): void => {
    if (isMember(node) && isInternal(node)) return;
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      follow(file, { from: node.argument.literal, name: node.qualifier ? node.qualifier.getText().split('.')[0] : ALL });
    }
    if (ts.isIdentifier(node)) todo.push([file.path, node.text]);
    ts.forEachChild(node, (child) => names(child, file));
  };
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [path, name] = next;
    if (done.has(`${path} ${name}`)) continue;
    done.add(`${path} ${name}`);
    const file = open(path);
    if (name === ALL) todo.push(...file.exported.map((own): [string, string] => [path, own]));
    for (const statement of file.declared.get(name) ?? []) {
      if (kept.get(path)!.has(statement)) continue;
      kept.get(path)!.add(statement);
      names(statement, file);
    }
    const imported = file.imported.get(name);
    if (imported) {
      used.get(path)!.add(name);
      follow(file, imported);
    }
    // A file that passes names on passes all of them on.
    for (const again of file.again) follow(file, again);
  }
  return new Map([...files].map(([path, file]) => [path, written(file, kept.get(path)!, used.get(path)!)]));
}

/** The text of a file without the statements, imports, members and comments that nobody reads. */
function written({ source, declared }: DeclarationFile, kept: ReadonlySet<ts.Statement>, used: ReadonlySet<string>): string {
  const text = source.getFullText();
  const cuts: Array<readonly [from: number, to: number, instead: string]> = [];
  const cut = (node: ts.Node): void => { cuts.push([node.getFullStart(), node.end, '']); };
  const uncomment = (node: ts.Node): void => {
    const start = node.getStart(source, false);
    cuts.push([node.getFullStart(), start, `\n${indentOf(text, start)}`]);
  };
  const members = (node: ts.Node): void => {
    if (isMember(node) && isInternal(node)) cut(node);
    else if (isMember(node) && isPrivate(node)) uncomment(node);
    else ts.forEachChild(node, members);
  };
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) continue;
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      const elements = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
      const left = elements.filter((one) => used.has(one.name.text));
      const whole = [name, namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined];
      if (left.length === 0 && !whole.some((one) => one && used.has(one.text))) {
        cut(statement);
      } else if (left.length < elements.length) {
        cuts.push([namedBindings!.getStart(source), namedBindings!.end, `{ ${left.map((one) => one.getText(source)).join(', ')} }`]);
      }
    } else if (!kept.has(statement) && [...declared.values()].some((statements) => statements.includes(statement))) {
      cut(statement);
    } else {
      ts.forEachChild(statement, members);
    }
  }
  let left = '';
  let at = 0;
  for (const [from, to, instead] of cuts) {
    left += text.slice(at, from) + instead;
    at = to;
  }
  return `${(left + text.slice(at)).trim()}\n`;
}

function indentOf(text: string, at: number): string {
  return /[ \t]*$/.exec(text.slice(0, at))![0];
}

/** What the compiler finds wrong in the declarations of a folder. */
export function faultsOf(folder: string): string[] {
  const program = ts.createProgram([join(folder, 'index.d.ts')], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    noEmit: true,
    types: [],
  });
  return program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder)).flatMap((file) => [
    ...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file),
  ].map(({ messageText, start }) => {
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    return `${file.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  }));
}
