import { describe, expect, it } from 'vitest';
import type { Layer } from '#audit/layer';
import type { Match } from '#audit/match/match';
import { withoutSuperseded } from '#audit/supersede';

const root: Layer = {
  bytes: new Uint8Array(100),
  parent: null,
  link: { step: 'body' },
  part: 'body',
  depth: 0,
};
const child: Layer = {
  bytes: new Uint8Array(40),
  parent: root,
  link: { step: 'base64', offset: 20, length: 60 },
  part: 'body',
  depth: 1,
};

const match = (overrides: Partial<Match>): Match => ({
  layer: root,
  offset: 0,
  length: 15,
  class: 'imei',
  canaryId: 'imei-1',
  spelling: 'plain',
  recipe: 'plain',
  level: 'A',
  bits: 50,
  compared: null,
  share: 1,
  reasoning: '',
  inversionCandidates: null,
  ...overrides,
});

describe('withoutSuperseded', () => {
  it('keeps the decoded one of a value seen at both layers', () => {
    const deep = match({ layer: child, offset: 3 });
    expect(withoutSuperseded([match({ offset: 25 }), deep])).toEqual([deep]);
  });

  it('keeps a value that stands beside the decoded place as well', () => {
    const beside = match({ offset: 0 });
    const deep = match({ layer: child, offset: 3 });
    expect(withoutSuperseded([beside, deep])).toEqual([beside, deep]);
  });

  it('keeps different values at the same bytes', () => {
    const one = match({});
    const other = match({ canaryId: 'device-1', class: 'device_id' });
    expect(withoutSuperseded([one, other])).toEqual([one, other]);
  });

  it('keeps the surest, then the longest of overlapping spellings', () => {
    const long = match({ length: 15 });
    const short = match({ length: 14, spelling: 'imei14' });
    const hashed = match({ length: 32, level: 'B' });
    expect(withoutSuperseded([hashed, short, long])).toEqual([long]);
  });

  it('drops a shape where a known value explains its bytes, here or decoded further', () => {
    const shape = match({ canaryId: null, level: 'C', offset: 2, length: 10 });
    const outer = match({ canaryId: null, level: 'C', offset: 30, length: 10 });
    const apart = match({ canaryId: null, level: 'C', offset: 85, length: 10 });
    const inner = match({ canaryId: null, level: 'C', layer: child, offset: 0, length: 5 });
    const deep = match({ layer: child, offset: 20 });
    const seen = match({ offset: 0 });
    expect(withoutSuperseded([shape, outer, apart, inner, deep, seen])).toEqual([apart, inner, deep, seen]);
  });

  const made = (step: 'charset' | 'reverse', parent: Layer): Layer => ({
    bytes: new Uint8Array(parent.bytes.length),
    parent,
    link: { step, offset: 0, length: parent.bytes.length },
    part: 'body',
    depth: parent.depth + 1,
  });

  it.each(['charset', 'reverse'] as const)('keeps what is plain rather than what %s makes of it', (step) => {
    const plain = match({ offset: 20, canaryId: null, level: 'C' });
    const again = match({ offset: 65, layer: made(step, root), canaryId: null, level: 'C' });
    const twice = match({ offset: 20, layer: made('reverse', again.layer), canaryId: null, level: 'C' });
    expect(withoutSuperseded([plain, again, twice])).toEqual([plain]);
  });

  it('keeps what is only there backwards, or surer there', () => {
    const elsewhere = match({ offset: 20 });
    const again = match({ offset: 0, layer: made('reverse', root) });
    const weaker = match({ offset: 20, level: 'B' });
    const surer = match({ offset: 65, layer: made('reverse', root) });
    expect(withoutSuperseded([elsewhere, again])).toEqual([elsewhere, again]);
    expect(withoutSuperseded([weaker, surer])).toEqual([surer]);
  });
});
