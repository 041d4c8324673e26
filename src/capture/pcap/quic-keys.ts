import { createHmac } from 'node:crypto';

/** What opens the first packets of a client: they are sealed with keys that anyone can make from what they show. */
export type InitialKeys = { readonly key: Buffer; readonly iv: Buffer; readonly mask: Buffer };

/** How a version of QUIC makes these keys, and which two bits of a long header say Initial. */
export type Version = { readonly salt: Buffer; readonly label: string; readonly initialType: number };

const V1: Version = {
  salt: Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex'),
  label: 'quic',
  initialType: 0,
};
const V2: Version = {
  salt: Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex'),
  label: 'quicv2',
  initialType: 1,
};
const DRAFT: Version = { ...V1, salt: Buffer.from('afbfec289993d24c9e9786f19c6111e04390a899', 'hex') };

const DRAFT_MARK = 0xff0000;
const FIRST_DRAFT = 29;
const LAST_DRAFT = 32;

/** Version 1 (RFC 9001 §5.2), 2 (RFC 9369 §3.3), and the drafts that browsers shipped; null for any other. */
export const versionOf = (version: number): Version | null => {
  if (version === 1) return V1;
  if (version === 0x6b3343cf) return V2;
  const draft = version & 0xff;
  if (version >>> 8 === DRAFT_MARK && draft > LAST_DRAFT) return V1;
  return version >>> 8 === DRAFT_MARK && draft >= FIRST_DRAFT ? DRAFT : null;
};

const hmac = (key: Buffer, ...parts: readonly Buffer[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

// HKDF-Expand-Label (RFC 8446 §7.1) of one block: no key here is longer.
const expand = (secret: Buffer, label: string, length: number): Buffer => {
  const name = Buffer.from(`tls13 ${label}`);
  const info = [Buffer.of(0, length, name.length), name, Buffer.of(0, 1)];
  return hmac(secret, ...info).subarray(0, length);
};

/** The keys of a client's first packets, from the destination that its very first one names (RFC 9001 §5.2). */
export const initialKeys = ({ salt, label }: Version, destination: Buffer): InitialKeys => {
  const secret = expand(hmac(salt, destination), 'client in', 32);
  return {
    key: expand(secret, `${label} key`, 16),
    iv: expand(secret, `${label} iv`, 12),
    mask: expand(secret, `${label} hp`, 16),
  };
};
