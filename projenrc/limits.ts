/** The most that a package may weigh, in MB: what a user downloads, and for Go the sources without compression. */
export const LIMITS = { js: 0.8, python: 1.5, java: 2.5, go: 8, dotnet: 20 } as const;
