import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { spawnTwin } from '#twin/spawn-twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
import { makeTwin } from '../support/make-twin.ts';
import { makeFlow } from '../support/start-bench.ts';
import { failureOf } from '../support/failure-of.ts';

const execArgv = ['--import', 'tsx', '--conditions=source'];

describe('a twin in a process of its own', () => {
  it('is steered over its pipes and ends when it is disposed of', async () => {
    const twin = await spawnTwin({ twin: makeTwin(), execArgv, startMs: Date.UTC(2026, 5, 1) });
    const { control } = twin;
    const before = await control.now();
    await control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Meet at\nthe gate' });
    expect(await control.advance(600_000)).toBeGreaterThanOrEqual(before + 600_000);
    const { messages } = await control.snapshot();
    expect(messages).toMatchObject([{ address: '+447700900001', body: 'Meet at\nthe gate', type: 1 }]);
    expect(await control.unknownCommands()).toEqual([]);
    expect(await control.ledger()).toEqual([]);
    await twin[Symbol.asyncDispose]();
    await twin.ended;
    const late = await failureOf(control.now());
    expect(late.code).toBe('handset-lost');
  });

  it('takes its network with it, and tells what its firmware sent', async () => {
    const twinSaid = makeTwin({
      addresses: { 'api.vendor.example': '192.0.2.10' },
      flows: [makeFlow({ id: 'ping', trigger: { event: 'sms.received' } })],
    });
    await using vendor = await startVendorServer(twinSaid.firmware.addresses);
    const { network, caPem } = vendor;
    await using twin = await spawnTwin({ twin: twinSaid, execArgv, network, systemCertificates: [caPem] });
    await twin.control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Hello' });
    await twin.control.advance(0);
    expect(vendor.received).toMatchObject([{ host: 'api.vendor.example', transport: 'https' }]);
    expect(await twin.control.ledger()).toMatchObject([{ flow: 'ping', outcome: 'sent', channel: 'direct' }]);
  });

  it('says why it does not start', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const failure = await failureOf(spawnTwin({ twin: makeTwin(), execArgv, port }));
    expect(failure.code).toBe('environment');
    expect(failure.message).toContain(`port ${port} is taken`);
    taken.close();
  });

  it('ends by itself when its parent has gone', async () => {
    const script = `
      import { spawnTwin } from '#twin/spawn-twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
      import { makeTwin } from './test/support/make-twin.ts';
      const { pid } = await spawnTwin({ twin: makeTwin(), execArgv: ${JSON.stringify(execArgv)} });
      process.stdout.write(String(pid) + '\\n');`;
    const parent = spawn(process.execPath, [...execArgv, '--input-type=module', '-e', script]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(pid).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
