import { expect, it } from 'vitest';
import { compileNeedles } from '#audit/match/compile';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { isSentForwards } from '#audit/match/shapes/sent-forwards';
import { makeLayer } from '../../../support/make-layer.ts';
import { scanLayers } from '../../../support/scan-layers.ts';

const document = '{"imei":"861234050123457","mac":"7c:1d:d9:a1:b2:c3"}';
const backwards = Array.from(document).toReversed().join('');

it.each([
  ['a document that was sent forwards', document, true],
  ['a list that was', ` [${document}]\n`, true],
  ['a document that was sent backwards', backwards, false],
  ['a form', 'imei=861234050123457', false],
])('of %s', (_, body, expected) => {
  const reversed = peel([makeLayer(body)], DEFAULT_LIMITS).layers.find(({ link }) => link.step === 'reverse');
  expect(reversed === undefined ? null : isSentForwards(reversed)).toBe(expected);
});

it('keeps what is told by shape and name in a document that was sent backwards', () => {
  const classesOf = (body: string) => {
    const { layers } = peel([makeLayer(body)], DEFAULT_LIMITS);
    const { matches } = scanLayers(compileNeedles([]), layers, { wallMs: null });
    return matches.map(({ class: dataClass }) => dataClass).toSorted();
  };
  expect(classesOf(backwards)).toEqual(['imei', 'mac']);
  expect(classesOf(document)).toEqual(['imei', 'mac']);
});
