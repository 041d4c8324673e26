import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';
import { readHandset } from '#devices/read-handset';
import { readLab } from '#devices/read-lab';
import { readScenario } from '#devices/read-scenario';
import type { Move } from '#model/handset';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handsets-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const elementsOf = (move: Move): string[] => {
  if ('tap' in move) return [move.tap];
  if ('type' in move) return [move.type];
  if ('expect' in move) return [move.expect];
  return 'toggle' in move ? [move.toggle] : [];
};

describe('the handset files that are shipped', async () => {
  const names = (await readdir(deviceFile('handsets'))).filter((name) => name.endsWith('.yaml'));
  it.each(names)('%s names only elements, apps and intentions that stand in it', async (name) => {
    const handset = await readHandset(deviceFile('handsets', name));
    const choices = Object.values(handset.consents).flatMap((one) => Object.values(one.choices));
    const moves = [...Object.values(handset.intentions), ...choices].flat();
    expect(moves.length).toBeGreaterThan(20);
    const missing = moves.flatMap(elementsOf).filter((element) => !(element in handset.screens));
    expect(missing).toEqual([]);
    expect(handset.interruptions.filter((element) => !(element in handset.screens))).toEqual([]);
    const opened = moves.flatMap((move) => ('open' in move ? [move.open] : []));
    expect(opened.filter((app) => !(app in handset.apps))).toEqual([]);
  });

  it.each(names)('%s can do what the shipped scenario asks for', async (name) => {
    const handset = await readHandset(deviceFile('handsets', name));
    const { value } = await readScenario(deviceFile('scenarios', 'f-secure-2014.yaml'));
    const wanted = value.steps.flatMap((step) => [
      ...('do' in step ? [step.do] : []),
      ...('then' in step && step.then !== undefined ? [step.then] : []),
      ...('at' in step && step.at !== undefined ? [step.at] : []),
    ]);
    expect(wanted.filter((intention) => !(intention in handset.intentions))).toEqual([]);
  });

  it('says of the real one that it is untested', async () => {
    expect((await readHandset(deviceFile('handsets', 'redmi-note-12.yaml'))).tested).toBe(false);
  });
});

describe('readHandset', () => {
  const head =
    'handsetVersion: 1\nbrand: B\nname: N\ndevices: []\ndriver: adb\napiLevels: { from: 18, to: 19 }\ntested: false\n';

  it('takes what a file is silent about from the one that it extends', async () => {
    await file(
      'base.yaml',
      `${head}codename: base\nnotes: [old]\napps: { a: { activities: [p.q/.A], source: s }, b: { activities: [p.q/.B], source: s } }\n`,
    );
    const path = await file(
      'own.yaml',
      `${head}codename: own\nextends: base\napps: { a: { activities: [p.q/.C], source: t } }\n`,
    );
    const handset = await readHandset(path);
    expect(handset).toMatchObject({ codename: 'own', notes: [] });
    expect(handset.apps['a']?.activities).toEqual(['p.q/.C']);
    expect(handset.apps['b']?.activities).toEqual(['p.q/.B']);
    expect(handset.extends).toBeUndefined();
  });

  it('ends when files extend each other', async () => {
    const path = await file('loop.yaml', `${head}codename: loop\nextends: loop\n`);
    await expect(readHandset(path)).rejects.toMatchObject({ code: 'not-valid' });
  });

  it('names the line of a locator without a source', async () => {
    const path = await file('bad.yaml', `${head}codename: bad\nscreens:\n  a:\n    - { by: id, value: x }\n`);
    await expect(readHandset(path)).rejects.toMatchObject({ code: 'not-valid', place: { line: 11 } });
  });
});

describe('readScenario', () => {
  const scenario = (steps: string): string => `scenarioVersion: 1\nname: s\ntitle: t\nsteps:\n${steps}`;

  it('refuses a step that says it stands where the choices before it do not leave it', async () => {
    const path = await file(
      's.yaml',
      scenario(
        '  - { id: a, title: A, choose: { all: declined } }\n  - { id: b, title: B, idle: 1m, stands: accepted }\n',
      ),
    );
    await expect(readScenario(path)).rejects.toMatchObject({ code: 'not-valid' });
  });

  it('refuses two steps of one name', async () => {
    const path = await file(
      't.yaml',
      scenario('  - { id: a, title: A, idle: 1m }\n  - { id: a, title: A, idle: 1m }\n'),
    );
    await expect(readScenario(path)).rejects.toMatchObject({ code: 'not-valid', place: { line: 6 } });
  });
});

describe('readLab', () => {
  it('repeats nothing of a file that holds personal values', async () => {
    const path = await file('lab.yaml', 'labVersion: 1\npeer: "0770-secret"\n');
    const failure: unknown = await readLab(path).catch((fault: unknown) => fault);
    expect(failure).toMatchObject({ code: 'not-valid' });
    expect(String(failure)).not.toContain('secret');
  });
});
