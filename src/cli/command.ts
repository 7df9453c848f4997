/** The exit code of the command. */
export enum ExitCode {
  FINE = 0,
  /** There are findings. */
  FINDINGS = 1,
  /** Wrong usage, or a file that is unreadable or incomplete. */
  UNUSABLE = 2,
  /** There are no findings, but a check is undecided, and an option makes this fail. */
  UNDECIDED = 3,
}

/** The output of a command. */
export interface Terminal {
  /** The width of the screen for results, in columns. Undefined if results do not go to a screen. */
  readonly columns?: number;
  /** Whether results go to a screen that supports colours. */
  readonly colour?: boolean;
  /** Writes a line of the results. */
  out(line: string): void;
  /** Writes a line of the errors. */
  error(line: string): void;
}

export interface CommandOption {
  readonly name: string;
  /** The name of its value in the help. Undefined if the option has no value. */
  readonly value?: string;
  readonly about: string;
  /** Whether the option can be repeated. */
  readonly several?: boolean;
}

/** The arguments after the name of a command. */
export interface CommandArguments {
  /** The file argument, or the command's default. */
  readonly file: string;
  /** All file arguments. Without arguments, the default, or empty if the command sets `files`. */
  readonly files: readonly string[];
  text(option: string): string | undefined;
  /** All values of an option. */
  texts(option: string): readonly string[];
  has(option: string): boolean;
}

/** A subcommand. */
export interface Command {
  /** Its name, for example `ledger check`. */
  readonly words: string;
  readonly about: string;
  /** The file that it reads if no file argument is passed. */
  readonly defaultFile: string;
  /** Whether any number of files is allowed. */
  readonly several?: boolean;
  /** The names of its file arguments in the help, if it has more than one. */
  readonly files?: readonly string[];
  /** What its file arguments are, in the help. Their default if undefined. */
  readonly filesAbout?: string;
  readonly options: readonly CommandOption[];
  run(given: CommandArguments, terminal: Terminal): ExitCode;
}
