import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const EN = join(__dirname, '..', '..', 'src', 'texts', 'en');

/** The types of parameters that a text may have. */
export type Kind = 'string' | 'number' | 'boolean' | 'list';

/** Parameters by name, with whether they may be left out. */
export type Shape = ReadonlyMap<string, { readonly kind: Kind; readonly optional: boolean }>;

/** The parameters of every reason, by check and key, as the sources of the English texts type them. */
export function reasonShapes(): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const source of sources()) {
    const aliases = aliasesOf(source);
    visit(source, (node) => {
      if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.initializer)
        || !/^TM\d{3}$/.test(node.name.getText(source))) {
        return;
      }
      const id = node.name.getText(source);
      const reasons = node.initializer.properties.find((p) => p.name?.getText(source) === 'reasons') as ts.PropertyAssignment;
      for (const property of (reasons.initializer as ts.ObjectLiteralExpression).properties) {
        const call = ts.isPropertyAssignment(property) ? property.initializer : undefined;
        shapes.set(
          `${id} ${property.name!.getText(source)}`,
          call && ts.isCallExpression(call) && call.typeArguments ? shapeOf(call.typeArguments[0], aliases, source) : new Map(),
        );
      }
    });
  }
  // One reason is shared by two files.
  const ledger = sources().find((s) => s.fileName === 'ledger.ts')!;
  visit(ledger, (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText(ledger) !== 'roleChanges') return;
    shapes.set('TM302 roleChanges', shapeOf((node.initializer as ts.CallExpression).typeArguments![0], aliasesOf(ledger), ledger));
  });
  return shapes;
}

/** The parameters of every phrase, by key. */
export function phraseShapes(): Map<string, Shape> {
  const source = sources().find((s) => s.fileName === 'words.ts')!;
  const aliases = aliasesOf(source);
  const shapes = new Map<string, Shape>();
  visit(source, (node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isArrowFunction(node.initializer) || node.initializer.parameters.length !== 1) return;
    shapes.set(node.name.getText(source), shapeOf(node.initializer.parameters[0].type!, aliases, source));
  });
  return shapes;
}

function sources(): ts.SourceFile[] {
  return readdirSync(EN)
    .sort()
    .map((name) => ts.createSourceFile(name, readFileSync(join(EN, name), 'utf8'), ts.ScriptTarget.ES2022, true));
}

type Aliases = ReadonlyMap<string, ts.TypeNode>;

function aliasesOf(source: ts.SourceFile): Aliases {
  const aliases = new Map<string, ts.TypeNode>();
  visit(source, (node) => {
    if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
  });
  return aliases;
}

function shapeOf(type: ts.TypeNode, aliases: Aliases, source: ts.SourceFile): Shape {
  if (ts.isTypeLiteralNode(type)) {
    return new Map(
      type.members
        .filter(ts.isPropertySignature)
        .map((m) => [m.name.getText(source), { kind: kindOf(m.type!.getText(source)), optional: m.questionToken !== undefined }]),
    );
  }
  if (ts.isIntersectionTypeNode(type)) return new Map(type.types.flatMap((t) => [...shapeOf(t, aliases, source)]));
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText(source);
    if (name === 'Omit') {
      const left = new Set(type.typeArguments![1].getText(source).split('|').map((text) => text.trim().slice(1, -1)));
      return new Map([...shapeOf(type.typeArguments![0], aliases, source)].filter(([key]) => !left.has(key)));
    }
    const alias = aliases.get(name);
    if (alias) return shapeOf(alias, aliases, source);
  }
  if (type.kind === ts.SyntaxKind.ObjectKeyword) return new Map();
  throw new Error(`a type of parameters that this test does not read: ${type.getText(source)}`);
}

function kindOf(text: string): Kind {
  if (text === 'string' || text === 'number' || text === 'boolean') return text;
  if (/^(?:readonly )?string\[\]$/.test(text)) return 'list';
  throw new Error(`a parameter that this test does not read: ${text}`);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}
