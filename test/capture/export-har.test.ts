import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportHar } from '#capture/export-har';
import { openInput } from '#capture/open-input';
import { openWriter } from '#capture/write';
import { SIMULATED_NOTICE } from '#model/report';
import { makeClose, makeOpen, makeRequest, makeResponse } from '../support/make-event.ts';
import { readInput } from '../support/read-input.ts';
import { makeSession, writeBody } from '../support/record-capture.ts';
import { type TempFolder, makeTempFolder } from '../support/temp-folder.ts';

const BINARY = Buffer.from([0x1f, 0x8b, 0, 255, 128, 10]);
const TEXT = Buffer.from('{"name":"Zoë","imei":"860000000000000"}');

/** A capture with every kind of flow in it. */
const recordAll = async (temp: TempFolder): Promise<string> => {
  const folder = join(temp.path, 'all');
  await using writer = await openWriter(folder, { nowMs: () => 0 });
  await writer.session(makeSession());
  writer.event(makeOpen());
  writer.event(
    makeRequest({ app: 'com.vendor.app', url: 'https://vendor.example/a?q=%C3%BC&imei=860000000000000' }),
  );
  writeBody(writer, 'f1', 'out', TEXT);
  writer.event(
    makeResponse({
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    }),
  );
  writeBody(writer, 'f1', 'in', BINARY);
  writer.event(makeRequest({ flow: 'f2', method: 'PUT' }));
  writeBody(writer, 'f2', 'out', BINARY);
  writer.event({ type: 'http.abort', flow: 'f2', reason: 'closed' });
  writer.event(makeRequest({ flow: 'ws', method: 'GET', url: 'https://vendor.example/ws' }));
  writer.event(makeResponse({ flow: 'ws', status: 101 }));
  for (const [dir, opcode, bytes] of [
    ['out', 'text', TEXT],
    ['in', 'binary', BINARY],
  ] as const)
    writer.event({ type: 'ws.msg', flow: 'ws', dir, opcode, ...writer.bytes(bytes), truncated: false });
  writer.event(makeClose());
  writer.event(makeOpen({ conn: 'c2', sni: 'pin.example', host: 'pin.example' }));
  writer.event({ type: 'conn.tlsfail', conn: 'c2', cause: 'cert-rejected' });
  writer.event(makeClose({ conn: 'c2', up: 300 }));
  writer.event(makeOpen({ conn: 'c3', sni: null, ja4: null, alpn: null, host: 'push.example', port: 5222 }));
  writer.event({ type: 'raw.data', conn: 'c3', dir: 'out', ...writer.bytes(BINARY), truncated: false });
  writer.event(makeClose({ conn: 'c3', mode: 'raw', up: 40 }));
  writer.event(makeOpen({ conn: 'c4', control: true }));
  writer.event(makeRequest({ flow: 'own', conn: 'c4', method: 'GET' }));
  writer.event(makeResponse({ flow: 'own' }));
  writer.event(makeClose({ conn: 'c4' }));
  return folder;
};

test('a capture as HAR gives the same flows when it is read again', async () => {
  await using temp = await makeTempFolder();
  const before = await readInput(await recordAll(temp));
  const har = join(temp.path, 'all.har');
  expect(await exportHar(before.input, har, { version: '1.2.3' })).toEqual({ entries: 3, kept: null });
  const after = await readInput(har);
  expect(after.losses).toEqual([]);
  const wanted = before.flows.filter(({ flow }) => !flow.control);
  expect(after.flows.map(({ flow }) => flow.id).sort()).toEqual(wanted.map(({ flow }) => flow.id).sort());
  for (const { flow, requestBody, responseBody, messages, opaque } of wanted) {
    const again = after.flows.find((one) => one.flow.id === flow.id)!;
    expect(Buffer.from(again.requestBody)).toEqual(Buffer.from(requestBody));
    expect(Buffer.from(again.responseBody)).toEqual(Buffer.from(responseBody));
    expect(again.messages.map((bytes) => Buffer.from(bytes))).toEqual(
      messages.map((bytes) => Buffer.from(bytes)),
    );
    expect(Buffer.from(again.opaque)).toEqual(Buffer.from(opaque));
    expect(again.flow.destination.host).toBe(flow.destination.host);
    expect(again.flow.kind).toBe(flow.kind);
    if (flow.kind === 'http' && again.flow.kind === 'http') {
      const { method, url, requestHeaders, responseHeaders, status, aborted, app } = flow;
      expect(again.flow).toMatchObject({
        method,
        url,
        requestHeaders,
        responseHeaders,
        status,
        aborted,
        app,
      });
      expect(again.flow.destination.ip).toBe('192.0.2.7');
    } else if (flow.kind !== 'http') {
      expect(again.flow).toMatchObject({ reason: flow.reason, bytesOut: flow.bytesOut, count: flow.count });
    }
  }
  expect(after.connections.map((row) => row.class).sort()).toEqual(['not-http', 'pinned', 'read']);
});

test('the HAR of a twin says so first, is valid JSON and readable by its owner only', async () => {
  await using temp = await makeTempFolder();
  const input = await openInput(await recordAll(temp));
  const har = join(temp.path, 'all.har');
  await exportHar(input, har, { version: '1' });
  const text = await readFile(har, 'utf8');
  expect(text.startsWith(`{"log":{"comment":${JSON.stringify(SIMULATED_NOTICE)}`)).toBe(true);
  const { log } = JSON.parse(text) as { log: { entries: unknown[]; version: string } };
  expect(log.version).toBe('1.2');
  expect(log.entries).toHaveLength(3);
  expect(((await stat(har)).mode & 0o777).toString(8)).toBe('600');
  expect(text).not.toContain('"own"');
});

test('masks reach URLs, headers, bodies, messages and hosts', async () => {
  await using temp = await makeTempFolder();
  const input = await openInput(await recordAll(temp));
  const har = join(temp.path, 'all.har');
  await exportHar(input, har, {
    version: '1',
    masks: { text: (text) => text.replaceAll('860000000000000', '86•'), body: () => null },
  });
  const text = await readFile(har, 'utf8');
  expect(text).toContain('imei=86•');
  expect(text).not.toContain('860000000000000');
  expect(text).not.toContain(BINARY.toString('base64'));
});

test('a capture without flows gives a HAR without entries', async () => {
  await using temp = await makeTempFolder();
  const folder = join(temp.path, 'none');
  {
    await using writer = await openWriter(folder, { nowMs: () => 0 });
    await writer.session(makeSession({ simulated: false }));
  }
  const har = join(temp.path, 'none.har');
  expect(await exportHar(await openInput(folder), har, { version: '1' })).toEqual({ entries: 0, kept: null });
  expect(JSON.parse(await readFile(har, 'utf8'))).toMatchObject({ log: { entries: [] } });
});
