/** Rows as lines of aligned columns: numbers on the right, text on the left. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length))) ?? [];
  // The heading of a column is aligned like its values.
  const right = widths.map((_, column) => typeof rows[rows.length - 1][column] === 'number');
  return rows.map((row) => row.map((cell, i) => right[i] ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i]))
    .join('  ')
    .trimEnd());
}
