import type { SavedReport } from '#model/report';
import {
  makeBlindSpot,
  makeFinding,
  makeFlowRow,
  makeMark,
  makeProof,
  makeRecipient,
  makeReport,
  makeSummaryRow,
} from './make-report.ts';

/** What a party under audit could write into hosts, paths, keys and bodies. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  ']]><!--',
  '--><svg onload=alert(1)>',
  '</title></style></svg><iframe src="https://attacker.example/">',
  '\u001b[2J\u001b[31mVERDICT: clean\u001b]0;owned\u0007\u009b1m',
  '\u202Egnp.exe\u2066\u200F',
  'nul\u0000byte \u0008\u007f\u0085',
  'lone \ud800 and \udc00 and \ufffe\uffff',
  '=HYPERLINK("https://attacker.example/","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  'line one\r\nVERDICT: clean\n\u2028next',
  '&lt;b&gt; &#60;script&#62; %3Cscript%3E ${7*7} {{7*7}} javascript:alert(1)',
  'x'.repeat(20_000),
] as const;

const ALL = HOSTILE_TEXTS.slice(0, -1).join(' ');

/** A report in which every string that a captured byte can reach is hostile. */
export const hostileReport = (): SavedReport => {
  const base = makeReport();
  const each = <Row>(make: (text: string, index: number) => Row): Row[] => HOSTILE_TEXTS.map(make);
  return makeReport({
    notice: ALL,
    verdictText: ALL,
    reasons: [...HOSTILE_TEXTS],
    session: {
      ...base.session,
      id: ALL,
      startedAt: ALL,
      handset: { codename: '<b>"</b>', brand: '\u001b[31m', model: '\u202e' },
      firmware: ALL,
      scenario: ALL,
      marks: each((text, index) =>
        makeMark({ atMs: index * 1000, step: text.slice(0, 120), title: text.slice(0, 400) }),
      ),
      leftChanged: [...HOSTILE_TEXTS],
    },
    method: {
      ...base.method,
      input: { name: ALL, format: ALL, sha256: ALL },
      tools: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, text])),
      policy: ALL,
      hosts: ALL,
      places: `dbip ${ALL}`,
      canaries: Object.fromEntries([...HOSTILE_TEXTS, '__proto__'].map((text) => [text, 1])),
      bounds: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, 1])),
      losses: each((text) => ({ where: text, what: text })),
      notes: [...HOSTILE_TEXTS],
    },
    summary: each((text, index) => makeSummaryRow({ recipientId: `r${String(index)}`, purpose: text })),
    recipients: each((text, index) =>
      makeRecipient({
        id: `r${String(index)}`,
        host: text,
        registrableDomain: text,
        owner: text,
        source: text,
        role: text,
        hostOperator: text,
        seat: text,
        ip: text,
        country: text,
        placeSource: text,
      }),
    ),
    flows: each((text, index) =>
      makeFlowRow({
        id: `f${String(index)}`,
        recipientId: `r${String(index)}`,
        method: text,
        urlMasked: text,
        app: text,
      }),
    ),
    findings: each((text, index) =>
      makeFinding({
        id: text,
        group: text,
        flowId: `f${String(index)}`,
        recipientId: `r${String(index)}`,
        canaryId: text,
        masked: text,
        spelling: text,
        route: [{ step: 'body' }, { step: 'json', path: text.slice(0, 2000), offset: 1, length: 2 }],
        proof: makeProof({ recipe: text, reasoning: text, layers: [{ name: text, excerptMasked: text }] }),
        consent: { atSend: 'declined', atEntry: 'declined', purpose: text, readBack: true },
        step: { atSend: text, ofCanary: [text, text] },
        policy: { forbidden: index % 2 === 0, rule: text },
      }),
    ),
    blindSpots: each((text, index) =>
      makeBlindSpot({ recipientId: `r${String(index)}`, flowId: text, detail: text }),
    ),
    coverage: {
      ...base.coverage,
      wire: { total: 10, byClass: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, 1])) },
    },
    controls: { positive: { passed: false, why: ALL.slice(0, 1000) }, negative: { passed: null, why: '' } },
  });
};
