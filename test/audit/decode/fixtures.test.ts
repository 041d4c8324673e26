import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import { rootsFrom } from '#audit/decode/roots';
import { makeLoadedFlow } from '../../support/make-loaded-flow.ts';
import { showRoute } from '../../support/show-route.ts';

// Requests with labels beside the project, where a machine has them: nothing of them is copied here.
const FIXTURES = new URL('../../../../shared/fixtures/', import.meta.url);
const isThere = existsSync(new URL('wild-shapes/flows.jsonl', FIXTURES));
const SSECURITY = 'BwcHBwcHBwcHBwcHBwcHBw==';

const lines = <T>(name: string, schema: z.ZodType<T>): T[] =>
  readFileSync(new URL(name, FIXTURES), 'utf8')
    .trim()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));

const flowSchema = z.object({
  flow: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});
const labelSchema = z.object({
  flow: z.string(),
  where: z.string(),
  certainty: z.enum(['gold', 'silver', 'trap']),
  identity: z.string().optional(),
});
const identitySchema = z.array(z.object({ id: z.string(), class: z.string(), value: z.string() }));

const spellings = ({ class: kind, value }: { class: string; value: string }): string[] => {
  const bare = value.replace(/[:\s+-]/g, '');
  const plain = [value, bare, kind === 'location' ? (value.split(',')[0] ?? '') : value];
  const hashes = ['md5', 'sha1', 'sha256'].flatMap((name) =>
    [value, value.toUpperCase(), bare, bare.toUpperCase()].map((text) =>
      createHash(name).update(text).digest('hex'),
    ),
  );
  return [...plain, ...hashes].map((text) => text.toLowerCase());
};

/** The routes to any spelling of a value; a spelling hashed with a salt is the matcher's to find. */
const routesTo = (layers: ReturnType<typeof peel>['layers'], wanted: readonly string[]): string[] =>
  layers.flatMap((layer) => {
    const text = Buffer.from(layer.bytes).toString('latin1').toLowerCase();
    return wanted.flatMap((spelling) => {
      const bytes = Buffer.from(spelling).toString('latin1');
      const offset = text.indexOf(bytes);
      return offset === -1 ? [] : [showRoute(resolveRoute(layer, offset, bytes.length).route)];
    });
  });

const peelFlow = ({ url, headers, body }: z.infer<typeof flowSchema>): ReturnType<typeof peel> => {
  const loaded = makeLoadedFlow({ url, headers, body: Buffer.from(body, 'base64') });
  return peel(rootsFrom(loaded), DEFAULT_LIMITS, { ssecurities: [SSECURITY] });
};

describe.skipIf(!isThere)('labelled requests beside the project', () => {
  it.each(['wild-shapes', 'xiaomi-encodings', 'google-checkin'])(
    '%s: every gold value is in a layer',
    (folder) => {
      const flows = new Map(
        lines(`${folder}/flows.jsonl`, flowSchema).map((flow) => [flow.flow, peelFlow(flow)]),
      );
      const identity = identitySchema.parse(
        JSON.parse(readFileSync(new URL(`${folder}/identity.json`, FIXTURES), 'utf8')),
      );
      const missed = lines(`${folder}/labels.jsonl`, labelSchema).filter((label) => {
        const value = identity.find(({ id }) => id === label.identity);
        const layers = flows.get(label.flow)?.layers ?? [];
        return (
          label.certainty === 'gold' && value !== undefined && routesTo(layers, spellings(value)).length === 0
        );
      });
      // MD5 of package and Android id together: only the matcher knows both.
      expect(missed.map(({ flow, where }) => `${flow} ${where}`)).toEqual(
        folder === 'xiaomi-encodings' ? ['mi-05 query:i'] : [],
      );
    },
  );

  it('opens the vendor forms, each by its own route, and says what stays unread', () => {
    const flows = lines('xiaomi-encodings/flows.jsonl', flowSchema);
    const identity = identitySchema.parse(
      JSON.parse(readFileSync(new URL('xiaomi-encodings/identity.json', FIXTURES), 'utf8')),
    );
    const routeOf = (flow: string, id: string): string | undefined => {
      const found = flows.find((entry) => entry.flow === flow);
      const value = identity.find((entry) => entry.id === id);
      if (found === undefined || value === undefined) throw new Error('the fixtures have changed');
      return routesTo(peelFlow(found).layers, spellings(value)).at(-1);
    };
    expect(routeOf('mi-03', 'imei-1')).toBe(
      'body › form stat_value › hex › xiaomi-mistat-v2 › json $.data[0].imei',
    );
    expect(routeOf('mi-04', 'serial-1')).toBe('body › form q › base64 › xiaomi-miota › json $.sn');
    expect(routeOf('mi-09', 'account-1')).toBe('query › form userId › base64 › xiaomi-passport padding');
    const opaque = flows.flatMap((flow) =>
      peelFlow(flow).opaque.map(({ detail }) => `${flow.flow}: ${detail}`),
    );
    expect(opaque).toEqual([
      'mi-07: OneTrack payload sent by com.miui.home, encrypted with a key agreed at /track/key_get',
    ]);
  });
});
