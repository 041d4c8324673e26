import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Bytes = Uint8Array | string;

/** What a program writes when given these bytes. @throws when it fails or is missing */
const pipe = (program: string, args: readonly string[], input: Bytes): Buffer =>
  execFileSync(program, args, { input, maxBuffer: 64 << 20 });

const python = (script: string, input: Bytes): Buffer =>
  pipe(
    'python3',
    ['-c', `import sys,zlib\ni=sys.stdin.buffer.read()\nsys.stdout.buffer.write(${script})`],
    input,
  );

/** One gzip member without name or time. */
export const gzip = (input: Bytes): Buffer => pipe('gzip', ['-9', '-n', '-c'], input);

export const zlib = (input: Bytes): Buffer => python('zlib.compress(i, 9)', input);

export const brotli = (input: Bytes): Buffer => pipe('brotli', ['-c', '-'], input);

export const zstd = (input: Bytes): Buffer => pipe('zstd', ['-q', '-c', '-19', '-'], input);

/** Standard alphabet, padded, one line. */
export const base64 = (input: Bytes): string => pipe('base64', ['-w', '0'], input).toString('latin1');

/** Alphabet for URLs, without padding. */
export const base64url = (input: Bytes): string =>
  base64(input).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Lower-case hex. */
export const hex = (input: Bytes): string =>
  pipe('xxd', ['-p', '-c', '64'], input).toString('latin1').replaceAll('\n', '');

export const digest = (algorithm: 'md5' | 'sha1' | 'sha256', input: Bytes): Buffer =>
  pipe('openssl', ['dgst', '-binary', `-${algorithm}`], input);

/** AES-128 with PKCS#7 padding; `iv` null for ECB. */
export const aes128 = (key: Bytes, iv: Bytes | null, input: Bytes): Buffer => {
  const mode = iv === null ? ['-aes-128-ecb'] : ['-aes-128-cbc', '-iv', hex(iv)];
  return pipe('openssl', ['enc', ...mode, '-K', hex(key)], input);
};

/** A message in protobuf, from its text form. */
export const protobuf = (schema: string, message: string, text: string): Buffer => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  return pipe('protoc', [`--proto_path=${folder}`, `--encode=${message}`, schema], text);
};

/** Percent-encoded, all but unreserved characters (RFC 3986, 2.3). */
export const percent = (input: Bytes): string =>
  pipe(
    'python3',
    ['-c', "import sys,urllib.parse\nsys.stdout.write(urllib.parse.quote(sys.stdin.buffer.read(), safe=''))"],
    input,
  ).toString('latin1');

/** A form body (application/x-www-form-urlencoded). */
export const form = (fields: Readonly<Record<string, Bytes>>): Buffer =>
  Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}=${percent(value)}`)
      .join('&'),
  );

/** The vendor's short hash of 2014: base64url(SHA-1(x)), the first 16 characters (DeviceIdHasher.java). */
export const shortHash = (value: string): string => base64url(digest('sha1', value)).slice(0, 16);
