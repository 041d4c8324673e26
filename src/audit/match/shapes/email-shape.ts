import { parse } from 'tldts';
import { toBuffer } from '../../decode/buffer.ts';

const AT = 0x40;
const MOST_LOCAL = 64;
const MOST_DOMAIN = 100;

/** Mailboxes of no person (RFC 2142 and common ones) and what people write instead of a name. */
const NO_PERSON = new RegExp(
  '^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|support|info|help|admin|administrator|root|postmaster|webmaster|' +
    'hostmaster|abuse|sales|contact|service|services|feedback|security|privacy|legal|press|jobs|team|office|marketing|' +
    'newsletter|news|notification|notifications|alerts?|mailer-daemon|bounces?|noc|billing|developer|developers|dev|' +
    'you|your|yourname|someone|user|username|name|email|test|example|git|npm|android|firebase-.*)$',
  'i',
);

const isLocalByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ||
    byte === 0x2e ||
    byte === 0x5f ||
    byte === 0x2b ||
    byte === 0x2d);

/** Chinese providers of mailboxes that are called by a number, of which 163 and 126 have most users of all. */
const NUMBERED_PROVIDER = /^(?:163|126|139|188|189|263|2980|58)\.(?:com|cn|net)$/i;

/** A mailbox that may be a person's. */
const isPersonal = (local: string, domain: string): boolean => {
  // A telephone number as the name of a subscriber in SIP.
  if (/^\+[0-9]+$/.test(local)) return false;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..') || NO_PERSON.test(local))
    return false;
  // Image names for dense screens (icon@2x.png), package versions (left-pad@1.3.0), services' own hosts, subscribers of
  // mobile networks (nai-shape.ts).
  if (
    (/^[0-9.]+x?$/.test(domain.split('.')[0] ?? '') && !NUMBERED_PROVIDER.test(domain)) ||
    /gserviceaccount\.com$|\.iam\.|^sentry\.|ingest\.|\.3gppnetwork\.org$/.test(domain)
  )
    return false;
  const { isIcann, domain: registrable } = parse(domain);
  return isIcann === true && registrable !== null;
};

const isDomainByte = (byte: number | undefined): boolean =>
  isLocalByte(byte) && byte !== 0x5f && byte !== 0x2b;

const startOfLocal = (body: Uint8Array, at: number): number => {
  let from = at;
  while (from > 0 && at - from <= MOST_LOCAL && isLocalByte(body[from - 1])) from--;
  return from;
};

const endOfDomain = (body: Uint8Array, at: number): number => {
  let to = at + 1;
  while (to - at <= MOST_DOMAIN && isDomainByte(body[to])) to++;
  while (to > at + 1 && (body[to - 1] === 0x2e || body[to - 1] === 0x2d)) to--;
  return to;
};

const MOST_BEFORE = 300;
/** The account in a URL (RFC 3986 §3.2.1): what follows is a host. */
const IN_URL = /:\/\/[^\s/?#"'<>@]*$/;
/** What names a message or a part of it, not who sent it (RFC 5322 §3.6.4, RFC 2045 §7). */
const IN_MESSAGE_ID =
  /(?:^|\n)(?:[a-z-]{0,10}message-id|in-reply-to|references|content-id):(?:[^\n]|\n[ \t])*$/i;

const isNoAddress = (body: Uint8Array, from: number): boolean => {
  const before = toBuffer(body).toString('latin1', Math.max(0, from - MOST_BEFORE), from);
  return IN_URL.test(before) || IN_MESSAGE_ID.test(before);
};

const textOf = (body: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...body.subarray(from, to));

/** Calls back for every e-mail address in a body that may be a person's. */
export const forEachEmail = (body: Uint8Array, onEmail: (from: number, to: number) => void): void => {
  for (let at = body.indexOf(AT); at !== -1; at = body.indexOf(AT, at + 1)) {
    const from = startOfLocal(body, at);
    const to = endOfDomain(body, at);
    const isSized = at > from && at - from <= MOST_LOCAL && to - at > 3 && to - at <= MOST_DOMAIN;
    if (!isSized || body[to] === AT || !isPersonal(textOf(body, from, at), textOf(body, at + 1, to)))
      continue;
    if (!isNoAddress(body, from)) onEmail(from, to);
  }
};
