import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '#model/report';
import { renderHtml } from '../../../src/report/html.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { bigReport, blindReport, cleanReport, leaksReport } from '../../support/report-samples.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";

const REPORTS: readonly (readonly [name: string, report: () => Report])[] = [
  ['leaks', leaksReport],
  ['blind', blindReport],
  ['clean', cleanReport],
  ['hostile', hostileReport],
];

// Chromium is an external program, installed from Debian; the continuous check sets PHONEHOME_CI and must have it.
describe.skipIf(!existsSync(CHROMIUM) && process.env['PHONEHOME_CI'] === undefined)(
  'the page in Chromium',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'phonehome-page-'));
    let browser: Browser;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const open = async (report: Report, options: BrowserContextOptions) => {
      const file = join(folder, 'report.html');
      writeFileSync(file, renderHtml(report));
      const context = await browser.newContext(options);
      const page: Page = await context.newPage();
      const seen: string[] = [];
      page.on('request', (request) => seen.push(request.url()));
      page.on('dialog', (dialog) => {
        seen.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('console', (message) => seen.push(`console ${message.text()}`));
      page.on('pageerror', (error) => seen.push(`error ${error.message}`));
      const address = pathToFileURL(file).href;
      await page.goto(address);
      return { context, page, seen, address };
    };

    it.each(REPORTS)('opens from disk, asks for nothing else and runs nothing: %s', async (_name, report) => {
      const { context, page, seen, address } = await open(report(), {
        viewport: { width: 1280, height: 900 },
      });
      await page.evaluate(OPEN_ALL);
      await page.mouse.move(300, 300);
      expect(seen).toEqual([address]);
      expect(await page.evaluate('document.scripts.length')).toBe(0);
      expect(
        await page.evaluate("document.querySelectorAll('img,iframe,object,embed,link,form,base').length"),
      ).toBe(0);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()).filter((name) => /^on|^style$/.test(name))",
        ),
      ).toEqual([]);
      await context.close();
    });

    it('is styled by its own sheet, and by no other', async () => {
      const { context, page } = await open(leaksReport(), { colorScheme: 'dark' });
      expect(await page.evaluate('document.styleSheets.length')).toBe(1);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 27)');
      await page.evaluate("document.body.setAttribute('style', 'background: red')");
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 27)');
      await context.close();
    });

    it.each([360, 1280, 1920])('never scrolls sideways as a whole at %i pixels', async (width) => {
      for (const report of [leaksReport(), hostileReport(), bigReport()]) {
        const { context, page } = await open(report, { viewport: { width, height: 900 } });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        await context.close();
      }
    });

    it.each([
      ['leaks', 'light', 360],
      ['leaks', 'light', 1280],
      ['leaks', 'dark', 1920],
      ['blind', 'light', 1280],
      ['blind', 'dark', 360],
      ['clean', 'light', 1280],
      ['hostile', 'dark', 1280],
    ] as const)(
      'has no violation that axe-core finds: %s, %s, %i pixels',
      async (name, colorScheme, width) => {
        const report = REPORTS.find(([each]) => each === name)?.[1] ?? leaksReport;
        const { context, page } = await open(report(), {
          viewport: { width, height: 900 },
          colorScheme,
          bypassCSP: true,
        });
        await page.evaluate(OPEN_ALL);
        await page.evaluate(readFileSync(AXE, 'utf8'));
        const found: unknown = await page.evaluate(
          "axe.run().then(({ violations, passes }) => ({ passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes[0].html) }))",
        );
        expect(found).toEqual({ passes: expect.any(Number) as number, violations: [] });
        expect(found).not.toMatchObject({ passes: 0 });
        await context.close();
      },
    );

    it('is readable where script is switched off', async () => {
      const { context, page } = await open(leaksReport(), { javaScriptEnabled: false });
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Leaks');
      const proof = page.locator('details.proof').first();
      await proof.locator('summary').click();
      expect(await proof.getByText('All 15 digits of the known value').isVisible()).toBe(true);
      await context.close();
    });

    it('opens every proof on paper', async () => {
      const { context, page } = await open(leaksReport(), {});
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('All 15 digits of the known value').first().isVisible()).toBe(true);
      await context.close();
    });
  },
);
