import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { TwinEncoding } from '#model/twin-firmware';

type Step = (bytes: Buffer) => Buffer;

const hash =
  (algorithm: string): Step =>
  (bytes) =>
    createHash(algorithm).update(bytes).digest();

const onText =
  (change: (text: string) => string): Step =>
  (bytes) =>
    Buffer.from(change(bytes.toString()));

/** Percent-encodes all but unreserved characters (RFC 3986, 2.3), byte by byte. */
export const percent: Step = (bytes) =>
  Buffer.from(
    [...bytes]
      .map((byte) => {
        const character = String.fromCharCode(byte);
        return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      })
      .join(''),
  );

/** What each step does to bytes. */
export const STEPS: Readonly<Record<TwinEncoding, Step>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  brotli: (bytes) => brotliCompressSync(bytes),
  base64: (bytes) => Buffer.from(bytes.toString('base64')),
  base64url: (bytes) => Buffer.from(bytes.toString('base64url')),
  unbase64: (bytes) => Buffer.from(bytes.toString(), 'base64'),
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  unhex: (bytes) => Buffer.from(bytes.toString(), 'hex'),
  url: percent,
  'json-string': onText((text) => JSON.stringify(text).slice(1, -1)),
  upper: onText((text) => text.toUpperCase()),
  lower: onText((text) => text.toLowerCase()),
  digits: onText((text) => text.replace(/\D/g, '')),
  sha1: hash('sha1'),
  sha256: hash('sha256'),
  md5: hash('md5'),
};

/** Whether a word names a step. */
export const isStep = (word: string): word is TwinEncoding => Object.hasOwn(STEPS, word);
