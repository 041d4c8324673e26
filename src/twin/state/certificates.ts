import { createHash, X509Certificate } from 'node:crypto';
import { exists, listDirectory, readBytes, writeBytes } from '../files/tree.ts';
import type { FileTree } from '../files/walk.ts';

/** Where certificates of the owner and of the system lie; from API 34 the APEX comes before the latter. */
export const USER_STORE = '/data/misc/user/0/cacerts-added';
export const SYSTEM_STORE = '/system/etc/security/cacerts';
export const APEX_STORE = '/apex/com.android.conscrypt/cacerts';

type Der = { readonly start: number; readonly content: number; readonly end: number };

/** The DER element at an offset. @throws RangeError on cut bytes */
const derAt = (der: Buffer, start: number): Der => {
  const first = der.readUInt8(start + 1);
  const lengthBytes = first & 0x80 ? first & 0x7f : 0;
  const length = lengthBytes === 0 ? first : der.readUIntBE(start + 2, lengthBytes);
  const content = start + 2 + lengthBytes;
  return { start, content, end: content + length };
};

/** The subject name of a certificate as DER (RFC 5280, section 4.1: the sixth field, the version being optional). */
const subjectOf = (der: Buffer): Buffer => {
  const tbs = derAt(der, derAt(der, 0).content);
  let field = derAt(der, tbs.content);
  const isVersioned = der[field.start] === 0xa0;
  for (let left = isVersioned ? 5 : 4; left > 0; left--) field = derAt(der, field.end);
  return der.subarray(field.start, field.end);
};

/** The name of a certificate's file in a store: OpenSSL's subject_hash_old, 8 hex digits. */
export const subjectHashOld = (certificate: X509Certificate): string =>
  createHash('md5').update(subjectOf(certificate.raw)).digest().readUInt32LE(0).toString(16).padStart(8, '0');

/** The certificate in a file, PEM or DER; null when it holds none. */
export const certificateFrom = (bytes: Buffer): X509Certificate | null => {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
};

/** Puts a certificate into a store under its hash, with the next free number. */
export const addToStore = (files: FileTree, store: string, certificate: X509Certificate): void => {
  const hash = subjectHashOld(certificate);
  const bytes = Buffer.from(certificate.toString());
  for (let index = 0; index < 100; index++) {
    const path = `${store}/${hash}.${String(index)}`;
    if (exists(files, path) && !readBytes(files, path).equals(bytes)) continue;
    writeBytes(files, path, bytes, { user: 0, mode: 0o644 });
    return;
  }
};

/** The certificates of a store with their file names; files that hold none are left out. */
export const listStore = (
  files: FileTree,
  store: string,
): readonly (readonly [string, X509Certificate])[] => {
  if (!exists(files, store)) return [];
  return listDirectory(files, store).flatMap(([name, node]) => {
    const certificate = node.kind === 'file' ? certificateFrom(node.bytes) : null;
    return certificate === null ? [] : [[name, certificate] as const];
  });
};
