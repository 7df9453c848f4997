import { isAbsolute, relative, sep } from 'path';
import { repairSteps } from '../texts/en/ledger';

/** The command that repairs a ledger. */
export function repairCommand(path: string): string {
  return `traffic-mirror ledger repair ${fromHere(path)}`;
}

/** The fix if only the deployed ledger decides between two entries. */
export function repairAdvice(path: string): string {
  return repairSteps(fromHere(path), repairCommand(path));
}

/** The same fix, as parameters of a finding. */
export function repairOf(path: string): { ledger: string; from: string; command: string } {
  return { ledger: path, from: fromHere(path), command: repairCommand(path) };
}

/** The path relative to the working directory, as a user would type it. */
function fromHere(path: string): string {
  return (isAbsolute(path) ? relative(process.cwd(), path) : path).split(sep).join('/');
}
