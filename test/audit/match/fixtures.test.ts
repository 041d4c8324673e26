import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canariesSchema, type Canary } from '#model/canary';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import { rootsFrom } from '#audit/decode/roots';
import { compileNeedles } from '#audit/match/compile';
import type { Match } from '#audit/match/match';
import { scanLayers } from '../../support/scan-layers.ts';

// The labelled requests stand beside the project where they exist; they are no part of it.
const SHARED = fileURLToPath(new URL('../../../../shared/fixtures/', import.meta.url));
const FOLDERS = ['wild-shapes', 'xiaomi-encodings', 'google-checkin'];

type Label = {
  readonly flow: string;
  readonly type: string;
  readonly where: string;
  readonly certainty: string;
  readonly identity?: string;
};
type Request = {
  readonly flow: string;
  readonly host: string;
  readonly method: string;
  readonly url: string;
  readonly headers: [string, string][];
  readonly body: string;
};

const linesOf = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

const layersOf = (request: Request) => {
  const body = Buffer.from(request.body, 'base64');
  const roots = rootsFrom({
    flow: {
      kind: 'http',
      id: request.flow,
      atMs: 0,
      connectionId: null,
      control: false,
      method: request.method,
      url: request.url,
      destination: { host: request.host, port: 443, ip: null, placeSource: null, sni: null, ja4: null },
      httpVersion: '1.1',
      requestHeaders: request.headers,
      requestBody: null,
      status: null,
      responseHeaders: [],
      responseBody: null,
      messages: [],
      aborted: false,
      app: null,
      bodyFidelity: 'exact',
    },
    requestBody: body,
    responseBody: new Uint8Array(0),
    messages: [],
    opaque: new Uint8Array(0),
  });
  return peel(roots, DEFAULT_LIMITS).layers;
};

const scanFolder = (folder: string, withCanaries: boolean) => {
  const identities = canariesSchema.parse(
    JSON.parse(readFileSync(`${SHARED}${folder}/identity.json`, 'utf8')),
  );
  const needlesOf = (flow: string) => {
    const own: readonly Canary[] = identities.filter(
      ({ id }) => folder !== 'wild-shapes' || id.startsWith(`${flow}.`),
    );
    return compileNeedles(withCanaries ? own : []);
  };
  const found = new Map<string, readonly Match[]>();
  for (const request of linesOf(`${SHARED}${folder}/flows.jsonl`) as readonly Request[])
    found.set(
      request.flow,
      scanLayers(needlesOf(request.flow), layersOf(request), { wallMs: 1_700_000_000_000 }).matches,
    );
  return { found, labels: linesOf(`${SHARED}${folder}/labels.jsonl`) as readonly Label[] };
};

const isFound = (label: Label, matches: readonly Match[], withCanaries: boolean): boolean =>
  matches.some(
    ({ class: dataClass, canaryId }) =>
      // Whose number it is, an unseeded one seldom tells.
      (dataClass === label.type || (!withCanaries && label.type === 'phone.own' && dataClass === 'phone')) &&
      (!withCanaries || label.identity === undefined || canaryId === label.identity),
  );

const isPhone = (dataClass: string): boolean =>
  dataClass === 'phone' || dataClass.startsWith('phone.') || dataClass.endsWith('number');

const isTrapped = ({ type, where }: Label, { class: dataClass, layer, offset, length }: Match): boolean => {
  const wanted = type.replace('trap:', '');
  if (wanted === 'phone.own' ? !isPhone(dataClass) : dataClass !== wanted) return false;
  const name = where
    .replace(/^[^:]*:/, '')
    .split('.')
    .at(-1);
  return resolveRoute(layer, offset, length).keys[0] === name;
};

const goldOf = (withCanaries: boolean) =>
  FOLDERS.flatMap((folder) => {
    const { found, labels } = scanFolder(folder, withCanaries);
    return labels
      .filter(({ certainty }) => certainty === 'gold')
      .map((label) => ({
        label: `${label.flow} ${label.type} ${label.where}`,
        hit: isFound(label, found.get(label.flow) ?? [], withCanaries),
      }));
  });

describe.skipIf(!existsSync(SHARED))('labelled requests', () => {
  it.each([
    ['with known values', true, 0.95],
    ['without', false, 0.8],
  ])('%s, gold labels are found', (_, withCanaries, least) => {
    const gold = goldOf(withCanaries);
    const missed = gold.filter(({ hit }) => !hit).map(({ label }) => label);
    expect.soft(missed.length / gold.length, missed.join('\n')).toBeLessThanOrEqual(1 - least);
  });

  it.each([true, false])('no trap is taken (known values: %s)', (withCanaries) => {
    const taken = FOLDERS.flatMap((folder) => {
      const { found, labels } = scanFolder(folder, withCanaries);
      return labels
        .filter(({ certainty }) => certainty === 'trap')
        .filter((label) => (found.get(label.flow) ?? []).some((match) => isTrapped(label, match)))
        .map(({ flow, where }) => `${flow} ${where}`);
    });
    expect(taken).toEqual([]);
  });
});
