import { ASSUMED_RATE } from '../catalog/behaviour';
import { ChangeStatement, NamedCount } from '../model/document';
import { inWords, reportWords } from '../texts/catalogue';
import { Language } from '../texts/language';

/** The effect of a change, in a line. */
export function changeText(change: ChangeStatement, language: Language = 'en'): string {
  const spoken = ({ count, names }: NamedCount) => ({ count, names: inWords(names, language) });
  const { comparedWith, added, gone, interrupted, switchedOff, parked, waiting, released, ...numbers } = change;
  return reportWords(language).changed({
    ...numbers,
    ...ASSUMED_RATE,
    comparedWith: inWords(comparedWith, language),
    added: spoken(added),
    gone: spoken(gone),
    interrupted: spoken(interrupted),
    switchedOff: spoken(switchedOff), parked: spoken(parked), waiting: spoken(waiting), released: spoken(released),
  });
}
