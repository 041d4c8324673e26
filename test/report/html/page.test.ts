import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SavedReport } from '#model/report';
import { renderHtml } from '../../../src/report/html.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { bigReport, blindReport, cleanReport, leaksReport } from '../../support/report-samples.ts';
import { lacks } from '../../support/lacks.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";
const PAGE_WIDTH = 'document.documentElement.scrollWidth';
const WIDTHS = [360, 1280, 1920] as const;

const REPORTS = {
  leaks: leaksReport,
  blind: blindReport,
  clean: cleanReport,
  hostile: hostileReport,
  big: bigReport,
} satisfies Readonly<Record<string, () => SavedReport>>;
type Name = keyof typeof REPORTS;

// Chromium is an external program, installed from Debian; the continuous check sets PHONEHOME_CI and must have it.
const isSkipped = lacks('chromium');

describe.skipIf(isSkipped)('the page in Chromium', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'phonehome-page-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes each page once: the same report gives the same page. */
  const addressOf = (name: Name): string => {
    const file = join(folder, `${name}.html`);
    if (!existsSync(file)) writeFileSync(file, renderHtml(REPORTS[name]()));
    return pathToFileURL(file).href;
  };

  const open = async (name: Name, options: BrowserContextOptions) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('dialog', (dialog) => {
      seen.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => seen.push(`console ${message.text()}`));
    page.on('pageerror', (error) => seen.push(`error ${error.message}`));
    const address = addressOf(name);
    await page.goto(address);
    return { context, page, seen, address };
  };

  it.each(['leaks', 'blind', 'clean', 'hostile'] as const)(
    'opens from disk, asks for nothing else and runs nothing: %s',
    async (name) => {
      const { context, page, seen, address } = await open(name, { viewport: { width: 1280, height: 900 } });
      await page.evaluate(OPEN_ALL);
      await page.mouse.move(300, 300);
      expect(seen).toEqual([address]);
      expect(await page.evaluate('document.scripts.length')).toBe(0);
      expect(
        await page.evaluate("document.querySelectorAll('img,iframe,object,embed,link,form,base').length"),
      ).toBe(0);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()).filter((each) => /^on|^style$/.test(each))",
        ),
      ).toEqual([]);
      await context.close();
    },
  );

  it('is styled by its own sheet, and by no other', async () => {
    const { context, page } = await open('leaks', { colorScheme: 'dark' });
    const ground = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate('document.styleSheets.length')).toBe(1);
    const own = await page.evaluate(ground);
    expect(own).toBe('rgb(20, 23, 27)');
    await page.evaluate("document.body.setAttribute('style', 'background: red')");
    expect(await page.evaluate(ground)).toBe(own);
    await context.close();
  });

  it.each(['leaks', 'hostile', 'big'] as const)('never scrolls sideways as a whole: %s', async (name) => {
    const { context, page } = await open(name, {});
    const widths = async (): Promise<readonly unknown[]> => {
      const found: unknown[] = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        found.push(await page.evaluate(PAGE_WIDTH));
      }
      return found;
    };
    expect(await widths()).toEqual(WIDTHS);
    if (name !== 'big') await page.evaluate(OPEN_ALL);
    expect(await widths()).toEqual(WIDTHS);
    await context.close();
  });

  it.each([360, 1280, 1920])(
    'says of what is wider than its box that it scrolls, at %i pixels',
    async (width) => {
      const { context, page } = await open('leaks', { viewport: { width, height: 900 } });
      await page.evaluate(OPEN_ALL);
      const wrong = await page.evaluate(
        `[...document.querySelectorAll('.scroll')]
        .filter((box) => (box.scrollWidth > box.clientWidth) !== (getComputedStyle(box, '::before').display === 'block'))
        .map((box) => box.getAttribute('aria-label'))`,
      );
      expect(wrong).toEqual([]);
      expect(await page.evaluate("document.querySelectorAll('.scroll').length")).toBeGreaterThan(5);
      await context.close();
    },
  );

  it.each([
    ['leaks', 'light', 1280],
    ['leaks', 'dark', 360],
    ['blind', 'dark', 1920],
    ['clean', 'light', 360],
  ] as const)('has no violation that axe-core finds: %s, %s, %i pixels', async (name, colorScheme, width) => {
    const { context, page } = await open(name, {
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    });
    await page.evaluate(OPEN_ALL);
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const found = await page.evaluate(
      "axe.run().then(({ violations, passes }) => [passes.length > 30, ...violations.map(({ id, nodes }) => id + ': ' + nodes[0].html)])",
    );
    expect(found).toEqual([true]);
    await context.close();
  });

  it('is readable where script is switched off', async () => {
    const { context, page } = await open('leaks', { javaScriptEnabled: false });
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Leaks');
    const proof = page.locator('details.proof').first();
    await proof.locator('summary').click();
    expect(await proof.getByText('All 15 digits of the known value').isVisible()).toBe(true);
    await context.close();
  });

  it('opens every proof on paper', async () => {
    const { context, page } = await open('leaks', {});
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('All 15 digits of the known value').first().isVisible()).toBe(true);
    await context.close();
  });
});
