/** The most that a package may weigh, in MB: what a user downloads. */
export const LIMITS = { js: 0.8, python: 2, java: 3, go: 20, dotnet: 20 } as const;
