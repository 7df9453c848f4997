/** The source of names: an address book, as its networks and services know it. */
export interface NameBook {
  readonly file: string;
  readonly networkNames: string[];
  readonly serviceNames: string[];
  /** Whether names that the app does not use are findings. */
  readonly _reportsUnused: boolean;
}
