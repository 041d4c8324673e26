import { describe, expect, it } from 'vitest';
import {
  capital,
  Cleartext,
  LeftOut,
  LevelBadge,
  Or,
  Section,
  Status,
  Table,
  Term,
} from '../../../src/report/html/elements.tsx';
import { htmlOf, seenOf } from '../../support/make-view.ts';

describe('elements of the page', () => {
  it('say in words and sign, not in colour alone, what the policy says', () => {
    expect(seenOf(htmlOf(Status, { forbidden: true }))).toBe('✕ outside policy');
    expect(seenOf(htmlOf(Status, { forbidden: false }))).toBe('✓ allowed');
    expect(seenOf(htmlOf(Cleartext, {}))).toBe('⚠ clear text');
  });

  it('explain a level where it stands', () => {
    expect(htmlOf(LevelBadge, { level: 'B' as const })).toContain('title="Level B: hash or truncation');
  });

  it('make a table that scrolls by keyboard and has a name', () => {
    const html = htmlOf(Table, { label: 'Requests', heads: ['At', 'Host'], children: [] });
    expect(html).toContain('tabindex="0" role="group" aria-label="Requests"');
    expect(html.match(/<th scope="col">/g)).toHaveLength(2);
  });

  it('join a section to its heading', () => {
    const html = htmlOf(Section, { id: 'x', title: 'Title', note: 'Note', children: [] });
    expect(html).toContain('<section id="x" aria-labelledby="x-title"><h2 id="x-title">Title</h2>');
    expect(seenOf(html)).toBe('TitleNote');
  });

  it.each([
    [2, 3, '2 of 3 rows are shown here. All of them stand in report.json.'],
    [3, 3, ''],
  ])('say what is left out: %i of %i', (shown, total, expected) => {
    expect(seenOf(htmlOf(LeftOut, { shown, total, what: 'rows' }))).toBe(expected);
  });

  it.each([
    ['x', 'x'],
    ['', 'none'],
    [null, 'none'],
    [undefined, 'none'],
  ])('give a value or the words for none: %j', (value, expected) => {
    expect(seenOf(htmlOf(Or, { value, none: 'none' }))).toBe(expected);
  });

  it('pair a term and its meaning', () => {
    expect(htmlOf(Term, { term: 'a', children: 'b' })).toBe('<div><dt>a</dt><dd>b</dd></div>');
    expect(capital('name of a contact')).toBe('Name of a contact');
  });
});
