import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutFile } from '#capture/append-file';
import { CAPTURE_FILES } from '#capture/layout';
import { checkManifest, readManifest } from '#capture/manifest';
import { openCapture } from '#capture/read';
import { openWriter } from '#capture/write';
import { eventSchema } from '#model/event';
import type { Flow } from '#model/flow';
import { failureOf } from '../support/failure-of.ts';
import { type ReadInput, readAll, readInput } from '../support/read-input.ts';
import { makeSession, recordCapture, writeBody, writeExchanges } from '../support/record-capture.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const clock = { nowMs: () => 0 };
const hostOf = (flow: Flow): string => flow.destination.host;

describe('a capture that was written', () => {
  test('is read back as it was', async () => {
    await using temp = await makeTempFolder();
    const { input, flows, connections, losses } = await readInput(await recordCapture(temp.path));
    expect(losses).toEqual([]);
    expect(
      flows.map(({ flow, requestBody, responseBody }) => [
        flow.id,
        Buffer.from(requestBody).toString(),
        Buffer.from(responseBody).toString(),
      ]),
    ).toEqual(
      [0, 1, 2].map((index) => [`f${index}`, Buffer.alloc(40, `out-${index} `).toString(), `in-${index}`]),
    );
    expect(connections.map((row) => row.class)).toEqual(['read', 'read', 'read']);
    expect(input.session).toEqual(makeSession());
    expect(input.marks.map(({ kind }) => kind)).toEqual(['step-start', 'end']);
    expect(input.canaries?.map(({ id }) => id)).toEqual(['imei-1', 'sms-1']);
    expect(input.name).toBe('capture');
    expect(input.startedAtMs()).toBe(Date.parse('2026-03-01T10:00:00Z'));
    expect(input.readBytes()).toBe(input.byteLength);
    const manifest = await readFile(join(temp.path, 'capture', CAPTURE_FILES.manifest));
    expect(input.sha256).toBe(createHash('sha256').update(manifest).digest('hex'));
  });

  test('can be read twice', async () => {
    await using temp = await makeTempFolder();
    const { input, flows } = await readInput(await recordCapture(temp.path));
    const again: Flow[] = [];
    for await (const { flow } of input.flows()) again.push(flow);
    expect(again).toEqual(flows.map(({ flow }) => flow));
    expect(input.ledger().connections).toHaveLength(3);
  });

  test('is readable by its owner only and holds valid events with both clocks', async () => {
    await using temp = await makeTempFolder();
    const folder = await recordCapture(temp.path);
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
    for (const file of await readdir(folder))
      expect(((await stat(join(folder, file))).mode & 0o777).toString(8)).toBe('600');
    const events = (await readFile(join(folder, CAPTURE_FILES.events), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => eventSchema.parse(JSON.parse(line)));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    expect(events[0]!.atMs).toBe(10);
    expect(events[0]!.wallMs).toBeGreaterThan(1.7e12);
  });

  test('is described by its manifest, which a changed byte breaks', async () => {
    await using temp = await makeTempFolder();
    const folder = await recordCapture(temp.path);
    await mkdir(join(folder, CAPTURE_FILES.screens));
    const manifest = (await readManifest(folder))!;
    expect((await checkManifest(folder, manifest)).map(({ state }) => state)).toEqual(Array(5).fill('same'));
    await writeFile(join(folder, CAPTURE_FILES.screens, 'late.png'), 'x');
    const bodies = await readFile(join(folder, CAPTURE_FILES.bodies));
    bodies[3]! ^= 1;
    await writeFile(join(folder, CAPTURE_FILES.bodies), bodies);
    await rm(join(folder, CAPTURE_FILES.marks));
    const states = new Map((await checkManifest(folder, manifest)).map(({ file, state }) => [file, state]));
    expect(states.get('bodies.bin')).toBe('changed');
    expect(states.get('screens/late.png')).toBe('not-listed');
    expect(states.get('marks.jsonl')).toBe('missing');
    expect(states.get('events.jsonl')).toBe('same');
  });

  test('is never written over', async () => {
    await using temp = await makeTempFolder();
    const folder = await recordCapture(temp.path);
    const failure = await failureOf(openWriter(folder, clock));
    expect(failure.code).toBe('not-writable');
    expect(failure.message).toBe('capture holds a capture already');
  });

  test('refuses a session that is none', async () => {
    await using temp = await makeTempFolder();
    await using writer = await openWriter(join(temp.path, 'c'), clock);
    expect(() => writer.session(makeSession({ id: 'no spaces allowed' }))).toThrow('no valid session.json');
  });
});

describe('a slow or full disk', () => {
  test('costs bodies, never events, and a gap says how much', async () => {
    await using temp = await makeTempFolder();
    const folder = join(temp.path, 'slow');
    await using writer = await openWriter(folder, clock, { queueBytes: 10_000 });
    await writer.session(makeSession());
    writeExchanges(writer, 50, 1000);
    expect(writer.pendingBytes()).toBeGreaterThan(0);
    await writer.flush();
    expect(writer.pendingBytes()).toBe(0);
    writeExchanges(writer, 1, 1000);
    await writer.close();
    const { flows } = await readInput(folder);
    const http = flows.filter(({ flow }) => flow.kind === 'http');
    expect(http).toHaveLength(51);
    const missing = http.reduce(
      (sum, { flow, requestBody, responseBody }) =>
        flow.kind === 'http'
          ? sum +
            (flow.requestBody!.byteLength - requestBody.length) +
            (flow.responseBody!.byteLength - responseBody.length)
          : sum,
      0,
    );
    const gaps = flows.filter(({ flow }) => flow.kind === 'opaque');
    expect(missing).toBeGreaterThan(0);
    expect(gaps.reduce((sum, { flow }) => sum + (flow.kind === 'opaque' ? flow.bytesOut : 0), 0)).toBe(
      missing,
    );
    expect(http.at(-1)!.requestBody).toHaveLength(1000);
  });

  /** Files that take so many bytes all together, then say that the disk is full until the reserve is gone. */
  const fullDisk = (room: number, reserve: () => Promise<boolean>): ((path: string) => Promise<OutFile>) => {
    let left = room;
    let extra = 200_000;
    return async (path) => {
      await writeFile(path, '', { flag: 'wx' });
      return {
        write: async (bytes, offset, length) => {
          if (left === 0 && !(await reserve())) left += extra;
          if (!(await reserve())) extra = 0;
          const bytesWritten = Math.min(left, length);
          if (bytesWritten === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          left -= bytesWritten;
          await writeFile(path, bytes.subarray(offset, offset + bytesWritten), { flag: 'a' });
          return { bytesWritten };
        },
        datasync: async () => undefined,
        close: async () => undefined,
      };
    };
  };

  test.each([500, 3000, 9999, 20_000])('of %i bytes leaves a capture that can be read', async (room) => {
    await using temp = await makeTempFolder();
    const folder = join(temp.path, 'full');
    const hasReserve = (): Promise<boolean> =>
      stat(join(folder, '.reserve')).then(
        () => true,
        () => false,
      );
    const writer = await openWriter(folder, clock, { openFile: fullDisk(room, hasReserve) });
    await writer.session(makeSession());
    await writer.canaries([]);
    for (let turn = 0; turn < 20; turn += 1) {
      writeExchanges(writer, 1, 2000);
      await writer.flush();
    }
    expect(writer.failure()).toMatchObject({ code: 'not-writable', remedy: 'free some space on the disk' });
    await writer.close();
    const { flows, losses } = await readInput(folder);
    expect(losses.filter(({ where }) => where !== 'bodies.bin')).toEqual([]);
    expect(flows.filter(({ flow }) => flow.kind === 'http')).toHaveLength(20);
    expect(flows.some(({ flow }) => flow.kind === 'opaque' && flow.reason === 'gap')).toBe(true);
    for (const { requestBody } of flows)
      expect(
        Buffer.from(requestBody).equals(Buffer.alloc(2000, 'out-0 ').subarray(0, requestBody.length)),
      ).toBe(true);
  });
});

describe('a capture cut off', () => {
  const prefixOf = (flows: ReadInput['flows'], whole: ReadInput['flows']): void => {
    for (const [index, { flow, requestBody }] of flows.filter(({ flow }) => flow.kind === 'http').entries()) {
      const full = whole[index]!;
      expect(flow.id).toBe(full.flow.id);
      expect(hostOf(flow)).toBe(hostOf(full.flow));
      expect(Buffer.from(full.requestBody).subarray(0, requestBody.length).equals(requestBody)).toBe(true);
    }
  };

  test.each(Object.values(CAPTURE_FILES).filter((file) => file !== 'screens'))(
    'at any byte of %s is read as far as it goes',
    async (file) => {
      await using temp = await makeTempFolder();
      const folder = await recordCapture(temp.path, 1, 4);
      const whole = await readInput(folder);
      const content = await readFile(join(folder, file));
      for (let size = content.length - 1; size >= 0; size -= file === CAPTURE_FILES.events ? 1 : 5) {
        await truncate(join(folder, file), size);
        const { flows, losses, input } = await readAll(await openCapture(folder));
        prefixOf(flows, whole.flows);
        expect(input.session?.simulated).toBe(true);
        if (size < content.length - 1) expect(losses.length).toBeGreaterThan(0);
      }
    },
    60_000,
  );

  test('in several files at random bytes never throws and invents nothing', async () => {
    await using temp = await makeTempFolder();
    const folder = await recordCapture(temp.path, 12, 300);
    const whole = await readInput(folder);
    let turn = 0;
    const files = ['session.json', 'events.jsonl', 'bodies.bin', 'marks.jsonl', 'canaries.json'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...files), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (cuts) => {
          turn += 1;
          const copy = join(temp.path, `copy-${turn}`);
          await cp(folder, copy, { recursive: true });
          for (const [file, share] of cuts) {
            const { size } = await stat(join(copy, file));
            await truncate(join(copy, file), Math.floor(size * share));
          }
          const { flows } = await readInput(copy);
          prefixOf(flows, whole.flows);
          await rm(copy, { recursive: true });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('with bytes changed anywhere in its events never throws', async () => {
    await using temp = await makeTempFolder();
    const folder = await recordCapture(temp.path);
    const path = join(folder, CAPTURE_FILES.events);
    const content = await readFile(path);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const changed = Buffer.from(content);
          for (const [at, byte] of changes) changed[at] = byte;
          await writeFile(path, changed);
          await readInput(folder);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(['session.json', 'marks.jsonl', 'canaries.json', 'bodies.bin', 'events.jsonl', 'manifest.json'])(
    'without its %s says so',
    async (file) => {
      await using temp = await makeTempFolder();
      const folder = await recordCapture(temp.path);
      await rm(join(folder, file));
      const { flows, losses, input } = await readInput(folder);
      expect(losses.some(({ where }) => where === file)).toBe(true);
      expect(flows.length).toBe(file === 'events.jsonl' ? 1 : 3);
      expect(input.session?.simulated).toBe(true);
      if (file === 'bodies.bin')
        expect(flows.every(({ flow }) => flow.kind === 'http' && flow.requestBody?.truncated)).toBe(true);
    },
  );
});

test('a capture from the future is refused in words', async () => {
  await using temp = await makeTempFolder();
  const folder = await recordCapture(temp.path);
  await writeFile(join(folder, 'session.json'), JSON.stringify({ ...makeSession(), captureVersion: 7 }));
  const failure = await failureOf(readInput(folder));
  expect(failure.code).toBe('unknown-version');
  expect(failure.message).toBe('its field captureVersion is 7; version 1 is known');
});

test('a folder that is no capture is refused, one that holds captures says so', async () => {
  await using temp = await makeTempFolder();
  expect((await failureOf(readInput(temp.path))).message).toContain('folder without session.json');
  await recordCapture(temp.path);
  expect((await failureOf(readInput(temp.path))).message).toContain('holds captures but is none');
});

test('a body is written in the order given, whatever its size', async () => {
  await using temp = await makeTempFolder();
  const folder = join(temp.path, 'large');
  const content = Buffer.alloc(3 << 20, 'a long body of a photo ');
  {
    await using writer = await openWriter(folder, clock);
    await writer.session(makeSession());
    writeExchanges(writer, 1, 10);
    writer.event({
      type: 'http.req',
      flow: 'big',
      conn: null,
      method: 'PUT',
      url: 'https://a.example/',
      httpVersion: '2.0',
      headers: [],
      app: null,
    });
    writeBody(writer, 'big', 'out', content);
  }
  const { flows } = await readInput(folder);
  const big = flows.find(({ flow }) => flow.id === 'big')!;
  expect(Buffer.from(big.requestBody).equals(content)).toBe(true);
});

test('links, pipes and folders in the place of its files are refused, not followed', async () => {
  await using temp = await makeTempFolder();
  const folder = await recordCapture(temp.path);
  const file = join(folder, CAPTURE_FILES.bodies);
  await rm(file);
  await symlink('/dev/zero', file);
  const failure = await failureOf(openCapture(folder));
  expect([failure.code, failure.message]).toEqual([
    'not-readable',
    'bodies.bin of this capture is no file of its own',
  ]);
  await rm(file);
  await mkdir(file);
  expect((await failureOf(openCapture(folder))).code).toBe('not-readable');
});
