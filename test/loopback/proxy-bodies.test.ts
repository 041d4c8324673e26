import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeListSink, type ListSink } from '../support/list-sink.ts';
import { exchange, readUntil, secured, toProxy, viaConnect } from '../support/proxy-client.ts';
import { startProxy } from '../support/start-proxy.ts';
import { downloadChunk, maskedFrame } from '../support/vendor-server.ts';
import { lacks } from '../support/lacks.ts';

const HOST = 'api.vendor.example';
const MIB = 1_048_576;

/** A sink that keeps no bytes, so that memory measured is the proxy's. */
const forgetful = (): ListSink => {
  const sink = makeListSink();
  return { ...sink, bytes: (chunk) => ({ off: 0, len: chunk.length }) };
};

const secure = async (port: number, ca: string) => {
  const { socket } = await viaConnect(port, `${HOST}:443`);
  return secured(socket, { servername: HOST, ca });
};

describe.skipIf(lacks('openssl'))('bodies that pass the proxy', () => {
  it('streams 100 MB up and down, hashes them and stays small', async () => {
    const sink = forgetful();
    await using bench = await startProxy({ sink });
    const size = 100 * MIB;
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const up = await secure(bench.port, bench.ca.certPem);
    const answered = readUntil(up, () => false);
    up.write(
      `POST /up HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${String(size)}\r\nConnection: close\r\n\r\n`,
    );
    const sent = createHash('sha256');
    const chunk = randomBytes(MIB);
    for (let count = 0; count < 100; count += 1) {
      sent.update(chunk);
      if (!up.write(chunk)) await once(up, 'drain');
    }
    expect((await answered).toString()).toContain('got /up');
    const down = await secure(bench.port, bench.ca.certPem);
    let received = 0;
    down.on('data', (data: Buffer) => (received += data.length));
    down.write(`GET /bytes/${String(size)} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    await once(down, 'close');
    clearInterval(watch);
    await bench.engine.stop();
    const expected = createHash('sha256');
    for (let left = size; left > 0; left -= downloadChunk.length)
      expected.update(downloadChunk.subarray(0, Math.min(left, downloadChunk.length)));
    const uploaded = sent.digest('hex');
    expect(bench.vendor.received[0]).toMatchObject({ byteLength: size, sha256: uploaded });
    expect(sink.of('body.end').filter(({ bytes }) => bytes === size)).toMatchObject([
      { dir: 'out', sha256: uploaded, truncated: false, aborted: false },
      { dir: 'in', sha256: expected.digest('hex'), truncated: false, aborted: false },
    ]);
    expect(received).toBeGreaterThan(size);
    expect(sink.of('conn.close')[0]?.up).toBeGreaterThan(size);
    expect((peak - before) / MIB).toBeLessThan(300);
  }, 60_000);

  it.each(['Content-Length: 5000000', 'Transfer-Encoding: chunked'])(
    'keeps what was sent of an upload that is cut off (%s)',
    async (framing) => {
      await using bench = await startProxy();
      const tls = await secure(bench.port, bench.ca.certPem);
      const part = Buffer.alloc(20_000, 'imei=356938035643809;');
      tls.write(`POST /cut HTTP/1.1\r\nHost: ${HOST}\r\n${framing}\r\n\r\n`);
      tls.write(framing.startsWith('T') ? Buffer.concat([Buffer.from('4e20\r\n'), part]) : part);
      while (bench.sink.of('body').reduce((sum, { len }) => sum + len, 0) < part.length)
        await new Promise((resolve) => setTimeout(resolve, 10));
      tls.destroy();
      await bench.engine.stop();
      const [request] = bench.sink.of('http.req');
      expect(bench.sink.body(request?.flow ?? '', 'out').equals(part)).toBe(true);
      expect(bench.sink.of('body.end')).toMatchObject([{ dir: 'out', bytes: 20_000, aborted: true }]);
      expect(bench.sink.of('http.abort')).toHaveLength(1);
    },
  );

  it('keeps a request whose server closes without answering', async () => {
    await using bench = await startProxy();
    const tls = await secure(bench.port, bench.ca.certPem);
    const request = `POST /hang-up HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 4\r\n\r\ndata`;
    await exchange(tls, request);
    await bench.engine.stop();
    const [seen] = bench.sink.of('http.req');
    expect(bench.sink.body(seen?.flow ?? '', 'out').toString()).toBe('data');
    expect(bench.sink.of('body.end')).toMatchObject([{ dir: 'out', bytes: 4, aborted: false }]);
    expect(bench.sink.of('http.abort')).toHaveLength(1);
    expect(bench.sink.of('http.res')).toEqual([]);
  });

  it.each([
    ['plain in absolute form', false],
    ['inside TLS', true],
  ])('records the messages of a WebSocket, %s', async (_name, tls) => {
    await using bench = await startProxy();
    const socket = tls ? await secure(bench.port, bench.ca.certPem) : await toProxy(bench.port);
    const target = tls ? '/push' : `http://${HOST}/push`;
    socket.write(
      `GET ${target} HTTP/1.1\r\nHost: ${HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    const head = await readUntil(socket, (seen) => seen.includes('\r\n\r\n'));
    expect(head.toString('latin1')).toContain('101');
    const echoed = readUntil(socket, (seen) => seen.includes('echo hello'));
    socket.write(maskedFrame(1, Buffer.from('hello')));
    await echoed;
    const second = readUntil(socket, (seen) => seen.includes('echo '));
    socket.write(maskedFrame(2, Buffer.from([1, 2])));
    await second;
    socket.write(maskedFrame(8, Buffer.from([3, 0xe8])));
    await readUntil(socket, () => false);
    await bench.engine.stop();
    const [request] = bench.sink.of('http.req');
    expect(request?.url).toBe(`${tls ? 'wss' : 'ws'}://${HOST}/push`);
    expect(bench.sink.of('http.res')[0]?.status).toBe(101);
    const messages = bench.sink
      .of('ws.msg')
      .map((event) => [event.dir, event.opcode, bench.sink.bytesAt(event).toString('latin1')]);
    expect(messages.slice(0, 3)).toEqual([
      ['out', 'text', 'hello'],
      ['in', 'text', 'echo hello'],
      ['out', 'binary', '\x01\x02'],
    ]);
  });
});

describe.skipIf(lacks('openssl'))('a sink in trouble', () => {
  it('drops bytes rather than memory when the disk is slow, keeps hash and count, and says so', async () => {
    let pending = 0;
    const list = makeListSink(() => pending);
    const sink: ListSink = {
      ...list,
      bytes: (chunk) => {
        pending += chunk.length;
        return list.bytes(chunk);
      },
    };
    await using bench = await startProxy({ sink, queueLimit: 200_000 });
    const tls = await secure(bench.port, bench.ca.certPem);
    const body = randomBytes(MIB);
    tls.write(
      `POST /slow HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: ${String(MIB)}\r\nConnection: close\r\n\r\n`,
    );
    expect(await exchange(tls, body)).toContain('got /slow');
    await bench.engine.stop();
    const [end] = sink.of('body.end');
    expect(end).toMatchObject({ dir: 'out', bytes: MIB, truncated: true, aborted: false });
    expect(end?.sha256).toBe(createHash('sha256').update(body).digest('hex'));
    const kept = sink.of('body').filter(({ dir }) => dir === 'out');
    const keptBytes = kept.reduce((sum, { len }) => sum + len, 0);
    expect(keptBytes).toBeLessThanOrEqual(200_000);
    expect(sink.of('gap')[0]).toMatchObject({ why: 'queue-full', lost: MIB - keptBytes });
  });

  it('survives a sink that throws, and the handset stays online', async () => {
    const list = makeListSink();
    let thrown = 0;
    const sink: ListSink = {
      ...list,
      event: (event) => {
        if (event.type === 'http.req') {
          thrown += 1;
          throw new Error('full');
        }
        list.event(event);
      },
    };
    await using bench = await startProxy({ sink });
    const tls = await secure(bench.port, bench.ca.certPem);
    const request = `GET /still HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
    expect(await exchange(tls, request)).toContain('got /still');
    await bench.engine.stop();
    expect(thrown).toBe(1);
    expect(sink.of('gap')).toMatchObject([{ why: 'engine-fault' }]);
  });
});

describe.skipIf(lacks('openssl'))('where the proxy listens', () => {
  it('is reachable on loopback only, its engine too', async () => {
    await using bench = await startProxy();
    expect(bench.engine.address.host).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const socket = connect({ host: address, port: bench.port });
      await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
    }
  });
});
