import type { Layer } from '../layer.ts';
import { toBuffer } from './buffer.ts';
import { declaredCharset } from './charset/charset.ts';
import type { Context } from './decoder.ts';

const textOf = (roots: readonly Layer[], step: string, path?: string): string | null => {
  const root = roots.find(({ link }) => link.step === step && link.path === path);
  return root === undefined ? null : toBuffer(root.bytes).toString('latin1');
};

const MOST_ENCODINGS = 8;

/** What the roots of a flow tell about all its layers. */
export const contextOf = (
  roots: readonly Layer[],
  { secrets, letters, isSealedHex }: Pick<Context, 'secrets' | 'letters' | 'isSealedHex'>,
): Context => ({
  secrets,
  letters,
  isSealedHex,
  charset: declaredCharset(textOf(roots, 'header', 'content-type') ?? ''),
  encodings: (textOf(roots, 'header', 'content-encoding') ?? '')
    .toLowerCase()
    .split(',', MOST_ENCODINGS)
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity'),
  host: (textOf(roots, 'host') ?? '').toLowerCase(),
  roots,
});

/** The text of a header by its lower-case name; null where it was not sent. */
export const headerOf = ({ roots }: Context, name: string): string | null => textOf(roots, 'header', name);
