import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { renderCsv } from '../../src/report/csv.ts';
import { HOSTILE_TEXTS, hostileReport } from '../support/hostile-report.ts';
import { makeFinding, makeReport } from '../support/make-report.ts';
import { leaksReport } from '../support/report-samples.ts';

/** RFC 4180, strictly: every record of the text, its fields unquoted. */
const parseCsv = (text: string): string[][] => {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error('not RFC 4180');
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
};

const rowOf = (csv: string): Record<string, string> => {
  const [head = [], row = []] = parseCsv(csv);
  return Object.fromEntries(head.map((name, index) => [name, row[index] ?? '']));
};

describe('renderCsv', () => {
  it('gives one row per finding with the facts of its recipient and flow', () => {
    const row = rowOf(renderCsv(makeReport()));
    expect(row).toMatchObject({
      id: 'finding-1',
      forbidden: 'true',
      class: 'imei',
      masked: '86•••••••••••28',
      host: 'api.vendor.example',
      owner: 'Vendor',
      route: 'body › gzip › json $.d › base64 › json $.i',
      consent_at_send: 'declined',
      consent_at_entry: '',
      at_ms: '61000',
      app: 'com.vendor.analytics',
    });
  });

  it('has no byte order mark, and ends each record with CR LF', () => {
    const text = renderCsv(makeReport());
    expect(text.startsWith('id,group,')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('begins with the notice of a simulated handset, in a record as long as the others', () => {
    const text = renderCsv(leaksReport());
    const records = parseCsv(text);
    expect(text.startsWith(SIMULATED_NOTICE)).toBe(true);
    expect(new Set(records.map(({ length }) => length)).size).toBe(1);
    expect(records).toHaveLength(2 + leaksReport().findings.length);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n=1'])(
    'lets no spreadsheet compute %j',
    (text) => {
      const row = rowOf(renderCsv(makeReport({ findings: [makeFinding({ masked: text })] })));
      expect(row['masked']?.startsWith("'")).toBe(true);
    },
  );

  it('keeps every hostile text inside its field', () => {
    const records = parseCsv(renderCsv(hostileReport()));
    expect(records).toHaveLength(2 + HOSTILE_TEXTS.length);
    expect(new Set(records.map(({ length }) => length)).size).toBe(1);
    for (const field of records.flat()) expect(field).not.toMatch(/^\s*[=+\-@]/);
  });
});
