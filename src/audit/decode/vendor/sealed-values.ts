import type { Layer } from '../../layer.ts';
import { toBuffer } from '../buffer.ts';
import type { Context } from '../decoder.ts';
import { locate } from '../route/locate.ts';
import { sourceSpan } from '../route/source-span.ts';
import { BLOCK } from './aes.ts';
import { formWith } from './form-values.ts';
import { MISTAT_IDS } from './mistat-v2.ts';

/** A form whose values its vendor encrypts, recognised by names that none has by accident. */
type SealedForm = {
  readonly host: RegExp;
  readonly path: RegExp;
  readonly names: readonly string[];
  /** The values that are encrypted, by name. */
  readonly values: RegExp;
  /** Bytes that a ciphertext is a multiple of. */
  readonly block: number;
  /** For people: what it is. */
  readonly note: string;
};

const ANY = /^/;

// Sources: those of the decoders beside this file.
const FORMS: readonly SealedForm[] = [
  {
    host: ANY,
    path: ANY,
    names: ['_nonce', 'rc4_hash__'],
    values: /^(?!_nonce$|ssecurity$|signature$|rc4_hash__$)./,
    block: 1,
    note: 'a value of Xiaomi’s device cloud, encrypted with a key from a sign-in',
  },
  {
    host: /(?:^|\.)(?:api\.account\.xiaomi\.com|micloud\.xiaomi\.net)$/,
    path: ANY,
    names: ['signature'],
    values: /^(?!_|signature$|serviceToken$)./,
    block: BLOCK,
    note: 'a value of Xiaomi’s cloud, encrypted with a key from a sign-in',
  },
  {
    host: /(?:^|\.)miui\.com$/,
    path: /\/miotaV3\.php$/,
    names: ['q'],
    values: /^q$/,
    block: 1,
    note: 'a request of Xiaomi’s updater that its key does not open',
  },
  {
    host: ANY,
    path: ANY,
    names: [...MISTAT_IDS, 'stat_value'],
    values: /^stat_value$/,
    block: 1,
    note: 'a mistat payload that the key from its own form does not open',
  },
];

const isForm = ({ host, roots }: Context, layer: Layer, form: SealedForm): boolean => {
  if (!form.host.test(host) || formWith(layer, form.names) === null) return false;
  const path = roots.find(({ link }) => link.step === 'path');
  return form.path.test(path === undefined ? '' : toBuffer(path.bytes).toString('latin1'));
};

/** What undoing the form itself leads through: anything else is inside a value. */
const OF_FORM = new Set(['percent', 'form']);

// The name of the field that a layer is the value of; '' where it is but a part of one.
const fieldOf = (layer: Layer): string => {
  let { offset = 0, length = 0 } = layer.link;
  for (let at = layer.parent; at !== null; at = at.parent) {
    if (at.parent !== null && !OF_FORM.has(at.link.step)) return '';
    const field = locate(at, offset, length);
    if (field !== null && field.link.offset !== offset) return '';
    if (field !== null && field.key !== '') return field.key;
    ({ offset, length } = sourceSpan(at, offset, length));
  }
  return '';
};

const ENCODED = new Set(['base64', 'base64url', 'hex']);

/**
 * What bytes are that stand, encoded, in a form whose values a vendor encrypts, though they may be too few to look so;
 * null for any others. Whether a key opened them is for the caller to know.
 */
export const sealedNote = (layer: Layer, context: Context): string | null => {
  if (!ENCODED.has(layer.link.step)) return null;
  const form = FORMS.find((known) => layer.bytes.length % known.block === 0 && isForm(context, layer, known));
  return form?.values.test(fieldOf(layer)) === true ? form.note : null;
};
