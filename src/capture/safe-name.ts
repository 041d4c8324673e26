import { basename } from 'node:path';

const MASK = '•••';
const isDate = (digits: string): boolean =>
  /^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d[0-5]\d([0-5]\d)?|2[0-3][0-5]\d([0-5]\d)?)?$/.test(
    digits,
  );

/**
 * The base name of a path with long numbers, e-mail addresses, hardware addresses and long hex runs masked, so that
 * reports and messages can name a file that its owner named after a person or a handset.
 */
export const safeNameFrom = (path: string): string =>
  basename(path)
    .slice(0, 200)
    .replace(/[^\s@/]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,}(?![a-z0-9.@-])/gi, (match) =>
      /\.(har|json|flow|flows|mitm|pcap|pcapng)$/i.test(match) ? match.replace(/.*(?=\.)/, MASK) : MASK,
    )
    .replace(/([0-9a-f]{2}[:_-]){5}[0-9a-f]{2}/gi, MASK)
    .replace(/\+?\d[\d ]{5,}\d/g, (run) => (isDate(run) ? run : MASK))
    .replace(/(?=[a-f]*\d)[0-9a-f]{12,}/gi, (run) => (isDate(run) ? run : MASK));
