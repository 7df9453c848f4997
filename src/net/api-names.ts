import { PUBLIC_NAMES } from './public-names';

/** The language of the user's app. The texts write names of the API as TypeScript does. */
export type AppLanguage = 'typescript' | 'python' | 'go' | 'java' | 'csharp';

/** The language that runs this library, which each runtime of jsii sets in the environment. */
export function appLanguage(environment: NodeJS.ProcessEnv = process.env): AppLanguage {
  const agent = /^(python|go|java|dotnet)(?!script)/i.exec(String(environment.JSII_AGENT))?.[1].toLowerCase();
  return agent === undefined ? 'typescript' : agent === 'dotnet' ? 'csharp' : agent as AppLanguage;
}

/** The language of the app in this process. */
export const APP_LANGUAGE = appLanguage();
/** Its packages have the command `traffic-mirror`. */
export const HAS_COMMAND = ['typescript', 'python'].includes(APP_LANGUAGE);

/** Classes whose lower-case members are not static, but for factories. */
const INSTANCES = /^(?:MirrorPolicy|MirrorInventory|MirrorEvaluation|MirrorCollector)$/;
/** Classes with constants. The others in capitals are members of enums. */
const CONSTANTS = /^(?:MirrorProtocol|PortRange|MirrorService)$/;

const CLASS = '(?:I?Mirror(?:ed)?[A-Z]\\w*|PortRange|Ipv4Cidr|Collector[A-Z]\\w*)';
const MEMBER = new RegExp(`\\b(${CLASS})\\.(\\w+)`, 'g');
/** Of an object: what a call returns, or a variable that texts give as an example. */
const OF_OBJECT = /(\)|\b(?:inventory|session|fleet|plan|selection))\.([a-z]\w*)(\(?)/g;
const NEW = /\bnew ([A-Z]\w*)/g;
/** Options as the argument of a call. */
const OPTIONS = /(?<=\(|, )\{ ((?:[^{}']|'[^']*')*) \}(?=\))/g;
/** Only Python and TypeScript have texts in single quotes. */
const TEXT = /(?<=[([]|, )'([^']*)'(?=[,)\]])/g;
/** Not in a path, a quoted name or an option of the command. */
const WORD = /(?<![\w'"`/.:=\-$@#])[a-z]+(?:[A-Z][a-z0-9]*)+(?![\w'"`/=\-@])/g;

/**
 * A text with the names of the API as the user's language writes them: `primaryIp` is `primary_ip` in Python and `PrimaryIp` in
 * Go.
 */
export function inApi(text: string, language = APP_LANGUAGE): string {
  if (language === 'typescript') return text;
  const names = (name: string): string => member(name, language);
  const written = text
    .replace(OPTIONS, (_, options: string) => optionsOf(options, language))
    .replace(OF_OBJECT, (_, object: string, name: string, call: string) =>
      `${object}.${call === '' && language === 'java' ? `get${capital(name)}()` : names(name)}${call}`)
    .replace(MEMBER, (_, type: string, name: string) => memberOf(type, name, language))
    .replace(NEW, (all, type: string) => language === 'python' ? type : language === 'go' ? `New${type}` : all)
    .replace(WORD, (word) => PUBLIC_NAMES.has(word) ? names(word) : word);
  return language === 'python' ? written : written.replace(TEXT, '"$1"');
}

function memberOf(type: string, name: string, language: AppLanguage): string {
  const isConstant = /^[A-Z]/.test(name);
  const written = isConstant ? name : member(name, language);
  if (language !== 'go') return `${type}.${written}`;
  if (INSTANCES.test(type) && !/^(?:of|from[A-Z]\w*)$/.test(name)) return `${type}.${written}`;
  return `${type}_${written}${isConstant && CONSTANTS.test(type) ? '()' : ''}`;
}

function member(name: string, language: AppLanguage): string {
  switch (language) {
    case 'python': return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    case 'go':
    case 'csharp': return capital(name);
    default: return name;
  }
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

/** The options of a call: keywords, the fields of a struct, or calls of a builder. */
function optionsOf(text: string, language: AppLanguage): string {
  const options = text.split(/, (?=\w+(?:: |, |$))/).map((option) => {
    const match = /^(\w+)(?:: (.*))?$/s.exec(option);
    return match ? { name: member(match[1], language), value: match[2] ?? '...' } : { name: '...', value: '' };
  });
  const each = (between: string, end = ''): string[] => options.map(({ name, value }) =>
    value === '' ? name : `${name}${between}${value}${end}`);
  switch (language) {
    case 'python': return each('=').join(', ');
    case 'go': return `{${each(': ').join(', ')}}`;
    case 'csharp': return `{ ${each(' = ').join(', ')} }`;
    default: return text === '...' ? text : `builder().${each('(', ')').join('.')}.build()`;
  }
}
