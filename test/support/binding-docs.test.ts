// The comments of the generated bindings: one link to a resource's page for its arguments, and one for its class.
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { withOneLink } from '../../schema/binding-docs';
import { FRAMEWORK } from '../../src/net/framework';

const BINDINGS = join(__dirname, '..', '..', 'src', 'alicloud');
const PAGE = 'https://registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpc';

test('a comment keeps what is more than a link to an argument', () => {
  expect(withOneLink(`// ${PAGE}
export interface VpcConfig extends ${FRAMEWORK.module}.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link ${PAGE}#name Vpc#name}
  */
  readonly name?: string;
  /**
  * Docs at Terraform Registry: {@link ${PAGE}#id Vpc#id}
  *
  * It is computed.
  */
  readonly id?: string;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link ${PAGE}#timeouts Vpc#timeouts}
  */
  readonly timeouts?: VpcTimeouts;
}
  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: any) {}
  /**
  * @param id The scoped construct ID
  */
  public constructor(id: string) {}
`)).toBe(`// ${PAGE}
/** Arguments of {@link ${PAGE}}. */
export interface VpcConfig extends ${FRAMEWORK.module}.TerraformMetaArguments {
  readonly name?: string;
  /**
  * It is computed.
  */
  readonly id?: string;
  /**
  * timeouts block
  */
  readonly timeouts?: VpcTimeouts;
}
  public constructor(terraformResource: any) {}
  /**
  * @param id The scoped construct ID
  */
  public constructor(id: string) {}
`);
});

test.each([
  ['without its page', 'export interface VpcConfig extends A {\n}\n'],
  ['without arguments', `// ${PAGE}\n`],
  [
    'with a link in another place',
    `// ${PAGE}\nexport interface VpcConfig extends A {\n  /** Docs at Terraform Registry: {@link ${PAGE}#a A#a} */\n}\n`,
  ],
])('a file %s fails', (_, text) => {
  expect(() => withOneLink(text)).toThrow('the generator writes other comments now');
});

test('every binding has its links', () => {
  const folders = readdirSync(BINDINGS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(40);
  for (const { name } of folders) {
    const text = readFileSync(join(BINDINGS, name, 'index.ts'), 'utf8');
    expect([name, text.match(/^\/\*\* Arguments of \{@link https:\S+\}\. \*\/\nexport interface \w+Config /gm)?.length]).toEqual([name, 1]);
    expect([name, /^\* Represents a \{@link https:/m.test(text)]).toEqual([name, true]);
  }
});
