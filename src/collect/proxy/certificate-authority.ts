import { createHash, generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { der, derOid, derValues } from './der.ts';

const SHA256_WITH_RSA = der(0x30, derOid('1.2.840.113549.1.1.11'), der(0x05));

const attribute = (oid: string, text: string): Buffer =>
  der(0x31, der(0x30, derOid(oid), der(0x0c, Buffer.from(text))));
const pem = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;
const utcTime = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

const extension = (oid: string, critical: boolean, value: Buffer): Buffer =>
  der(0x30, derOid(oid), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

/** The extensions of an authority (RFC 5280 4.2.1): may sign certificates, and no certificate below another authority. */
const authorityExtensions = (publicKey: Buffer): Buffer => {
  const keyId = createHash('sha1').update(publicKey).digest();
  const isAuthority = der(0x30, der(0x01, Buffer.from([0xff])), der(0x02, Buffer.from([0])));
  const signsCertificates = der(0x03, Buffer.from([1, 0x06]));
  return der(
    0xa3,
    der(
      0x30,
      extension('2.5.29.19', true, isAuthority),
      extension('2.5.29.15', true, signsCertificates),
      extension('2.5.29.14', false, der(0x04, keyId)),
    ),
  );
};

/** A new certificate authority: RSA 2048, valid from a day before `from` for `days`; PEM. */
export const makeAuthority = async (
  from: Date,
  days: number,
): Promise<{ readonly certPem: string; readonly keyPem: string }> => {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
  const project = randomBytes(4).toString('hex');
  const name = der(
    0x30,
    attribute('2.5.4.10', 'phonehome'),
    attribute('2.5.4.3', `phonehome project CA ${project}`),
  );
  const dayMs = 86_400_000;
  const toSign = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    SHA256_WITH_RSA,
    name,
    der(0x30, utcTime(new Date(from.getTime() - dayMs)), utcTime(new Date(from.getTime() + days * dayMs))),
    name,
    publicKey,
    authorityExtensions(publicKey),
  );
  const signature = sign('sha256', toSign, pair.privateKey);
  const certificate = der(0x30, toSign, SHA256_WITH_RSA, der(0x03, Buffer.from([0]), signature));
  return {
    certPem: pem('CERTIFICATE', certificate),
    keyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};

/**
 * The name under which Android's stores keep a certificate, without `.0`: 8 hex digits, the first four bytes of
 * the MD5 of the subject's DER, little-endian (OpenSSL X509_NAME_hash_old).
 */
export const subjectHashOld = (certificate: Buffer): string => {
  const [toSign] = derValues(derValues(certificate)[0]?.content ?? Buffer.alloc(0));
  const fields = derValues(toSign?.content ?? Buffer.alloc(0));
  // version [0], serial, algorithm, issuer, validity, subject (RFC 5280 4.1)
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4];
  const digest = createHash('md5')
    .update(subject?.whole ?? Buffer.alloc(0))
    .digest();
  return digest.readUInt32LE(0).toString(16).padStart(8, '0');
};
