import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest, readManifest } from '#capture/manifest';
import { openCapture } from '#capture/read';
import { PROJECT } from '../rules/planted-tree.ts';
import { SAMPLE, SAMPLE_CANARIES } from './people.ts';

const FOLDER = join(PROJECT, 'devices/sample-capture');

const luhnSum = (digits: string): number =>
  [...digits]
    .reverse()
    .map(Number)
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2))
    .reduce((sum, digit) => sum + digit, 0);

describe('the shipped sample', () => {
  it('is what its script wrote, by its manifest', async () => {
    const manifest = await readManifest(FOLDER);
    expect(manifest).not.toBeNull();
    expect((await checkManifest(FOLDER, manifest!)).map(({ file, state }) => [file, state])).toEqual(
      ['bodies.bin', 'canaries.json', 'events.jsonl', 'marks.jsonl', 'session.json'].map((file) => [
        file,
        'same',
      ]),
    );
  });

  it('says that it is simulated, and loses nothing on reading', async () => {
    const input = await openCapture(FOLDER);
    const kinds: string[] = [];
    for await (const { flow } of input.flows()) kinds.push(flow.kind);
    expect(input.session?.simulated).toBe(true);
    expect(input.session?.firmware).toContain('synthetic');
    expect(input.ledger().losses).toEqual([]);
    expect(new Set(kinds)).toEqual(new Set(['http', 'opaque', 'refused']));
    expect(input.canaries).toEqual(SAMPLE_CANARIES);
  });

  it('holds no number that reaches a person and no identifier of a real handset', () => {
    const numbers: readonly string[] = [
      SAMPLE.ownNumber,
      ...SAMPLE.contacts.map(({ number }) => number),
      ...SAMPLE.messages.map(({ peer }) => peer),
    ];
    for (const number of numbers) expect(number).toMatch(/^\+447700900\d{3}$/);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const imei of [SAMPLE.imei, SAMPLE.secondImei]) {
      expect(imei).toMatch(/^00\d{13}$/);
      expect(luhnSum(imei) % 10).toBe(0);
    }
    expect(SAMPLE.imsi).toMatch(/^00101\d{10}$/);
    expect(SAMPLE.mac).toMatch(/^00:00:5e:00:53:/);
  });
});
