import type { TwinBody, TwinChain } from '#model/twin-firmware';
import { after, joined, plain, type Rendered } from './carried.ts';
import { encrypt } from './ciphers.ts';
import { percent, STEPS } from './steps.ts';
import { renderTemplate, type Scope } from './template.ts';

type Json = Extract<TwinBody, { json: unknown }>['json'];

const listed = (parts: readonly Rendered[], [open, close]: readonly [string, string]): Rendered =>
  joined(
    plain(open),
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [plain(','), part])),
    plain(close),
  );

const quoted = ({ bytes, carries, isJson }: Rendered): Rendered => {
  if (isJson === true) return { bytes, carries };
  const text = bytes.toString();
  const escaped = JSON.stringify(text);
  const isChanged = escaped.length !== text.length + 2;
  return { bytes: Buffer.from(escaped), carries: isChanged ? after(carries, 'json-string') : carries };
};

/** A JSON value with its templates rendered; one that is `{items}` or `{x|number}` alone stands unquoted. */
export const renderJson = (value: Json, scope: Scope): Rendered => {
  if (typeof value === 'string') return quoted(renderTemplate(value, scope));
  if (Array.isArray(value))
    return listed(
      value.map((item) => renderJson(item, scope)),
      ['[', ']'],
    );
  if (typeof value !== 'object' || value === null) return plain(JSON.stringify(value));
  const fields = Object.entries(value).map(([name, field]) =>
    joined(plain(`${JSON.stringify(name)}:`), renderJson(field, scope)),
  );
  return listed(fields, ['{', '}']);
};

const encoded = ({ bytes, carries }: Rendered): Rendered => {
  const made = percent(bytes);
  return { bytes: made, carries: made.equals(bytes) ? carries : after(carries, 'url') };
};

/** `name=value` pairs as in a query or form, names as they are given. */
export const renderPairs = (pairs: Readonly<Record<string, string>>, scope: Scope): Rendered =>
  joined(
    ...Object.entries(pairs).map(([name, template], index) =>
      joined(plain(`${index === 0 ? '' : '&'}${name}=`), encoded(renderTemplate(template, scope))),
    ),
  );

/** A body before its chain. @throws as renderTemplate */
export const renderBody = (body: TwinBody, scope: Scope): Rendered => {
  if ('text' in body) return renderTemplate(body.text, scope);
  if ('json' in body) return renderJson(body.json, scope);
  if ('form' in body) return renderPairs(body.form, scope);
  return {
    bytes: Buffer.from(body.base64, 'base64'),
    carries: body.carries.flatMap(({ value, encode }) =>
      scope(value).carries.map((one) => ({ ...one, encode: [...encode] })),
    ),
  };
};

const link = (rendered: Rendered, step: TwinChain[number], scope: Scope): Rendered => {
  if (typeof step === 'string')
    return { bytes: STEPS[step](rendered.bytes), carries: after(rendered.carries, step) };
  if ('form' in step)
    return joined(
      plain(`${step.form}=`),
      encoded(rendered),
      ...(step.with === undefined ? [] : [plain('&'), renderPairs(step.with, scope)]),
    );
  const { cipher, key, iv, drop = 0 } = step;
  const keyBytes = renderTemplate(key, scope).bytes;
  const ivBytes = iv === undefined ? null : renderTemplate(iv, scope).bytes;
  return {
    bytes: encrypt(rendered.bytes, { cipher, key: keyBytes, iv: ivBytes, drop }),
    carries: after(rendered.carries, cipher),
  };
};

/** Bytes after a chain of steps, left to right. @throws as renderTemplate; when a key does not fit its cipher */
export const renderChain = (rendered: Rendered, chain: TwinChain, scope: Scope): Rendered =>
  chain.reduce((made, step) => link(made, step, scope), rendered);
