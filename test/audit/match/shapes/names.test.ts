import { describe, expect, test } from 'vitest';
import type { Layer } from '#audit/layer';
import { makeNames } from '#audit/match/shapes/names';
import { makeLayer } from '../../../support/make-layer.ts';

const ID = '5b7e0c1d2a3f4e69';
// Field 4, a text of 16 bytes.
const MESSAGE = Buffer.concat([Buffer.from([0x22, ID.length]), Buffer.from(ID)]);
const BODY = makeLayer(MESSAGE);
const OWN: Layer = {
  bytes: MESSAGE.subarray(2),
  parent: BODY,
  link: { step: 'protobuf', offset: 0, length: MESSAGE.length },
  part: 'body',
  depth: 1,
};

describe('a text of a binary message has no name', () => {
  test.each([
    ['where it stands', { layer: BODY, offset: 2, length: ID.length }],
    ['as a layer of its own', { layer: OWN, offset: 0, length: ID.length }],
  ])('%s', (_what, found) => {
    expect(makeNames([]).of(found)).toEqual([]);
  });
});

test('but for text within it', () => {
  const bytes = Buffer.from(`{"androidId":"${ID}"}`);
  const layer: Layer = { ...OWN, bytes };
  expect(makeNames([]).of({ layer, offset: bytes.indexOf(ID), length: ID.length })).toEqual(['androidId']);
});

test('and for the fields that a public source documents', () => {
  const root = (step: 'host' | 'path', text: string): Layer => ({
    ...makeLayer(text),
    link: { step },
    part: 'url',
  });
  const roots = [root('host', 'android.clients.google.com'), root('path', '/checkin')];
  const bytes = Buffer.concat([Buffer.from([0x82, 0x01, ID.length]), Buffer.from(ID)]);
  const layer: Layer = {
    ...OWN,
    parent: makeLayer(bytes),
    link: { step: 'protobuf', offset: 0, length: bytes.length },
  };
  expect(makeNames(roots).of({ layer, offset: 0, length: ID.length })[0]).toBe('deviceserial');
});
