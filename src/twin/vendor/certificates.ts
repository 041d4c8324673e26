import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { oid, sequence, value } from './der.ts';

/** The vendor's certificate for all of its hosts, and the authority that signed it; PEM. */
export type VendorCertificates = {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
};

const ECDSA_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const TRUE = value(0x01, Buffer.from([0xff]));
const YEAR_MS = 365 * 86_400_000;

const nameOf = (text: string): Buffer =>
  sequence(
    value(0x31, sequence(oid(2, 5, 4, 10), value(0x0c, Buffer.from('Synthetic Vendor')))),
    value(0x31, sequence(oid(2, 5, 4, 3), value(0x0c, Buffer.from(text)))),
  );

/** GeneralizedTime (RFC 5280 4.1.2.5.2). */
const timeOf = (atMs: number): Buffer =>
  value(0x18, Buffer.from(`${new Date(atMs).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

const extension = (id: Buffer, isCritical: boolean, content: Buffer): Buffer =>
  sequence(id, ...(isCritical ? [TRUE] : []), value(0x04, content));

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();

/** basicConstraints, keyUsage keyCertSign and the key's id (RFC 5280 4.2.1). */
const authorityWith = (key: KeyObject): readonly Buffer[] => [
  extension(oid(2, 5, 29, 19), true, sequence(TRUE)),
  extension(oid(2, 5, 29, 15), true, value(0x03, Buffer.from([2, 0x04]))),
  extension(oid(2, 5, 29, 14), false, value(0x04, keyId(key))),
];

/** The key id of the signer, what the certificate is for, and the names it stands for. */
const serverFor = (hosts: readonly string[], signer: KeyObject): readonly Buffer[] => [
  extension(oid(2, 5, 29, 35), false, sequence(value(0x80, keyId(signer)))),
  extension(oid(2, 5, 29, 37), false, sequence(oid(1, 3, 6, 1, 5, 5, 7, 3, 1))),
  extension(oid(2, 5, 29, 17), false, sequence(...hosts.map((host) => value(0x82, Buffer.from(host))))),
];

type Certified = {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
};

const certificatePem = (certified: Certified, signer: KeyObject, nowMs: number): string => {
  const toSign = sequence(
    value(0xa0, value(0x02, Buffer.from([2]))),
    value(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ECDSA_SHA256,
    nameOf('Synthetic Vendor CA'),
    sequence(timeOf(nowMs - YEAR_MS), timeOf(nowMs + YEAR_MS)),
    nameOf(certified.subject),
    spki(certified.publicKey),
    value(0xa3, sequence(...certified.extensions)),
  );
  const signature = value(0x03, Buffer.from([0]), sign('sha256', toSign, signer));
  const body = sequence(toSign, ECDSA_SHA256, signature)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
};

/** Makes an authority and one certificate below it for all hosts, good for a year before and after `nowMs`. */
export const makeVendorCertificates = (hosts: readonly string[], nowMs: number): VendorCertificates => {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = {
    subject: 'Synthetic Vendor CA',
    publicKey: authority.publicKey,
    extensions: authorityWith(authority.publicKey),
  };
  const leaf = {
    subject: 'vendor',
    publicKey: server.publicKey,
    extensions: serverFor(hosts, authority.publicKey),
  };
  return {
    caPem: certificatePem(ca, authority.privateKey, nowMs),
    certPem: certificatePem(leaf, authority.privateKey, nowMs),
    keyPem: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
