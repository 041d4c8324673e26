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

const isPhone = digitsBetween(5, 17);

/** What a value of a class looks like at least, where only its shape is known; of other classes, anything. */
const SHAPES: Readonly<Partial<Record<DataClass, (text: string) => boolean>>> = {
  imei: digitsBetween(14, 16),
  imsi: digitsBetween(14, 15),
  iccid: digitsBetween(18, 20),
  phone: isPhone,
  'phone.own': isPhone,
  'contact.number': isPhone,
  'sms.peer_number': isPhone,
  'call.peer_number': isPhone,
  gaid: hexOf(32),
  mac: hexOf(12),
  bssid: hexOf(12),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  'contact.email': (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  location: (text) => /\d/.test(text),
};

/** Whether a text has the shape that a report takes for a value of this class. */
export const hasShapeOf = (dataClass: DataClass, text: string): boolean =>
  text !== '' && (SHAPES[dataClass]?.(text) ?? true);
