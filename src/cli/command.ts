/** The exit code of the command. */
export enum ExitCode {
  FINE = 0,
  /** Something was found that is wrong. */
  FINDINGS = 1,
  /** Wrong usage, or a file that cannot be read or is not complete. */
  UNUSABLE = 2,
  /** Nothing is wrong, but something cannot be decided, and the caller asked for that to fail. */
  UNDECIDED = 3,
}

/** The output of a command. */
export interface Terminal {
  /** Columns of the screen that results go to; absent if it is none. */
  readonly columns?: number;
  /** Whether results go to a screen with colours. */
  readonly colour?: boolean;
  /** Results, a line each. */
  out(line: string): void;
  /** Errors, a line each. */
  error(line: string): void;
}

export interface CommandOption {
  readonly name: string;
  /** What help calls its value. Nothing if it takes none. */
  readonly value?: string;
  readonly about: string;
  /** Whether it may be given several times. */
  readonly several?: boolean;
}

/** The arguments after a command's words. */
export interface CommandArguments {
  /** The file named, or the command's default. */
  readonly file: string;
  /** All files named. If none is, the default. Nothing for a command that names its files. */
  readonly files: readonly string[];
  text(option: string): string | undefined;
  /** All values of an option. */
  texts(option: string): readonly string[];
  has(option: string): boolean;
}

/** One subcommand. */
export interface Command {
  /** The words that choose it, for example `ledger check`. */
  readonly words: string;
  readonly about: string;
  /** The file that it reads if none is named. */
  readonly defaultFile: string;
  /** Whether any number of files may be named. */
  readonly several?: boolean;
  /** What help calls its files, if it takes more than one. */
  readonly files?: readonly string[];
  readonly options: readonly CommandOption[];
  run(given: CommandArguments, terminal: Terminal): ExitCode;
}
