import { printable } from './report-data';

/** A text that HTML shows unchanged, in an element or in an attribute with double quotation marks. */
export function escaped(text: string): string {
  return printable(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

/** A part of the page that scrolls sideways on a narrow screen, also by keyboard. */
export function scrollable(label: string, content: string): string {
  return `<div class="wide" tabindex="0" role="region" aria-label="${escaped(label)}">${content}</div>`;
}
