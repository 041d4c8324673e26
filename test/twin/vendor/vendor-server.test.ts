import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeVendorCertificates } from '#twin/vendor/certificates';
import { startVendorServer, type VendorServer } from '#twin/vendor/vendor-server';
import { lacks } from '../../support/lacks.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const HOSTS = { 'account.vendor.example': '192.0.2.1', 'track.vendor.example': '2001:db8::7' };

type Got = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: string };

const ask = (vendor: VendorServer, url: string, body?: string): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname: host, protocol, pathname, search } = new URL(url);
    const isPlain = protocol === 'http:';
    const port = isPlain ? vendor.network.httpPort : vendor.network.httpsPort;
    const common = { host: '127.0.0.1', port, path: pathname + search, headers: { host } };
    const method = body === undefined ? 'GET' : 'POST';
    const outgoing = isPlain
      ? httpRequest({ ...common, method })
      : httpsRequest({ ...common, method, servername: host, ca: vendor.caPem });
    outgoing.on('error', reject).on('response', (response) => {
      void text(response).then((got) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: got });
      });
    });
    outgoing.end(body);
  });

describe('the vendor of a twin', () => {
  it('plays every host of a firmware, in clear and under its own authority', async () => {
    await using vendor = await startVendorServer(HOSTS);
    for (const host of Object.keys(HOSTS))
      for (const scheme of ['http', 'https'])
        expect((await ask(vendor, `${scheme}://${host}/any`, 'said')).status).toBe(200);
    expect(
      vendor.received.map(({ host, transport, body }) => `${transport} ${host} ${String(body)}`),
    ).toEqual([
      'http account.vendor.example said',
      'https account.vendor.example said',
      'http track.vendor.example said',
      'https track.vendor.example said',
    ]);
  });

  it('agrees on HTTP/2', async () => {
    await using vendor = await startVendorServer(HOSTS);
    const { httpsPort: port } = vendor.network;
    const servername = 'account.vendor.example';
    const socket = connect({ host: '127.0.0.1', port, servername, ca: vendor.caPem, ALPNProtocols: ['h2'] });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    expect(socket.alpnProtocol).toBe('h2');
    socket.destroy();
  });

  it('knows no other name, as upstream and when asked', async () => {
    await using vendor = await startVendorServer(HOSTS);
    expect(() => vendor.upstream.resolve('other.example', 443)).toThrow('no such name');
    await expect(ask(vendor, 'http://other.example/')).rejects.toThrow();
    expect(vendor.received).toEqual([]);
    expect(await vendor.upstream.resolve('Track.vendor.example', 80)).toEqual({
      ip: '127.0.0.1',
      port: vendor.network.httpPort,
      recordedIp: '2001:db8::7',
      placeSource: 'simulated',
    });
  });

  it('answers as the services that it plays', async () => {
    await using vendor = await startVendorServer(HOSTS);
    const get = (path: string) => ask(vendor, `https://account.vendor.example${path}`);
    expect(await get('/generate_204')).toMatchObject({ status: 204, body: '' });
    expect(JSON.parse((await get('/track/key_get')).body)).toMatchObject({ data: { key: /.+/, sid: /.+/ } });
    const signedIn = await get('/pass/serviceLoginAuth2');
    expect(signedIn.body).toMatch(/^&&&START&&&\{/);
    const { ssecurity } = JSON.parse(signedIn.body.slice(11)) as { ssecurity: string };
    expect(Buffer.from(ssecurity, 'base64')).toHaveLength(16);
    expect(signedIn.headers['extension-pragma']).toContain(ssecurity);
  });

  it('ends a connection that says too much', async () => {
    await using vendor = await startVendorServer(HOSTS);
    const flood = 'x'.repeat(5 << 20);
    await expect(ask(vendor, 'http://track.vendor.example/', flood)).rejects.toThrow();
    expect(vendor.received).toEqual([]);
  });
});

describe('the certificates of the vendor', () => {
  it('are what Node takes them for', () => {
    const { caPem, certPem } = makeVendorCertificates(['a.example', 'b.example'], Date.now());
    const [ca, own] = [new X509Certificate(caPem), new X509Certificate(certPem)];
    expect([ca.ca, own.ca]).toEqual([true, false]);
    expect(own.checkIssued(ca) && own.verify(ca.publicKey)).toBe(true);
    expect(own.checkHost('b.example')).toBe('b.example');
    expect(own.checkHost('c.example')).toBeUndefined();
  });

  it.skipIf(lacks('openssl'))('are verified by openssl, also with 500 hosts', async () => {
    await using folder = await makeTempFolder();
    const hosts = Array.from({ length: 500 }, (_, index) => `host-${index}.vendor.example`);
    const { caPem, certPem } = makeVendorCertificates(hosts, Date.now());
    await folder.write('ca.pem', caPem);
    await folder.write('own.pem', certPem);
    const strict = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'host-499.vendor.example'];
    const args = ['verify', ...strict, '-CAfile', join(folder.path, 'ca.pem'), join(folder.path, 'own.pem')];
    expect(execFileSync('openssl', args, { encoding: 'utf8' })).toContain('OK');
  });
});
