/** The only style sheet of the page. System fonts; colour never says anything alone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f6f2; --sheet: #ffffff; --ink: #1d2228; --soft: #56606b; --rule: #d8d5cc; --faint: #efede6;
  --link: #1b4f80; --no: #98190f; --no-wash: #fcefed; --yes: #1f5c3a; --yes-wash: #edf5f0;
  --unread: #754600; --unread-wash: #fdf3e0; --shade: #1d222855; --sim: #4a2a86; --sim-wash: #f1ebfb; --read-0: #2f6690; --read-1: #5b8db3;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, 'Noto Serif', 'Liberation Serif', 'DejaVu Serif', serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --sheet: #1b1f25; --ink: #e6e8ea; --soft: #a5aeb8; --rule: #363d46; --faint: #242a31;
    --link: #8cc0ee; --no: #ff9d92; --no-wash: #35201f; --yes: #8fd6ae; --yes-wash: #1b2c24;
    --unread: #f3c06b; --unread-wash: #322816; --shade: #000000b0; --sim: #cbb5fb; --sim-wash: #2a2240; --read-0: #4d8dbf; --read-1: #336589;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
.masthead, .frame, footer { max-width: 150rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4 { font-family: var(--serif); line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.35rem, 1rem + 1.8vw, 2rem); margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere; }
h1.long { font-size: clamp(1.1rem, .95rem + .7vw, 1.4rem); }
h2 { font-size: 1.5rem; margin: 0 0 .35rem; font-weight: 600; }
h3 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; font-weight: 600; }
h4 { font-size: 1.1rem; margin: 0; font-weight: 600; overflow-wrap: anywhere; }
p, ul, ol, dl { margin: .5rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: .875em/1.5 var(--mono); overflow-wrap: anywhere; }
.block { display: block; }
.ip { font-size: .95em; }
code.block { margin: .4rem 0 .1rem; padding: .35rem .6rem; background: var(--faint); border-radius: 3px; }
code.value { font-weight: 600; }
code.route { border-left: 3px solid var(--link); }
.host { overflow-wrap: anywhere; }
.soft, .lead, .left-out, .empty, .sought, footer { color: var(--soft); }
.lead { max-width: 70ch; margin-bottom: 1rem; }
.left-out { border-left: 3px solid var(--rule); padding-left: .75rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.boxed { padding: 0 .3em; border: 1px dashed var(--unread); color: var(--unread); font-weight: 700; }
.empty { padding: .6rem .8rem; border: 1px dashed var(--rule); }
.no-text { color: var(--no); } .yes-text { color: var(--yes); } .unread-text { color: var(--unread); }

.notice { margin: 0 0 1.25rem; padding: .7rem 1rem; color: var(--sim); background: var(--sim-wash); border: 2px solid var(--sim); border-radius: 4px; font-weight: 650; overflow-wrap: anywhere; }
.masthead { padding-top: 1.25rem; }
.kicker { margin: 0 0 .6rem; color: var(--soft); font-size: .875rem; letter-spacing: .01em; }
.verdict { padding: 1.1rem 1.25rem; background: var(--sheet); border: 1px solid var(--rule); border-left: .5rem solid var(--tone); border-radius: 4px; }
.verdict.leaks { --tone: var(--no); } .verdict.blind { --tone: var(--unread); border-left-style: double; } .verdict.clean { --tone: var(--yes); }
.verdict-word { color: var(--tone); font-weight: 700; }
.reasons { padding-left: 1.2rem; overflow-wrap: anywhere; }
.reasons li { margin: .2rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.figures a { display: block; height: 100%; padding: .7rem .9rem; background: var(--sheet); border: 1px solid var(--rule); border-top: 4px solid var(--tone, var(--soft)); border-radius: 4px; color: inherit; text-decoration: none; }
.figures a:hover span { text-decoration: underline; }
.figures .no { --tone: var(--no); } .figures .yes { --tone: var(--yes); } .figures .unread { --tone: var(--unread); }
.figures strong { display: block; font: 600 1.9rem/1.15 var(--serif); color: var(--tone, var(--ink)); font-variant-numeric: tabular-nums; }
.figures span { font-size: .875rem; color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .6rem 1.25rem; }
.facts.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
.facts > div { min-width: 0; }
dt { color: var(--soft); font-size: .8125rem; }
dd { margin: 0; overflow-wrap: anywhere; }

.frame { padding-top: 1rem; }
main { min-width: 0; }
nav ol { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: .75rem 0; list-style: none; border-block: 1px solid var(--rule); font-size: .9375rem; }
nav a { display: inline-block; padding: .25rem 0; }
section { margin: 2.5rem 0 3rem; }
@media (min-width: 90rem) {
  .frame { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 2.5rem; }
  nav { position: sticky; top: 0; align-self: start; padding-top: 2.5rem; }
  nav ol { display: block; padding: 0; border: 0; }
  nav li { border-left: 2px solid var(--rule); padding-left: .85rem; }
}

.scroll { position: relative; overflow-x: auto; border: 1px solid var(--rule); border-radius: 4px; margin: .6rem 0;
  background: linear-gradient(to right, var(--sheet) 40%, transparent) left / 3rem 100% no-repeat local, linear-gradient(to left, var(--sheet) 40%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 1rem 100% no-repeat scroll, linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat scroll, var(--sheet);
  animation: wider linear; animation-timeline: scroll(self inline); }
@keyframes wider { from, to { --wider: block; } }
.scroll::before { content: '↔ wider than the page: scroll sideways'; display: var(--wider, none); position: sticky; left: 0; width: fit-content; padding: .25rem .7rem; color: var(--soft); font-size: .8125rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
th, td { padding: .5rem .7rem; text-align: left; vertical-align: top; border-top: 1px solid var(--rule); }
thead th { border-top: 0; background: var(--faint); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
tbody th .soft, td .soft.block { display: block; font-weight: 400; font-size: .8125rem; }
td .soft .soft { font-size: 1em; }
td.amount { white-space: nowrap; }
td.prose { min-width: 14rem; }
td.host { min-width: 8.5rem; }
table.recipients tbody th { min-width: 9rem; }
table.flows code { min-width: 18rem; display: inline-block; }
table.matrix thead th { white-space: normal; min-width: 7.4rem; vertical-align: bottom; }
table.matrix td { padding: .4rem .35rem; }
table.matrix th:first-child { position: sticky; left: 0; z-index: 1; width: 17rem; min-width: 8.5rem; background: var(--sheet); box-shadow: 1px 0 0 var(--rule); }
table.matrix thead th:first-child { background: var(--faint); }
@media (max-width: 40rem) { table.matrix tbody th { font-size: .8125rem; } }
@media (min-width: 60rem) { table.matrix th:first-child, table.recipients tbody th { min-width: 17rem; } }
.chips { margin: 0; padding: 0; list-style: none; display: grid; gap: .35rem; }
.chip { padding: .3rem .5rem; border: 1px solid var(--tone); border-left-width: 4px; border-radius: 3px; background: var(--wash); font-size: .8125rem; line-height: 1.4; min-width: 6.7rem; overflow-wrap: break-word; }
.no { --tone: var(--no); --wash: var(--no-wash); } .yes { --tone: var(--yes); --wash: var(--yes-wash); } .unread { --tone: var(--unread); --wash: var(--unread-wash); }
.chip.yes { border-style: dashed; border-left-style: solid; }
.status { color: var(--tone); font-weight: 650; white-space: nowrap; }
.level { display: inline-block; min-width: 1.35em; padding: 0 .3em; border: 1px solid currentColor; border-radius: 3px; text-align: center; font-weight: 700; text-decoration: none; cursor: help; }
.clear-text { color: var(--no); font-weight: 650; white-space: nowrap; }

.card { margin: .9rem 0; padding: .9rem 1.1rem 1rem; background: var(--sheet); border: 1px solid var(--rule); border-left: .4rem solid var(--tone); border-radius: 4px; }
.card.unread { border-left-style: double; }
.card h3 { margin: 0; }
.tags { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem .8rem; margin: .25rem 0 .6rem; font-size: .9rem; }
.card .statements { max-width: 72rem; }
.statements > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 0 1rem; padding: .4rem 0; border-top: 1px solid var(--rule); }
.statements dt { padding-top: .15rem; font-weight: 600; }
@media (max-width: 40rem) { .card .statements { max-width: 72rem; }
.statements > div { grid-template-columns: minmax(0, 1fr); } }
details { margin: .6rem 0 0; }
summary { cursor: pointer; color: var(--link); padding: .2rem 0; width: fit-content; }
details[open] > summary { margin-bottom: .3rem; }
.layers { padding-left: 1.4rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0 1.5rem; align-items: start; }
.columns > div { min-width: 0; }

.key { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0; list-style: none; font-size: .875rem; color: var(--soft); }
.step-names { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; padding: 0; list-style-position: inside; font-size: .875rem; color: var(--soft); }
.swatch { vertical-align: -.1em; border: 1px solid var(--soft); }
.defs { position: absolute; }
svg text { font: 12px var(--sans); fill: var(--ink); }
svg .label, svg .time { fill: var(--soft); font-size: 11.5px; }
.timeline { display: block; margin: .5rem; max-width: none; }
.step { fill: var(--faint); stroke: var(--soft); stroke-width: .75; }
.hatch { stroke: var(--soft); stroke-width: 1.1; fill: none; opacity: .75; }
.consent { stroke: var(--soft); stroke-width: .75; fill: var(--sheet); }
.consent.accepted { fill: var(--yes-wash); stroke: var(--yes); }
.plate { fill: var(--sheet); }
svg .state { font-size: 11px; }
.rail, .axis { stroke: var(--rule); }
.axis { stroke: var(--soft); }
.dot-no { fill: var(--no); stroke: var(--sheet); }
.dot-yes { fill: var(--sheet); stroke: var(--yes); stroke-width: 2; }
.dot-unread { fill: var(--unread-wash); stroke: var(--unread); stroke-width: 1.5; stroke-dasharray: 3 2; }
svg .question { fill: var(--unread); font-weight: 700; font-size: 11px; }
.traffic { fill: var(--soft); }
.bar { display: block; margin: .6rem 0; border: 1px solid var(--soft); border-radius: 3px; }
.read-0 { fill: var(--read-0); } .read-1 { fill: var(--read-1); } .not-read { fill: var(--unread-wash); }
.cut { stroke: var(--sheet); stroke-width: 2; }

footer { padding-top: 1rem; padding-bottom: 2.5rem; border-top: 1px solid var(--rule); font-size: .875rem; }
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --rule: #bbb; --faint: #f2f2f2; --link: #000; --no: #8d140b; --yes: #1f5c3a; --unread: #6a3f00; --no-wash: #fff; --yes-wash: #fff; --unread-wash: #fff; --sim: #3a1f70; --sim-wash: #fff; }
  body { font-size: 9.5pt; }
  nav { display: none; }
  .frame { display: block; }
  .scroll { overflow: visible; background: none; }
  .scroll::before { display: none; }
  table { font-size: 8pt; }
  th, td { overflow-wrap: anywhere; padding: .25rem .35rem; min-width: 0 !important; white-space: normal !important; }
  .timeline { width: 100%; height: auto; }
  .card, tr, .figures li { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .proof::details-content { content-visibility: visible; display: block; }
  a[href^='http']::after { content: ' (' attr(href) ')'; }
}
@page { margin: 16mm 14mm; }
`;
