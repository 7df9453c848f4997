import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from 'cdktf';
import { IConstruct } from 'constructs';
import { known, textOf } from '../net/known';

/** The text of an id in the Terraform. */
export function resolvedText(scope: IConstruct, text: string): string {
  if (known(text)) return text;
  return String(Tokenization.resolve(text, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false }));
}

/** The other stack whose resource a text refers to. Such a text is read from a remote state. */
export function origin(scope: IConstruct, text: string): TerraformStack | undefined {
  const own = TerraformStack.of(scope);
  for (const token of Tokenization.reverseString(textOf(text)).tokens) {
    const { originStack } = token as { originStack?: TerraformStack };
    if (originStack !== undefined && originStack !== own) return originStack;
  }
  return undefined;
}
