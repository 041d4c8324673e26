import type { DataClass } from '#model/data-class';

const DIGITS = /^[\d \-./()_:+]+$/;

const digitsBetween =
  (least: number, most: number) =>
  (text: string): boolean => {
    const { length } = text.replace(/\D/g, '');
    return DIGITS.test(text) && length >= least && length <= most;
  };

const hexOf =
  (...lengths: readonly number[]) =>
  (text: string): boolean =>
    /^[\da-fA-F:.-]+$/.test(text) && lengths.includes(text.replace(/[^\da-fA-F]/g, '').length);

/** A digest in hexadecimal: what is sent instead of the value itself. */
const isDigest = (text: string): boolean => /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i.test(text);

const orDigest =
  (isShape: (text: string) => boolean) =>
  (text: string): boolean =>
    isShape(text) || isDigest(text);

const isPhone = orDigest(digitsBetween(5, 17));
const isMail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** What a value of a class looks like at least, where only its shape is known; of other classes, anything. */
const SHAPES: Readonly<Partial<Record<DataClass, (text: string) => boolean>>> = {
  imei: orDigest(digitsBetween(14, 16)),
  imsi: orDigest(digitsBetween(14, 15)),
  iccid: orDigest(digitsBetween(18, 20)),
  phone: isPhone,
  'phone.own': isPhone,
  'contact.number': isPhone,
  'sms.peer_number': isPhone,
  'call.peer_number': isPhone,
  gaid: orDigest(hexOf(32)),
  mac: orDigest(hexOf(12)),
  bssid: hexOf(12),
  email: isMail,
  'contact.email': isMail,
  location: (text) => /\d/.test(text),
};

/** Whether a text has the shape that a report takes for a value of this class. */
export const hasShapeOf = (dataClass: DataClass, text: string): boolean =>
  text !== '' && (SHAPES[dataClass]?.(text) ?? true);
