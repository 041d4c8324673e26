import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STYLE } from '../../../src/report/html/style.ts';

const PAGE = new URL('../../../src/report/html/', import.meta.url);

describe('STYLE', () => {
  it('loads nothing', () => {
    expect(STYLE).not.toMatch(/url\(|@import|@font-face|https?:\/\//);
  });

  it('ends no element, and has as many closing braces as opening ones', () => {
    expect(STYLE).not.toContain('</');
    expect(STYLE.split('{').length).toBe(STYLE.split('}').length);
  });

  it('gives each colour a value by day, by night and on paper', () => {
    const [day = '', night = '', paper = ''] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(
      ([, rules]) => rules,
    );
    const colours = (rules: string): string[] =>
      [...rules.matchAll(/(--[a-z-]+\d?): #/g)].map(([, name]) => name ?? '').sort();
    expect(colours(night)).toEqual(colours(day));
    expect(colours(day)).toEqual(expect.arrayContaining(colours(paper)));
  });

  it('names only classes that the page has', () => {
    const page = readdirSync(PAGE)
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(new URL(name, PAGE), 'utf8'))
      .join('\n');
    const classes = new Set([...STYLE.matchAll(/\.([a-z][a-z0-9-]*)/g)].map(([, name]) => name ?? ''));
    const idle = [...classes].filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(idle).toEqual([]);
  });
});
