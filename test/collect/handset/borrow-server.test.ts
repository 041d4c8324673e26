import { connect } from 'node:net';
import { expect, it, vi } from 'vitest';
import { freePort } from '#collect/free-port';
import { openAdb } from '#collect/handset/adb';
import { borrowServer } from '#collect/handset/borrow-server';

const isServed = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });

// One that has only just started may leave a first request to end unanswered.
const endServer = async (port: number): Promise<void> => {
  const adb = await openAdb({ port });
  await vi.waitFor(async () => {
    await adb.run(['kill-server']);
    expect(await isServed(port)).toBe(false);
  }, 5000);
};

// An adb server sometimes locks up as it starts, and then answers nothing any more, kill-server included: another port.
it('ends a server that was started meanwhile', { retry: 2 }, async () => {
  const port = await freePort();
  {
    await using borrowed = await borrowServer({ port });
    const adb = await openAdb({ port });
    await adb.devices();
    expect(await isServed(port)).toBe(true);
    expect(borrowed).toBeDefined();
  }
  // The server answers kill-server before it closes its socket.
  await vi.waitFor(async () => {
    expect(await isServed(port)).toBe(false);
  }, 5000);
});

it('leaves one that is to be kept, and one that ran before', async () => {
  const port = await freePort();
  try {
    {
      await using borrowed = await borrowServer({ port });
      await (await openAdb({ port })).devices();
      borrowed.keep();
    }
    expect(await isServed(port)).toBe(true);
    {
      await using borrowed = await borrowServer({ port });
      expect(borrowed).toBeDefined();
    }
    expect(await isServed(port)).toBe(true);
  } finally {
    await endServer(port);
  }
});
