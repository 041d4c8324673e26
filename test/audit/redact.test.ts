import { describe, expect, it } from 'vitest';
import { compile } from '#audit/audit';
import { makeCanary } from '../support/make-canary.ts';
import { NO_SECRETS } from '#audit/decode/secrets';
import { redactBytes, redactText } from '#audit/redact';

const tables = compile([makeCanary()]);
const bytes = (text: string): string => {
  const redacted = redactBytes(tables, Buffer.from(text), { part: 'body', secrets: NO_SECRETS });
  return Buffer.from(redacted).toString();
};
const nested = Buffer.from('{"i":"861234050123457"}').toString('base64');

describe('redactBytes', () => {
  it.each([
    ['{"imei":"861234050123457","kept":1}', '{"imei":"***************","kept":1}'],
    [`{"d":"${nested}","kept":1}`, `{"d":"${'*'.repeat(nested.length)}","kept":1}`],
    ['{"imei":"861234050123458","kept":1}', '{"imei":"***************","kept":1}'],
    ['name="861234050123457.jpg"', 'name="***************.jpg"'],
    ['------x86-12-34-05-01-23-45-7--', `------x${'*'.repeat(22)}--`],
    ['{"colour":"blue"}', '{"colour":"blue"}'],
  ])('%s becomes %s', (text, shown) => {
    expect(bytes(text)).toBe(shown);
  });

  it('cuts out of a text what is no finding, since more of a word follows', () => {
    const mail = compile([makeCanary({ id: 'm', class: 'email', value: 'some.user@example.org' })]);
    const text = Buffer.from('name="some.user@example.org.jpg"');
    const redacted = redactBytes(mail, text, { part: 'body', secrets: NO_SECRETS });
    expect(Buffer.from(redacted).toString()).toBe('name="•••.jpg"');
  });

  it('does not change its input', () => {
    const input = Buffer.from('{"imei":"861234050123457"}');
    redactBytes(tables, input, { part: 'body', secrets: NO_SECRETS });
    expect(input.toString()).toContain('861234050123457');
  });
});

describe('redactText', () => {
  it('blanks values and the keys that would open other requests', () => {
    const text = 'https://a.example/x?imei=861234050123457&b={"ssecurity":"BwcHBwcHBwcHBwcHBwcHBw=="}';
    const shown = redactText(tables, text, NO_SECRETS);
    expect(shown).not.toMatch(/861234050123457|BwcHBwcH/u);
    expect(shown).toContain('https://a.example/x?imei=');
  });
});
