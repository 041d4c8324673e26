import { describe, expect, it } from 'vitest';
import { listTwins, readTwin } from '#devices/read-twin';
import type { TwinBody } from '#model/twin-firmware';
import { renderChain } from '#twin/firmware/body';
import { isStep } from '#twin/firmware/steps';
import { lacks } from '../../support/lacks.ts';
import { FIXED_BODIES } from './fixed-bodies.ts';

type Fixed = Extract<TwinBody, { base64: string }>;

const shipped = await listTwins();
const { handset } = await readTwin('redmi-class-33@clean');
const PROGRAMS = ['openssl', 'gzip', 'brotli', 'zstd', 'protoc', 'python3', 'base64', 'xxd', 'sed'];

const fixedOf = async (name: string): Promise<(readonly [flow: string, body: Fixed])[]> => {
  const { firmware } = await readTwin(name);
  return firmware.flows.flatMap(({ id, send }) => {
    const body = 'request' in send ? send.request.body : undefined;
    return body !== undefined && 'base64' in body ? [[id, body] as const] : [];
  });
};

const { imei, imsi, phoneNumber, serial, androidId, gaid, wifiMac } = handset.identifiers;
const VALUES: Readonly<Record<string, readonly string[]>> = {
  imei: [imei[0] ?? ''],
  imei2: [imei[1] ?? ''],
  imsi: [imsi],
  number: [phoneNumber],
  serial: [serial],
  androidId: [androidId],
  gaid: [gaid],
  mac: [wifiMac],
  operator: [handset.operator.name],
  factoryPackages: handset.packages.map(({ name }) => name),
};

/** A value in the form that it has inside its wrapping; beside it where it is not wrapped. */
const inside = (value: string, encode: readonly string[], wrapping: readonly string[]): string => {
  const isWrapped = encode.slice(-wrapping.length).join() === wrapping.join();
  const own = isWrapped ? encode.slice(0, encode.length - wrapping.length) : encode;
  const steps = own.filter((step) => isStep(step) && step !== 'url');
  const rendered = { bytes: Buffer.from(value), carries: [] };
  return renderChain(rendered, steps.filter(isStep), () => rendered).bytes.toString();
};

describe('bodies that were made by other programs', () => {
  it('are ten at least, and each of them in the table', async () => {
    const all = new Map<string, Fixed>();
    for (const name of shipped)
      for (const [flow, body] of await fixedOf(name)) all.set(`${flow} ${body.base64}`, body);
    expect(all.size).toBe(FIXED_BODIES.length);
    expect(all.size).toBeGreaterThanOrEqual(10);
  });

  it.skipIf(PROGRAMS.some(lacks)).each(FIXED_BODIES)(
    '$firmware $flow, opened by the same programs, holds what the firmware says',
    async ({ firmware, flow, wrapping, open }) => {
      const bodies = await fixedOf(`redmi-class-33@${firmware}`);
      const body = bodies.find(([id]) => id === flow)?.[1];
      const text = open(Buffer.from(body?.base64 ?? '', 'base64')).toString();
      expect(text.length).toBeGreaterThan(30);
      for (const { value, encode } of body?.carries ?? []) {
        const values = VALUES[value] ?? [];
        expect(values, value).not.toEqual([]);
        for (const one of values) expect(text).toContain(inside(one, encode, wrapping));
      }
      const carried = new Set(body?.carries.map(({ value }) => value));
      const unsaid = Object.entries(VALUES).filter(([name]) => !carried.has(name));
      for (const [name, values] of unsaid)
        if (name !== 'factoryPackages') for (const one of values) expect(text, name).not.toContain(one);
    },
  );
});
