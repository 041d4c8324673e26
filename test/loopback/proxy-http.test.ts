import { createHash } from 'node:crypto';
import { connect as h2Connect } from 'node:http2';
import { describe, expect, it } from 'vitest';
import { eventSchema } from '#model/event';
import { exchange, readUntil, secured, toProxy, viaConnect } from '../support/proxy-client.ts';
import { startProxy, type Bench } from '../support/start-proxy.ts';
import { lacks } from '../support/lacks.ts';

const stamped = (bench: Bench): unknown[] =>
  bench.sink.events.map((event, seq) => ({ seq, atMs: 0, wallMs: 0, ...event }));

const get = (path: string, host: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Order: One\r\nConnection: close\r\n\r\n`;

describe.skipIf(lacks('openssl'))('what the proxy records of HTTP', () => {
  it('reads HTTPS through CONNECT, with the name, the address, the request and both bodies', async () => {
    let events: Bench['sink'] | undefined;
    {
      await using bench = await startProxy();
      events = bench.sink;
      const { socket, answer } = await viaConnect(bench.port, 'api.vendor.example:443');
      expect(answer).toBe('HTTP/1.1 200 Connection established');
      const tls = await secured(socket, { servername: 'api.vendor.example', ca: bench.ca.certPem });
      const body = 'i=356938035643809';
      const head = `POST /v1/track?a=%7E1 HTTP/1.1\r\nHost: api.vendor.example\r\nContent-Length: ${String(body.length)}\r\nConnection: close\r\n\r\n`;
      expect(await exchange(tls, head + body)).toContain('got /v1/track?a=%7E1');
      expect(bench.vendor.received).toMatchObject([{ method: 'POST', byteLength: body.length }]);
      await bench.engine.stop();
      expect(() => stamped(bench).map((event) => eventSchema.parse(event))).not.toThrow();
    }
    const [open] = events.of('conn.open');
    expect(open).toMatchObject({
      via: 'connect',
      host: 'api.vendor.example',
      port: 443,
      ip: '192.0.2.7',
      placeSource: 'simulated',
      sni: 'api.vendor.example',
      control: false,
    });
    expect(open?.ja4).toMatch(/^t13/);
    const [request] = events.of('http.req');
    expect(request).toMatchObject({
      conn: open?.conn,
      method: 'POST',
      url: 'https://api.vendor.example/v1/track?a=%7E1',
      httpVersion: '1.1',
    });
    expect(request?.headers).toContainEqual(['Host', 'api.vendor.example']);
    expect(events.body(request?.flow ?? '', 'out').toString()).toBe('i=356938035643809');
    expect(events.body(request?.flow ?? '', 'in').toString()).toBe('got /v1/track?a=%7E1');
    expect(events.of('body.end')).toMatchObject([
      { dir: 'out', bytes: 17, aborted: false, truncated: false },
      { dir: 'in', aborted: false },
    ]);
    expect(events.of('body.end')[0]?.sha256).toBe(
      createHash('sha256').update('i=356938035643809').digest('hex'),
    );
    const [close] = events.of('conn.close');
    expect(close).toMatchObject({ conn: open?.conn, mode: 'mitm' });
    expect(close?.up).toBeGreaterThan(200);
    expect(events.of('http.abort')).toEqual([]);
  });

  it('reads plain HTTP in absolute form, each destination on one connection as its own', async () => {
    await using bench = await startProxy();
    const client = await toProxy(bench.port);
    client.write(
      'GET http://api.vendor.example/a/../b?q=1 HTTP/1.1\r\nHost: api.vendor.example\r\nProxy-Connection: keep-alive\r\nX-Casing: Kept\r\n\r\n',
    );
    // mockttp resolves the dots on the way up; the record keeps what the handset wrote
    expect((await readUntil(client, (seen) => seen.includes('got /'))).toString()).toContain('got /b?q=1');
    client.write(
      'POST http://data.vendor.example:80/c HTTP/1.1\r\nHost: data.vendor.example\r\nContent-Length: 2\r\n\r\nhi',
    );
    expect((await readUntil(client, (seen) => seen.includes('got /'))).toString()).toContain('got /c');
    client.end();
    await bench.engine.stop();
    expect(bench.sink.of('http.req').map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET http://api.vendor.example/a/../b?q=1',
      'POST http://data.vendor.example/c',
    ]);
    const [first] = bench.sink.of('http.req');
    expect(first?.headers.map(([name]) => name)).toEqual(['Host', 'X-Casing']);
    expect(bench.sink.of('conn.open')).toMatchObject([
      { via: 'absolute-form', host: 'api.vendor.example', sni: null },
      { via: 'absolute-form', host: 'data.vendor.example', sni: null },
    ]);
    expect(bench.sink.of('conn.close').map(({ mode, up }) => [mode, up > 50])).toEqual([
      ['plain', true],
      ['plain', true],
    ]);
  });

  it('reads plain HTTP inside CONNECT and through SOCKS5 by name', async () => {
    await using bench = await startProxy();
    const { socket } = await viaConnect(bench.port, 'api.vendor.example:80');
    expect(await exchange(socket, get('/tunnelled', 'api.vendor.example'))).toContain('got /tunnelled');
    const socks = await toProxy(bench.port);
    socks.write(Buffer.from([5, 1, 0]));
    expect(await readUntil(socks, (seen) => seen.length >= 2)).toEqual(Buffer.from([5, 0]));
    const name = Buffer.from('data.vendor.example');
    socks.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([0, 80])]));
    expect((await readUntil(socks, (seen) => seen.length >= 10))[1]).toBe(0);
    expect(await exchange(socks, get('/socks', 'data.vendor.example'))).toContain('got /socks');
    await bench.engine.stop();
    expect(bench.sink.of('conn.open').map(({ via, host, port }) => [via, host, port])).toEqual([
      ['connect', 'api.vendor.example', 80],
      ['socks', 'data.vendor.example', 80],
    ]);
    expect(bench.sink.of('http.req').map(({ url }) => url)).toEqual([
      'http://api.vendor.example/tunnelled',
      'http://data.vendor.example/socks',
    ]);
  });

  it('keeps HTTP/2 when the handset chose it, up and down', async () => {
    await using bench = await startProxy();
    const { socket } = await viaConnect(bench.port, 'api.vendor.example:443');
    const tls = await secured(socket, {
      servername: 'api.vendor.example',
      ca: bench.ca.certPem,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    expect(tls.alpnProtocol).toBe('h2');
    const session = h2Connect('https://api.vendor.example', { createConnection: () => tls });
    const post = session.request({ ':method': 'POST', ':path': '/h2', 'x-id': '1' });
    post.end('two');
    let text = '';
    for await (const chunk of post) text += String(chunk);
    session.close();
    expect(text).toBe('got /h2');
    expect(bench.vendor.received).toMatchObject([{ version: '2.0', byteLength: 3 }]);
    await bench.engine.stop();
    const [request] = bench.sink.of('http.req');
    expect(request).toMatchObject({ url: 'https://api.vendor.example/h2', httpVersion: '2.0' });
    expect(request?.headers.some(([name]) => name.startsWith(':'))).toBe(false);
    expect(bench.sink.body(request?.flow ?? '', 'out').toString()).toBe('two');
    expect(bench.sink.of('body.end')).toMatchObject([{ aborted: false }, { aborted: false }]);
    expect(bench.sink.of('conn.open')[0]?.alpn).toEqual(['h2', 'http/1.1']);
  });

  it('says 502 and records a connection that was not reached for an unknown name', async () => {
    await using bench = await startProxy();
    const { answer } = await viaConnect(bench.port, 'nowhere.example:443');
    expect(answer).toBe('HTTP/1.1 502 Bad Gateway');
    const plain = await toProxy(bench.port);
    plain.write('GET http://nowhere.example/ HTTP/1.1\r\nHost: nowhere.example\r\n\r\n');
    await readUntil(plain, () => false);
    await bench.engine.stop();
    expect(bench.sink.of('conn.close')).toMatchObject([
      { mode: 'blocked', up: 0 },
      { mode: 'blocked', up: 0 },
    ]);
    expect(bench.sink.of('conn.open').map(({ ip }) => ip)).toEqual([null, null]);
  });

  it('records real address and SNI beside a Host header that lies', async () => {
    await using bench = await startProxy();
    const { socket } = await viaConnect(bench.port, '192.0.2.7:443');
    const tls = await secured(socket, { servername: 'api.vendor.example', ca: bench.ca.certPem });
    await exchange(tls, get('/lie', 'data.vendor.example'));
    await bench.engine.stop();
    expect(bench.sink.of('conn.open')).toMatchObject([{ host: '192.0.2.7', sni: 'api.vendor.example' }]);
    expect(bench.sink.of('http.req')).toMatchObject([{ url: 'https://data.vendor.example/lie' }]);
  });

  it('answers its own proof itself, marked as control', async () => {
    await using bench = await startProxy();
    const { socket } = await viaConnect(bench.port, 'proof.phonehome.invalid:443');
    const tls = await secured(socket, { servername: 'proof.phonehome.invalid', ca: bench.ca.certPem });
    expect(await exchange(tls, get('/nonce', 'proof.phonehome.invalid'))).toContain('phonehome proof');
    await bench.engine.stop();
    expect(bench.sink.of('conn.open')).toMatchObject([{ control: true, ip: null }]);
    expect(bench.vendor.received).toEqual([]);
  });
});
