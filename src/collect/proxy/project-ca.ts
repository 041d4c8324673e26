import { X509Certificate } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '#capture/make-folder';
import { Failure } from '#model/failure';
import { makeAuthority, subjectHashOld } from './certificate-authority.ts';

const LIFETIME_DAYS = 30;
const RENEW_WHEN_LEFT_MS = 3 * 86_400_000;

/** The certificate authority of one project: it signs for every host that the handset asks for. */
export type ProjectCa = {
  readonly certPem: string;
  readonly keyPem: string;
  /** DER, as Android's user store takes it. */
  readonly certDer: Buffer;
  /** File name in Android's stores, without `.0`. */
  readonly subjectHashOld: string;
  /** SHA-256 of the certificate, hex, lower case. */
  readonly sha256: string;
};

const readable = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
};

const caFrom = (certPem: string, keyPem: string): ProjectCa => {
  const certificate = new X509Certificate(certPem);
  return {
    certPem,
    keyPem,
    certDer: certificate.raw,
    subjectHashOld: subjectHashOld(certificate.raw),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
};

const stillGood = (certPem: string, nowMs: number): boolean => {
  try {
    return Date.parse(new X509Certificate(certPem).validTo) - nowMs > RENEW_WHEN_LEFT_MS;
  } catch {
    return false;
  }
};

/** Key first, then the certificate: a cut leaves no certificate without its key. */
const writeCa = async (folder: string, ca: { certPem: string; keyPem: string }): Promise<void> => {
  for (const [name, text] of [
    ['key.pem', ca.keyPem],
    ['cert.pem', ca.certPem],
  ] as const) {
    const whole = join(folder, name);
    await writeFile(`${whole}.new`, text, { mode: 0o600 });
    await rename(`${whole}.new`, whole);
  }
};

/**
 * Opens the authority in `folder` (`.phonehome/ca` of the working directory), making it when there is none or when
 * it is about to end. The folder is 0700, its files 0600.
 * @throws Failure `not-writable`.
 */
export const openProjectCa = async (folder: string, nowMs: number): Promise<ProjectCa> => {
  const certPem = await readable(join(folder, 'cert.pem'));
  const keyPem = await readable(join(folder, 'key.pem'));
  if (certPem !== null && keyPem !== null && stillGood(certPem, nowMs)) return caFrom(certPem, keyPem);
  const made = await makeAuthority(new Date(nowMs), LIFETIME_DAYS);
  try {
    await makeFolder(folder, 0o700);
    await chmod(folder, 0o700);
    await writeCa(folder, made);
  } catch (cause) {
    throw new Failure('not-writable', 'the certificate authority of this project cannot be written', {
      place: { file: folder },
      remedy: 'run phonehome in a directory that you may write to',
      cause,
    });
  }
  return caFrom(made.certPem, made.keyPem);
};
