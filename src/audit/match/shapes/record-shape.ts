import { toBuffer } from '../../decode/buffer.ts';
import { isPlaceholder } from '../algebra/placeholder.ts';
import { type Found, textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { Layer } from '../../layer.ts';
import { endingsOf, forEachNamed, type NamedField } from './fields.ts';
import { isMessageText } from './keys.ts';
import type { Names } from './names.ts';
import { objectAround, textBeside } from './object-around.ts';
import { isPerson } from './person.ts';
import { isPhoneNumber } from './phone-shape.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/**
 * What names of a message's text and of a person end with: columns of AOSP's Telephony.Sms (`body`), of its contacts
 * (`display_name`) and of CallLog.Calls (`name`), and what code calls them that copies those.
 */
const ENDINGS = endingsOf({
  text: ['body', 'content', 'text', 'msg', 'message'],
  person: ['name'],
});

/** What they are made of. */
const RUNS = {
  text: runOf('[^\\0-\\x08{}<>]', 4, '[A-Za-z\\x80-\\xff]'),
  person: runOf('[^\\0-\\x1f{}<>[\\]]', 2, '[A-Za-z\\x80-\\xff]'),
} as const;

/** The longest text that is taken for a message, bytes: ten parts of 153 characters (3GPP TS 23.040 §9.2.3.24.1). */
const MOST_TEXT_BYTES = 3 * 1530;

/** Without one of these, of the names in `record-table.ts`, there is no record; their first letter may be of either case. */
const STEMS: readonly string[] = [
  ...'ontact ONTACT honebook honeBook ddressbook ddressBook inkmen ongxunlu 通讯录 联系人'.split(' '),
  ...'alls ALLS alll allL all_l ALL_L allr allR all_r allh allH all_h 通话'.split(' '),
  ...'sms SMS Sms mms MMS ssagebody ssageBody ssage_body sgbody sgBody sg_body sgcontent sgContent sg_content 短信'.split(
    ' ',
  ),
];

// As one pattern over one character per byte: looking for each by itself takes ten times as long.
const STEM = new RegExp(STEMS.map((stem) => Buffer.from(stem).toString('latin1')).join('|'));
const CHUNK_BYTES = 65_536;
const MOST_STEM_BYTES = 16;

const holdsStem = (bytes: Buffer): boolean => {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    if (STEM.test(bytes.toString('latin1', at, at + CHUNK_BYTES + MOST_STEM_BYTES))) return true;
  return false;
};

const holding = new WeakMap<Layer, boolean>();

const mayBeListed = (layer: Layer): boolean => {
  const known = holding.get(layer);
  if (known !== undefined) return known;
  const own = holdsStem(toBuffer(layer.bytes)) || (layer.parent !== null && mayBeListed(layer.parent));
  holding.set(layer, own);
  return own;
};

/** Bytes on either side in which the rest of a record stands. */
const WINDOW_BYTES = 400;

// Between the brackets of an object, or the marks of its element.
const restOfRecord = (found: Found): string =>
  objectAround(found, WINDOW_BYTES) ?? textBeside(found, WINDOW_BYTES).join('');

const PARTY_NAMES =
  '(?:addr(?:ess)?|number|phone_?(?:no|num|number)?s?|sender(?:_?number)?|from|mobile|tel|peer|value)';
const BEFORE_PARTY = `${PARTY_NAMES}["']?\\s*[:=>]\\s*[["'\\s]{0,4}`;
/** A number, a short code, or a firm's header as India's operators write it (`VM-HDFCBK`). */
const PARTY = new RegExp(`${BEFORE_PARTY}(?:\\+?[0-9(][0-9 ()-]{2,}|[A-Z]{2}-[A-Z0-9]{3,9}\\b)`, 'i');
const NUMBER = new RegExp(`${BEFORE_PARTY}(\\+?[0-9(][0-9 ()-]{6,24})`, 'i');

const hasNumber = (record: string): boolean =>
  isPhoneNumber((NUMBER.exec(record)?.[1] ?? '').replace(/[^0-9]/g, ''));

/** Of a template, not of a message; or no word at all. */
const NO_MESSAGE = /\{\{|\$\{|%[sd@]|^[\w.-]+$/;

const isMessage = (text: string): boolean =>
  !NO_MESSAGE.test(text) && !isPlaceholder(text) && /\p{L}{2}/u.test(text);

// As JSON escapes it: the record is read where its fields stand, before anything in it is undone.
const unescaped = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

// `messageBody` is also what a queue or a commit has: there only a telephone number beside makes it a message's.
const isMessageBy = (key: string, record: string): boolean =>
  isMessageText(key) && (/sms|短信/i.test(key) || hasNumber(record));

// Beside the text stands who sent it, or to whom.
const messageText = ({ value, key }: NamedField, names: Names): Match | null => {
  const record = restOfRecord(value);
  if (!isMessage(unescaped(textAt(value))) || !PARTY.test(record)) return null;
  return isMessageBy(key, record) || names.record(value, 'text') === 'sms'
    ? shapeMatch(value, 'sms.body', 'a text beside a number, of a message or in a list of messages')
    : null;
};

// Beside the name stands a telephone number.
const personName = ({ value }: NamedField, names: Names): Match | null => {
  if (!isPerson(unescaped(textAt(value))) || !hasNumber(restOfRecord(value))) return null;
  const kind = names.record(value, 'person');
  return kind === 'contact' || kind === 'call'
    ? shapeMatch(value, 'contact.name', 'a name beside a telephone number, in a list of contacts or calls')
    : null;
};

/** Names of people and texts of messages in lists of contacts, calls and messages, which nothing else gives away. */
export const recordShapes = (layer: Layer, names: Names): readonly Match[] => {
  if (!mayBeListed(layer)) return [];
  const matches: (Match | null)[] = [];
  forEachNamed(layer, { endings: ENDINGS, runs: RUNS, most: MOST_TEXT_BYTES }, (group, field) => {
    matches.push(group === 'text' ? messageText(field, names) : personName(field, names));
  });
  return matches.filter((match) => match !== null);
};
