import type { BlindReason } from '#model/blind-spot';
import { type ConsentState, NO_PURPOSE } from '#model/consent';
import type { Finding, Level } from '#model/finding';
import type { Party } from '#model/recipient';
import { cut } from './inert.ts';

/** What each level says about how sure a finding is. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  A: 'exact value, reached by a recorded and reversible route',
  B: 'hash or truncation of a known value, recomputed exactly; the chance of an accident is below 1e-9',
  C: 'documented field or unmistakable shape; the value itself was not known beforehand',
  D: 'statistical: consistent with the data being carried, not read',
};

/** What each party is to the owner of the handset. */
export const PARTY_WORDS: Readonly<Record<Party, string>> = {
  vendor: 'vendor of this handset',
  'other-vendor': 'another handset vendor',
  platform: 'platform',
  operator: 'mobile operator',
  'third-party': 'third party',
  unknown: 'unknown party',
};

/** Each reason for which something was not read: its name for people, and what it means. */
export const BLIND_WORDS: Readonly<Record<BlindReason, readonly [name: string, meaning: string]>> = {
  'tls-refused': ['TLS refused', "the handset did not accept the audit's certificate; nothing was read"],
  pinned: ['pinned', 'the app accepts only its own certificate; nothing was read'],
  'encrypted-payload': ['encrypted payload', 'the request was read, its content is encrypted once more'],
  quic: ['QUIC', 'sent over QUIC, which the proxy does not carry'],
  'not-http': ['not HTTP', 'another protocol than HTTP; its bytes were searched as far as they were kept'],
  'not-proxied': ['not proxied', 'seen on the wire, but it went past the proxy'],
  truncated: ['truncated', 'the body was kept only in part'],
  gap: ['gap', 'the recording lost something'],
  'bound-hit': ['bound hit', 'decoding stopped at a work limit'],
  'digest-unexplained': ['unexplained digest', 'a value of the length of a hash that matches no known value'],
  sms: ['SMS', 'a message left over the mobile network, where no proxy stands'],
  cellular: ['cellular data', 'bytes left over the mobile network, where no proxy stands'],
};

const WIRE_WORDS: ReadonlyMap<string, string> = new Map([
  ['read', 'decrypted by the audit and read'],
  ['plain', 'not encrypted, read'],
  ['tls-refused', "the handset refused the audit's certificate"],
  ['pinned', 'the app accepts only its own certificate'],
  ['not-http', 'another protocol than HTTP'],
  ['not-proxied', 'went past the proxy'],
  ['quic', 'QUIC'],
  ['blocked', 'blocked, nothing got through'],
  ['gap', 'lost in the recording'],
]);

/** Gives what a class of the wire ledger means; the class itself where it is not known. */
export const wireWords = (wireClass: string): string => WIRE_WORDS.get(wireClass) ?? wireClass;

/** Gives a consent as people read it: `cloud-sync: declined`. */
export const consentWords = (purpose: string, state: ConsentState | null): string =>
  purpose === NO_PURPOSE ? 'no consent covers it' : `${cut(purpose, 60)}: ${state ?? 'state not known'}`;

/** Gives the id of the rule that decided a finding, and its reason where the rule states one. */
export const ruleWords = (rule: string): { readonly id: string; readonly because: string | null } => {
  const colon = rule.indexOf(': ');
  return colon === -1
    ? { id: rule, because: null }
    : { id: rule.slice(0, colon), because: rule.slice(colon + 2) };
};

/** Gives a step, or the steps of a list, or the words for none. */
export const stepWords = (step: Finding['step']['ofCanary'], none: string): string => {
  if (step === null) return none;
  return typeof step === 'string' ? step : step.join(', ');
};

/** The host as it is shown; bytes that went past every name (an SMS, mobile data) have none. */
export const hostWords = (host: string): string => (host === '' ? '(no host)' : host);

/** A handset's brand and name, the brand once; undefined where neither is stated. */
export const brandedName = (brand: string | undefined, name: string | undefined): string | undefined => {
  if (brand === undefined || name === undefined) return name ?? brand;
  return name.toLowerCase().startsWith(`${brand.toLowerCase()} `) ? name : `${brand} ${name}`;
};

/** Whether a person's decision, and not a rule, lets a finding pass. */
export const isReviewed = ({ rule }: Finding['policy']): boolean =>
  /^review: (?:accepted|false-positive)$/u.test(rule);

/** A masked value and the id of the known value that it is of: masks of different values may look alike. */
export const valueWords = ({ masked, canaryId }: Pick<Finding, 'masked' | 'canaryId'>): string =>
  canaryId === null ? masked : `${masked} (${cut(canaryId, 60)})`;
