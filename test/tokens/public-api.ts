import { join } from 'path';
import * as ts from 'typescript';
import { FRAMEWORK } from '../../src/net/framework';

const SRC = join(__dirname, '..', '..', 'src');
const INDEX = join(SRC, 'index.ts');
const BINDINGS = join(SRC, 'alicloud');

/** A value that a user gives the library: a prop of a struct, or a parameter of a method or constructor. */
export interface Input {
  /** `Struct.prop` or `Class.method(parameter)`. */
  readonly name: string;
  readonly type: ts.Type;
}

const program = ts.createProgram([INDEX], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  strict: true,
  skipLibCheck: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  noEmit: true,
  types: [],
});
export const checker = program.getTypeChecker();

/** The type of a token that stands for a truth value or for anything. */
export function resolvableType(): ts.Type {
  const file = program.getSourceFiles().find((f) => f.fileName.endsWith(`/${FRAMEWORK.module}/lib/tokens/resolvable.d.ts`))!;
  const symbol = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).find((s) => s.name === 'IResolvable')!;
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/**
 * Everything that a user may give to a public class, read from the source itself: parameters of public constructors and
 * methods, and the props of structs among them. Scopes and ids of constructs are left out.
 *
 * @param outside classes, or `Class.method`, that are left out
 */
export function publicInputs(outside: ReadonlySet<string>): Input[] {
  const found = new Map<string, Input>();
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
  const symbols = checker.getExportsOfModule(index)
    .map((exported) => exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported);
  for (const symbol of new Set(symbols.flatMap((one) => [one, ...basesOf(one)]))) {
    const declaration = symbol.declarations?.[0];
    if (
      !declaration
      || !ts.isClassDeclaration(declaration)
      || declaration.getSourceFile().fileName.startsWith(BINDINGS)
      || outside.has(symbol.name)
    ) {
      continue;
    }
    for (const member of declaration.members) {
      if (!ts.isConstructorDeclaration(member) && !ts.isMethodDeclaration(member)) continue;
      const method = ts.isConstructorDeclaration(member) ? 'new' : member.name.getText();
      if (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) continue;
      if (method.startsWith('_') || method === 'toString' || outside.has(`${symbol.name}.${method}`)) continue;
      for (const parameter of member.parameters) {
        const name = parameter.name.getText();
        if ((name !== 'scope' && name !== 'id') || symbol.name === 'MirrorSource' || symbol.name === 'MirrorTarget') {
          add(found, `${symbol.name}.${method}(${name})`, checker.getTypeAtLocation(parameter));
        }
      }
    }
  }
  return [...found.values()];
}

/** The classes that a class extends: their methods are public through it. */
function basesOf(symbol: ts.Symbol): ts.Symbol[] {
  if (!(symbol.flags & ts.SymbolFlags.Class)) return [];
  const bases = (checker.getDeclaredTypeOfSymbol(symbol) as ts.InterfaceType).getBaseTypes() ?? [];
  return bases.map((base) => base.symbol).filter((base) => base.declarations?.[0].getSourceFile().fileName.startsWith(SRC))
    .flatMap((base) => [base, ...basesOf(base)]);
}

function add(found: Map<string, Input>, name: string, given: ts.Type): void {
  const type = checker.getNonNullableType(given);
  if (!isStruct(type)) {
    found.set(name, { name, type });
    return;
  }
  for (const property of type.getProperties()) {
    const own = `${type.symbol.name}.${property.name}`;
    if (!found.has(own)) add(found, own, checker.getTypeOfSymbol(property));
  }
}

/** An interface of this library that is only data. */
function isStruct(type: ts.Type): boolean {
  const declaration = type.symbol?.declarations?.[0];
  return declaration !== undefined && ts.isInterfaceDeclaration(declaration) && declaration.getSourceFile().fileName.startsWith(SRC)
    && !/^I[A-Z]/.test(type.symbol.name);
}
