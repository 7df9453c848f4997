/** The style of the page: one column on narrow screens, the reader's colour scheme, and all details open on paper. */
export const STYLE = `
:root{--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--box:#f6f8fa;--error:#b3261e;--warning:#7a4d00;--undecided:#0b5cad;--ok:#116329;--link:#0b5cad}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9da7b3;--line:#3d444d;--box:#161b22;--error:#ff8b82;--warning:#f0b849;--undecided:#79b8ff;--ok:#6fdd8b;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1rem 0 .5rem}
.verdict{font-size:1.15rem;padding:.75rem 1rem;border-left:.4rem solid var(--error);background:var(--box)}
.verdict.ok{border-color:var(--ok)}
.note,small,footer{color:var(--soft)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;list-style:none;padding:0}
.counts b{font-size:1.25rem}
.counts .error b,.tag.error{color:var(--error)}.counts .warning b,.tag.warning{color:var(--warning)}.counts .undecided b,.tag.undecided{color:var(--undecided)}
.counts .none b{color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.5rem 0;border-block:1px solid var(--line)}
.tag{font-size:.8rem;font-weight:600;border:1px solid currentColor;border-radius:.25rem;padding:0 .3rem}
details{border:1px solid var(--line);border-radius:.4rem;margin:.4rem 0;padding:.4rem .7rem}
summary{cursor:pointer}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:var(--soft)}dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid var(--line)}
input{font:inherit;color:inherit;background:var(--box);border:1px solid var(--soft);border-radius:.3rem;padding:.25rem .5rem;max-width:100%}
.drawing{min-width:40rem;width:100%;height:auto}
.drawing rect{fill:var(--box);stroke:var(--line)}.drawing text{fill:var(--fg);font-size:13px}.drawing .small,.drawing .title{fill:var(--soft);font-size:12px}
.drawing .bands path{fill:none;stroke:var(--undecided);stroke-opacity:.45}
[hidden]{display:none!important}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{nav,.skip,input,label,[role=status]{display:none}details{break-inside:avoid}details::details-content{content-visibility:visible}body{max-width:none}}
`;

/** The script of the page. It searches rows, and opens all details for printing. The page is complete without it. */
export const script = (foundText: string): string => `
for (const input of document.querySelectorAll('[data-search]')) {
  const kind = input.dataset.search;
  const rows = [...document.querySelectorAll('[data-row="' + kind + '"]')];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const found = document.querySelector('[data-found="' + kind + '"]');
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let n = 0;
    const groups = new Map();
    rows.forEach((row, i) => {
      const shown = words.every((word) => texts[i].includes(word));
      row.hidden = !shown;
      if (shown) n++;
      const group = row.parentElement.closest('details');
      if (group) groups.set(group, (groups.get(group) || false) || shown);
    });
    for (const [group, shown] of groups) {
      group.hidden = !shown;
      group.open = shown && words.length > 0;
    }
    found.textContent = words.length === 0 ? '' : ${JSON.stringify(foundText)}.replace('{n}', n).replace('{all}', rows.length);
  });
}
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => { for (const details of closed) details.open = false; });
`;
