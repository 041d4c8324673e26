import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { SecureVersion } from 'node:tls';
import { type TempFolder, makeTempFolder } from './temp-folder.ts';

/** A server of HTTP/1.1 and HTTP/2 over TLS that answers each request with `got <bytes>` and gives its keys away. */
export type TlsVendor = AsyncDisposable & {
  readonly port: number;
  readonly folder: TempFolder;
  /** Lines of a key log. */
  readonly keys: () => string;
};

/** Starts it on loopback, with a certificate made by openssl. */
export const startTlsVendor = async (version: SecureVersion = 'TLSv1.3'): Promise<TlsVendor> => {
  const folder = await makeTempFolder();
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=vendor.example', '-keyout', 'key.pem', '-out', 'cert.pem'],
    ],
    { cwd: folder.path, stdio: 'ignore' },
  );
  const read = (name: string): Buffer => readFileSync(join(folder.path, name));
  let keys = '';
  const options = { key: read('key.pem'), cert: read('cert.pem'), allowHTTP1: true, maxVersion: version };
  const server = createSecureServer(options, (request, response) => {
    let byteLength = 0;
    request.on('data', (chunk: Buffer) => (byteLength += chunk.length));
    request.on('end', () => response.end(`got ${byteLength}`));
    request.on('error', () => undefined);
  });
  server.on('keylog', (line: Buffer) => (keys += line.toString()));
  server.on('sessionError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    folder,
    keys: () => keys,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
};
