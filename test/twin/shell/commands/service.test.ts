import { describe, expect, it } from 'vitest';
import { runLine } from '../../../support/run-line.ts';
import { makeTwin } from '../../../support/make-twin.ts';
import { withMachine } from '../../../support/with-machine.ts';
import { startTwin } from '#twin/twin';

const PARCEL_TEXT = /'([^']*)'/g;

/** The text of a printed parcel, without its dots. */
const textOf = (printed: string): string =>
  [...printed.matchAll(PARCEL_TEXT)]
    .map(([, letters = '']) => letters)
    .join('')
    .slice(8)
    .replaceAll('.', '')
    .trim();

const ask = async (apiLevel: number, call: string, subscriberInfoRefused = false): Promise<string> => {
  const { handset, firmware } = makeTwin({ traps: { subscriberInfoRefused } });
  await using twin = await startTwin({ twin: { handset: { ...handset, apiLevel }, firmware }, ticks: false });
  return (await runLine(twin.machine, `service call iphonesubinfo ${call}`)).stdout;
};

describe('service call iphonesubinfo', () => {
  const { identifiers } = makeTwin().handset;
  const [first = '', second = ''] = identifiers.imei;

  it.each([
    [18, '1', first],
    [18, '3', identifiers.imsi],
    [18, '5', identifiers.iccid],
    [18, '6', identifiers.phoneNumber],
    [21, '10', identifiers.iccid],
    [23, '7 s16 com.android.shell', identifiers.imsi],
    [23, '13 s16 com.android.shell', identifiers.phoneNumber],
    [28, '10 s16 com.android.shell', identifiers.iccid],
    [33, '1 s16 com.android.shell', first],
    [33, '4 i32 1 s16 com.android.shell', second],
    [33, '5 i32 2 s16 com.android.shell', second],
    [33, '8 s16 com.android.shell', identifiers.imsi],
    [33, '12 s16 com.android.shell', identifiers.iccid],
    [33, '15 s16 com.android.shell', identifiers.phoneNumber],
    [35, '13 s16 com.android.shell', identifiers.iccid],
    [35, '16 s16 com.android.shell', identifiers.phoneNumber],
  ])('at API %d answers %s', async (apiLevel, call, value) => {
    expect(textOf(await ask(apiLevel, call))).toBe(value);
  });

  it.each([
    [33, '12 i32 1 s16 com.android.shell', 'getIccSerialNumber: The user 2000 does not meet'],
    [33, '1 s16 com.android.shell', 'getDeviceId: The user 2000 does not meet the requirements'],
    [26, '1 s16 com.android.shell', 'getDeviceId: Neither user 2000 nor current process has'],
  ])('at API %d refuses %s with an exception in the parcel and status 0', async (apiLevel, call, words) => {
    const printed = await ask(apiLevel, call, true);
    expect(printed).toMatch(/^Result: Parcel\(\n {2}0x00000000: ffffffff /);
    expect(textOf(printed).replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
  });

  it('answers root even then, and null for a slot that is empty', async () => {
    await using used = await withMachine({ traps: { subscriberInfoRefused: true } });
    const call = 'service call iphonesubinfo 1 s16 com.android.shell';
    expect(textOf((await runLine(used.machine, call, 0)).stdout)).toBe(first);
    expect(await ask(33, '10 i32 2 s16 com.android.shell')).toBe(
      "Result: Parcel(00000000 ffffffff   '........')\n",
    );
  });

  it('sets the time zone as the driver asks for it', async () => {
    await using used = await withMachine();
    await runLine(used.machine, 'service call alarm 3 s16 Asia/Kolkata');
    expect((await runLine(used.machine, 'date +%z')).stdout).toBe('+0530\n');
  });
});
