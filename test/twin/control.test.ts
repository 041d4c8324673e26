import { describe, expect, it } from 'vitest';
import { runLine } from '../support/run-line.ts';
import { useScreen } from '../support/use-screen.ts';
import { withMachine } from '../support/with-machine.ts';

describe('the control of a twin', () => {
  it('lets a message come in, which fires its event', async () => {
    await using used = await withMachine();
    await used.twin.control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Hello' });
    expect(used.events).toMatchObject([
      { name: 'sms.received', fields: { 'sms.peer': '+447700900001', 'sms.body': 'Hello' } },
    ]);
  });

  it('lets a call ring until somebody ends it', async () => {
    await using used = await withMachine();
    const { control } = used.twin;
    await control.stimulate({ kind: 'incoming-call', from: '+447700900002' });
    const screen = useScreen(used.machine);
    expect(screen.sees('Incoming call')).toBe(true);
    screen.tap('Answer');
    await control.advance(61_000);
    expect(screen.sees('01:01')).toBe(true);
    await control.hangUp();
    expect((await control.snapshot()).calls).toMatchObject([
      { number: '+447700900002', type: 1, seconds: 61 },
    ]);
    expect(used.events.map(({ name }) => name)).toEqual(['call.received', 'call.ended']);
  });

  it('counts a call that nobody took as missed', async () => {
    await using used = await withMachine();
    await used.twin.control.stimulate({ kind: 'incoming-call', from: '+447700900002' });
    await used.twin.control.hangUp();
    expect((await used.twin.control.snapshot()).calls).toMatchObject([{ type: 3, seconds: 0 }]);
  });

  it('runs what falls due on the way when time is moved', async () => {
    await using used = await withMachine();
    const { clock } = used.machine.handset;
    const seen: number[] = [];
    const start = clock.nowMs();
    clock.schedule(start + 5000, () => void seen.push(clock.nowMs() - start));
    expect(await used.twin.control.advance(60_000)).toBe(start + 60_000);
    expect(seen).toEqual([5000]);
  });

  it('shows in its snapshot what a harness must put back', async () => {
    await using used = await withMachine();
    const before = await used.twin.control.snapshot();
    const line =
      'mount -t tmpfs tmpfs /system/etc/security/cacerts; settings put global http_proxy 127.0.0.1:8080';
    await runLine(used.machine, line, 0);
    const during = await used.twin.control.snapshot();
    expect(during).toMatchObject({ proxy: '127.0.0.1:8080', mounts: ['/system/etc/security/cacerts'] });
    expect(during.certificates.system).toEqual([]);
    const undo = 'umount /system/etc/security/cacerts; settings put global http_proxy :0';
    const rows =
      'http_proxy global_http_proxy_host global_http_proxy_port global_http_proxy_exclusion_list global_proxy_pac_url';
    await runLine(used.machine, `${undo}; for key in ${rows}; do settings delete global $key; done`, 0);
    expect(await used.twin.control.snapshot()).toEqual(before);
  });

  it('survives a reboot with its rows and choices', async () => {
    await using used = await withMachine();
    const { control } = used.twin;
    await control.stimulate({ kind: 'incoming-sms', from: '+447700900001', text: 'Hello' });
    used.machine.handset.consents.choose('user-experience', true);
    const before = await control.snapshot();
    await control.reboot();
    expect(await control.snapshot()).toEqual(before);
    expect(used.events.at(-1)?.name).toBe('boot');
  });
});
