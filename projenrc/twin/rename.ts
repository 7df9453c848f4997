// It comes with projen and jsii, for development alone.
import { preProcessFile } from 'typescript';
import { CDKTF, CDKTN } from '../twins';

/** The names under which the two are imported. */
const MODULES: Readonly<Record<string, string>> = {
  [CDKTF.module]: CDKTN.module,
  [CDKTF.packageName]: CDKTN.packageName,
  [CDKTF.generator]: CDKTN.generator,
};

/**
 * A TypeScript source of the twin: its imports name the twin's modules, and its texts the twin's commands. Nothing else may depend on
 * the framework but what `src/catalog/framework.ts` has.
 */
export function inSource(text: string): string {
  let renamed = '';
  let at = 0;
  const imports = preProcessFile(text, true, true).importedFiles.filter(({ fileName }) => MODULES[fileName] !== undefined);
  for (const { fileName, pos } of imports.sort((x, y) => x.pos - y.pos)) {
    const name = text.indexOf(fileName, pos);
    renamed += inProse(text.slice(at, name)) + MODULES[fileName];
    at = name + fileName.length;
  }
  return renamed + inProse(text.slice(at));
}

/**
 * A text about the twin. The files that both frameworks read and write keep their names: `cdktf.json`, `cdktf.out`, and whatever begins
 * with CDKTF.
 */
export function inProse(text: string): string {
  return text
    .replaceAll(CDKTF.packageName, CDKTN.packageName)
    .replaceAll('cdktf_alicloud_traffic_mirror', 'cdktn_alicloud_traffic_mirror')
    .replace(/\bcdktf(?= (?:synth|deploy|diff|destroy|get|init|list|output)\b)/g, CDKTN.module)
    .replace(/\bcdktf(?=@\d|-cli\b)/g, CDKTN.module)
    // Classes, as the reference of the API names them.
    .replace(/\bcdktf(?=\.[A-Z])/g, CDKTN.module)
    .replace(/(from |require\(|import\()(['"])cdktf(?=\2)/g, `$1$2${CDKTN.module}`);
}
