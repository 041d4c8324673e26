import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createTunnels } from '#twin/adbd/tunnels';
import { startTwin } from '#twin/twin';
import { makeTwin } from '../../support/make-twin.ts';
import { HAS_ADB, startAdb } from '../../support/start-adb.ts';

describe('reverse services', () => {
  it.each([
    ['forward:tcp:8080;tcp:5650', 'OKAY'],
    ['forward:tcp:0;tcp:5650', 'OKAY000540001'],
    ['forward:tcp:70000;tcp:5650', 'FAIL001fbad forward: tcp:70000;tcp:5650'],
    ['killforward:tcp:9', "FAIL001alistener 'tcp:9' not found"],
    ['killforward-all', 'OKAY'],
    ['list-forward', '0000'],
    ['nonsense', 'FAIL0020unknown reverse service nonsense'],
  ])('answers %s', (request, answer) => {
    expect(createTunnels().answer(request)).toBe(answer);
  });

  it('refuses to bind twice only when asked to', () => {
    const tunnels = createTunnels();
    tunnels.answer('forward:tcp:8080;tcp:1');
    expect(tunnels.answer('forward:norebind:tcp:8080;tcp:2')).toMatch(/^FAIL/);
    expect(tunnels.answer('forward:tcp:8080;tcp:3')).toBe('OKAY');
    expect(tunnels.list()).toEqual(['tcp:8080 tcp:3']);
    tunnels.clear();
    expect(tunnels.targetOf(8080)).toBeUndefined();
  });
});

describe.skipIf(!HAS_ADB)('a reverse tunnel of the real adb', () => {
  it('carries bytes from the handset to the host and back, until it is removed', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin() });
    await adb.connect(twin.address);
    const host = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(host, 'listening');
    const address = host.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await adb.run('-s', twin.address, 'reverse', 'tcp:8080', `tcp:${port}`);
    expect((await twin.control.snapshot()).tunnels).toEqual([`tcp:8080 tcp:${port}`]);
    const sent = Buffer.alloc(3_000_000, 'phone');
    const stream = twin.machine.handset.connect(8080);
    if (stream === null) throw new Error('no tunnel');
    stream.write(sent);
    let received = 0;
    for await (const chunk of stream) {
      received += (chunk as Buffer).length;
      if (received === sent.length) break;
    }
    expect(received).toBe(sent.length);
    await adb.run('-s', twin.address, 'reverse', '--remove', 'tcp:8080');
    expect(twin.machine.handset.connect(8080)).toBeNull();
    host.close();
  });
});
