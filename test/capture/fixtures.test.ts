import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkManifest, readManifest } from '#capture/manifest';
import { CAPTURE_VERSION } from '#model/session';
import { readInput } from '../support/read-input.ts';

const folder = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const VERSIONS = Array.from({ length: CAPTURE_VERSION }, (_, index) => `v${index + 1}`);

test('there is a capture of every version of the format', async () => {
  const names = await readdir(folder);
  expect(names.filter((name) => /^v\d+$/.test(name)).sort()).toEqual([...VERSIONS].sort());
});

test.each(VERSIONS)('a capture of %s is read as it was when it was made', async (version) => {
  const path = join(folder, version);
  const checks = await checkManifest(path, (await readManifest(path))!);
  expect(checks.filter(({ state }) => state !== 'same')).toEqual([]);
  const { flows, connections, losses } = await readInput(path);
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const read = {
    losses,
    connections,
    flows: flows.map(({ flow, requestBody, responseBody, messages, opaque }) => ({
      flow,
      requestBody: base64(requestBody),
      responseBody: base64(responseBody),
      messages: messages.map(base64),
      opaque: base64(opaque),
    })),
  };
  expect(read).toEqual(JSON.parse(await readFile(join(folder, `${version}.expected.json`), 'utf8')));
});
