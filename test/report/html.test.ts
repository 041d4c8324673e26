import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { renderHtml } from '../../src/report/html.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { makeFinding, makeProof, makeRecipient, makeReport } from '../support/make-report.ts';
import { bigReport, blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('renderHtml', () => {
  it('names its only style sheet by hash in a policy that allows nothing else', () => {
    const html = renderHtml(leaksReport());
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'));
  });

  it.each([
    ['leaks', leaksReport()],
    ['hostile', hostileReport()],
  ])('holds no script, no inline style, no handler and nothing to load: %s', (_name, report) => {
    const html = renderHtml(report);
    expect(html).not.toMatch(/<(?:script|img|iframe|object|embed|link|form|base|audio|video)\b/i);
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) {
      const attributes = tag.replace(/"[^"]*"/g, '""');
      expect(attributes).not.toMatch(/\s(?:on\w+|style|src|srcset|action|ping)=/i);
    }
    for (const [, href] of html.matchAll(/\shref="([^"]*)"/g))
      expect(href).toMatch(/^(?:#|https:\/\/db-ip\.com$)/);
  });

  it('shows the notice first, in the title and in the page', () => {
    const html = renderHtml(leaksReport());
    expect(html).toContain(`<title>${SIMULATED_NOTICE}`);
    expect(
      textOf(html.slice(html.indexOf('<body>')))
        .trim()
        .startsWith(SIMULATED_NOTICE),
    ).toBe(true);
  });

  it('gives the four statements, the route and the proof of a finding', () => {
    const text = textOf(
      renderHtml(
        makeReport({ findings: [makeFinding({ proof: makeProof({ inversionCandidates: 987_655 }) })] }),
      ),
    );
    for (const statement of ['Observation', 'Identification', 'Attribution', 'Evaluation'])
      expect(text).toContain(statement);
    expect(text).toContain('body › gzip › json $.d › base64 › json $.i');
    expect(text).toContain('All 15 digits of the known value stand in the field.');
    expect(text).toContain('15 bytes at 12');
    expect(text).toContain('9.9e+5: a hash is not anonymous here');
    expect(text).toContain('user-experience: declined (read back from the handset)');
  });

  it('puts what the policy forbids before what it allows', () => {
    const html = renderHtml(leaksReport());
    expect(html.lastIndexOf('class="card no"')).toBeLessThan(html.indexOf('class="card yes"'));
  });

  it('lists each blind spot and each recipient, also those without a finding', () => {
    const text = textOf(renderHtml(blindReport()));
    expect(text).toContain('Not read: pinned');
    expect(text).toContain('Not read: TLS refused');
    for (const { host } of blindReport().recipients) expect(text).toContain(host);
    expect(text).toContain('not detected in 12.4 % of outbound bytes that could be read');
  });

  it('keeps the two ledgers apart, and shows an empty one as such', () => {
    const text = textOf(renderHtml(cleanReport()));
    expect(text).toContain('Wire ledger');
    expect(text).toContain('No byte stands in this ledger.');
    expect(text).toContain('the two are never added');
  });

  it('pays the licence of the place database with a link, and only where it was used', () => {
    expect(renderHtml(makeReport())).toContain(
      '<a href="https://db-ip.com" rel="noopener noreferrer">IP Geolocation by DB-IP</a>',
    );
    const elsewhere = makeReport({
      method: { ...makeReport().method, places: null },
      recipients: [makeRecipient()],
    });
    expect(renderHtml(elsewhere)).not.toContain('db-ip.com');
  });

  it('survives findings whose flow and recipient the report does not list', () => {
    const report = makeReport({ recipients: [], flows: [] });
    expect(textOf(renderHtml(report))).toContain('The report lists no such recipient.');
  });

  it('stays below 5 MB with 10,000 findings and 100,000 flows, and says what it leaves out', () => {
    const html = renderHtml(bigReport());
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(5_000_000);
    const text = textOf(html);
    expect(text).toMatch(/of 100,000 requests are shown here\. All of them stand in report\.json/);
    expect(text).toMatch(/of 1,500 recipients are shown here/);
    expect(text).toMatch(/further groups are shown here/);
  });

  it('stays below 5 MB when every text is long', () => {
    const long = '"'.repeat(20_000);
    const findings = Array.from({ length: 130 }, (_, index) =>
      makeFinding({
        id: `${String(index)}${long}`,
        group: `${String(index)}${long}`,
        masked: long,
        spelling: long,
        proof: makeProof({
          recipe: long,
          reasoning: long,
          layers: Array.from({ length: 40 }, () => ({ name: long, excerptMasked: long })),
        }),
      }),
    );
    expect(Buffer.byteLength(renderHtml(makeReport({ findings })))).toBeLessThanOrEqual(5_000_000);
  });
});
