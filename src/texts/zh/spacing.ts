/** Chinese characters and the punctuation of their width. */
const WIDE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]/;
const HAN = /[\u4e00-\u9fff]/;
const LATIN = /[A-Za-z0-9]/;

/**
 * A sentence with its values: a space between Chinese and Latin, and none between Chinese and Chinese, whatever the values begin
 * and end with. The values themselves stay as they are.
 */
export function zh(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  let sentence = texts[0];
  let literal = true;
  const add = (piece: string, isLiteral: boolean): void => {
    if (piece === '') return;
    const last = sentence[sentence.length - 1] ?? '';
    if (literal && !isLiteral && last === ' ' && WIDE.test(piece[0]) && WIDE.test(sentence[sentence.length - 2] ?? '')) {
      sentence = sentence.slice(0, -1) + piece;
    } else if (!literal && isLiteral && piece[0] === ' ' && WIDE.test(last) && WIDE.test(piece[1] ?? '')) {
      sentence += piece.slice(1);
    } else if (HAN.test(last) && LATIN.test(piece[0]) || LATIN.test(last) && HAN.test(piece[0])) {
      sentence += ` ${piece}`;
    } else if (literal
      && isLiteral
      && last === ' '
      && (piece[0] === ' ' || WIDE.test(piece[0]) && WIDE.test(sentence[sentence.length - 2] ?? ''))) {
      sentence = sentence.slice(0, -1) + piece;
    } else {
      sentence += piece;
    }
    literal = isLiteral;
  };
  values.forEach((value, i) => {
    add(String(value), false);
    add(texts[i + 1], true);
  });
  return sentence;
}
