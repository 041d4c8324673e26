import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { connectControl, serveControl } from '#twin/control-channel';
import { failureOf } from '../support/failure-of.ts';
import { withMachine } from '../support/with-machine.ts';

describe('the control channel', () => {
  it('gives the same answers as the control itself', async () => {
    await using used = await withMachine();
    const requests = new PassThrough();
    const answers = new PassThrough();
    void serveControl(used.twin.control, requests, answers);
    const remote = connectControl(answers, requests);
    await remote.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Hello' });
    expect(await remote.snapshot()).toEqual(await used.twin.control.snapshot());
    expect(await remote.advance(1000)).toBe(await used.twin.control.now());
    await Promise.all([remote.fault('drop-adb'), remote.hangUp(), remote.reboot()]);
    expect(await remote.faults()).toEqual([]);
  });

  it.each(['not json', '{"id":1,"method":"explode"}', '{"id":1,"method":"advance","byMs":-5}'])(
    'refuses %s and goes on',
    async (line) => {
      await using used = await withMachine();
      const requests = new PassThrough();
      const answers = new PassThrough();
      void serveControl(used.twin.control, requests, answers);
      requests.write(`${line}\n`);
      requests.write('{"id":7,"method":"now"}\n');
      await expect.poll(() => answers.readableLength > 60).toBe(true);
      const [first, second] = String(answers.read()).split('\n');
      expect(JSON.parse(first ?? '')).toMatchObject({ id: -1 });
      expect(JSON.parse(second ?? '')).toMatchObject({ id: 7 });
    },
  );

  it('fails what waits when the twin has gone', async () => {
    const answers = new PassThrough();
    const waiting = failureOf(connectControl(answers, new PassThrough()).now());
    answers.end();
    expect((await waiting).code).toBe('handset-lost');
  });
});
