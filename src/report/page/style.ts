/** For those who listen alone. */
const ASIDE = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

/** Places along a scale, as percent. */
const PLACES = Array.from({ length: 101 }, (_, i) => `.p${i}{left:${i}%}`).join("");

/**
 * The page's style: wide, narrow and printed; light and dark. What colors say is said by form, lightness or a sign too. Without it the page is
 * headings, sentences and tables.
 */
export const STYLE: string = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--quiet:#57606a;--line:#d0d7de;--strong:#0b5cad;--weak:#9a5b00;--band:#e6e9ed;--other:#8b949e;
--more1:#dcebfa;--more2:#b9d7f5;--more3:#8fbfee;--less1:#fdebd3;--less2:#fad5a5;--less3:#f5b96b}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--text:#e6edf3;--quiet:#9da7b3;--line:#38414c;--strong:#6cb6ff;--weak:#e3a04a;--band:#2a323c;--other:#8b949e;
--more1:#15304d;--more2:#1a4573;--more3:#1f5a99;--less1:#43300f;--less2:#5f4112;--less3:#7d5515}}
*{box-sizing:border-box}
html{background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{max-width:76rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--line)}
h3{font-size:1.05rem;margin:0 0 .25rem}
h4{font-size:.95rem;margin:0 0 .25rem;font-weight:600}
p{margin:0 0 .6rem;max-width:48rem}
#answer p{font-size:1.08rem}
#answer h2{border:0;margin-top:1rem;padding-top:0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;margin:.5rem 0}
a{color:var(--strong)}
.copy,.note,.notes,.rule{color:var(--quiet);font-size:.9rem}
.note,.rule{margin-top:.5rem}
p .key+bdi{font-style:italic}
summary{cursor:pointer}
details[open]>summary{margin-bottom:.35rem}
.spread{display:block;color:var(--quiet);font-size:.85em}
.notes{padding-left:1.2rem;max-width:48rem}
.key{font-weight:600;white-space:nowrap}
figure{margin:0 0 2rem;container-type:inline-size}
figcaption{margin-bottom:.5rem}
.answer{color:var(--text)}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;font-weight:400}
thead th{color:var(--quiet);vertical-align:bottom;border-bottom:1px solid var(--line)}
tbody tr{border-bottom:1px solid var(--line)}
.rows .number{text-align:right;white-space:nowrap;width:1%}
.rows .chart{width:34%;min-width:8rem;padding-right:0}
.rows .name{min-width:6rem}
svg{display:block;width:100%;height:1rem;overflow:visible;margin-top:.25rem}
svg *{vector-effect:non-scaling-stroke}
.axis{display:block;position:relative;height:1.3em;font-size:.8rem}
.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap}
${PLACES}
.dot{stroke:var(--strong);stroke-width:10;stroke-linecap:round}
.hole{stroke:var(--ground);stroke-width:6;stroke-linecap:round}
.link{stroke:var(--other);stroke-width:2}
.interval{stroke:var(--text);stroke-width:2}
.mark{stroke:var(--quiet);stroke-width:1}
.band{fill:var(--band);stroke:none}
.bar{fill:var(--strong);stroke:none}
.bar.lower{fill:var(--ground);stroke:var(--quiet);stroke-width:1}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr));gap:1.25rem}
.card{border:1px solid var(--line);border-radius:.5rem;padding:1rem;min-width:0}
.card figure{margin:0}
dl{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin:.25rem 0 .75rem}
dl div{min-width:0}
dt{color:var(--quiet);font-size:.85rem}
dd{margin:0}
.facts{display:block}
.facts div{margin-bottom:.4rem}
.heat{table-layout:fixed}
.heat th,.heat td{padding:.25rem .2rem}
.heat td,.heat thead th+th{text-align:center;white-space:nowrap}
.heat thead th{overflow-wrap:normal;font-size:.85rem}
.heat td{font-size:.8rem;border-left:2px solid var(--ground)}
.heat thead th:first-child{width:11rem}
.heat-narrow thead th:first-child{width:15rem}
.more1{background:var(--more1)}.more2{background:var(--more2)}.more3{background:var(--more3);font-weight:600}
.less1{background:var(--less1)}.less2{background:var(--less2)}.less3{background:var(--less3);font-weight:600}
${narrowRows(".few", "25rem")}
${narrowRows(".many", "47rem")}
${narrowHeat(".heat-wide", "70rem")}
${narrowHeat(".heat-narrow", "46rem")}
@media screen{section+section+section{content-visibility:auto;contain-intrinsic-size:auto 60rem}}
@media print{
:root{color-scheme:light;--ground:#fff;--text:#000;--quiet:#444;--line:#bbb}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:10pt}
body{max-width:none;padding:0}
nav{display:none}
tr,.card,figcaption,#answer{break-inside:avoid}
table{font-size:.84rem}
h2,h3,h4{break-after:avoid}
}
`;

/** Where a table has no room its rows are laid out one below the other; its headings stay for those who listen, and for scales. */
function narrowRows(table: string, width: string): string {
  return `@container (max-width:${width}){
${table},${table} tbody,${table} thead{display:block}
${table} tr{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;padding:.4rem 0}
${table} th,${table} td{padding:0;border:0}
.rows${table} .name,.rows${table} .chart{flex:1 1 100%;width:auto;min-width:0}
.rows${table} .number,.rows${table} .text{text-align:left;width:auto;white-space:normal}
${table} td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}
${table} .spread{display:inline}
${table} thead th:not(.chart){${ASIDE}}
}`;
}

/** Where a heat map's columns have no room, the cells of a row follow each other, each with its segment's id. */
function narrowHeat(table: string, width: string): string {
  return `@container (max-width:${width}){
${table},${table} tbody{display:block}
${table} thead{${ASIDE}}
${table} tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(5.2rem,1fr));padding:.4rem 0}
${table} tbody th{grid-column:1/-1}
${table} td::before{content:var(--key);color:var(--quiet);font-weight:400}
}`;
}
