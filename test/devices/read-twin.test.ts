import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';
import { listTwins, readTwin } from '#devices/read-twin';
import { failureOf } from '../support/failure-of.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const HEAD = 'twinVersion: 1\nhandset: redmi-class-33\n';

const write = (folder: string, files: Readonly<Record<string, string>>): void => {
  copyFileSync(deviceFile('twins', 'redmi-class-33.yaml'), join(folder, 'redmi-class-33.yaml'));
  for (const [firmware, text] of Object.entries(files))
    writeFileSync(join(folder, `redmi-class-33@${firmware}.yaml`), text);
};

const flow = (id: string, path: string): string =>
  `  - { id: ${id}, app: com.miui.daemon, trigger: { event: boot }, send: { request: { transport: http, host: a.example, method: GET, path: ${path} } } }\n`;

const shipped = await listTwins();

describe('twins by name', () => {
  it.each(shipped)('%s is whole', async (name) => {
    const { handset, firmware } = await readTwin(name);
    expect(`${handset.codename}@${firmware.firmware}`).toBe(name);
    const apps = new Set(handset.packages.map((one) => one.name));
    for (const { id, app, send, consent } of firmware.flows) {
      expect(apps, id).toContain(app);
      if ('request' in send) expect(Object.keys(firmware.addresses), id).toContain(send.request.host);
      if (consent !== undefined)
        expect(handset.consents.map(({ purpose }) => purpose)).toContain(consent.purpose);
    }
    for (const app of Object.keys(firmware.pins)) expect(apps).toContain(app);
  });

  it('says which there are when there is none of that name', async () => {
    const { code, remedy } = await failureOf(readTwin('redmi-class-33@nothing'));
    expect(code).toBe('not-found');
    for (const name of await listTwins()) expect(remedy).toContain(name);
  });

  it('takes the flows and addresses of the firmware that it extends, its own in their place', async () => {
    await using temp = await makeTempFolder();
    const folder = temp.path;
    write(folder, {
      base: `${HEAD}firmware: base\ntitle: Base\naddresses: { a.example: 192.0.2.1 }\nflows:\n${flow('one', '/1')}${flow('two', '/2')}`,
      own: `${HEAD}firmware: own\ntitle: Own\nextends: base\nbuildType: user\naddresses: { b.example: 192.0.2.2 }\nflows:\n${flow('two', '/own')}`,
    });
    const { firmware } = await readTwin('redmi-class-33@own', folder);
    expect(firmware).toMatchObject({ title: 'Own', buildType: 'user' });
    expect(Object.keys(firmware.addresses)).toEqual(['a.example', 'b.example']);
    const paths = firmware.flows.map(({ id, send }) => [id, 'request' in send ? send.request.path : '']);
    expect(paths).toEqual([
      ['one', '/1'],
      ['two', '/own'],
    ]);
  });

  it('names file, line and column of a fault', async () => {
    await using temp = await makeTempFolder();
    const folder = temp.path;
    write(folder, {
      odd: `${HEAD}firmware: odd\ntitle: Odd\nflows:\n${flow('one', '/1').replace('boot', 'beep')}`,
    });
    const { code, place } = await failureOf(readTwin('redmi-class-33@odd', folder));
    expect(code).toBe('not-valid');
    expect(place).toMatchObject({ file: join(folder, 'redmi-class-33@odd.yaml'), line: 6 });
    expect(place.column).toBeGreaterThan(1);
  });

  it('refuses files that extend each other without end, and one under another name', async () => {
    await using temp = await makeTempFolder();
    const folder = temp.path;
    write(folder, {
      a: `${HEAD}firmware: a\ntitle: A\nextends: b\nflows: []\n`,
      b: `${HEAD}firmware: b\ntitle: B\nextends: a\nflows: []\n`,
      c: `${HEAD}firmware: d\ntitle: D\nflows: []\n`,
    });
    expect((await failureOf(readTwin('redmi-class-33@a', folder))).message).toContain('without end');
    expect((await failureOf(readTwin('redmi-class-33@c', folder))).message).toContain("file's name");
  });
});
