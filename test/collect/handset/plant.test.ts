import { describe, expect, it } from 'vitest';
import { canariesSchema } from '#model/canary';
import { FICTION_RANGES } from '#collect/handset/fiction-numbers';
import { makePlanter } from '#collect/handset/plant';

const options = { seed: 7, region: 'GB' };

describe('makePlanter', () => {
  it('makes other values for every step and the same for the same seed', () => {
    const [one, same, other] = [
      makePlanter(options),
      makePlanter(options),
      makePlanter({ ...options, seed: 8 }),
    ];
    const first = one.contact('a');
    expect(same.contact('a')).toEqual(first);
    expect(other.contact('a')).not.toEqual(first);
    const second = one.contact('b');
    expect(new Set([...Object.values(first), ...Object.values(second)]).size).toBe(6);
    expect(one.message('c')).not.toBe(one.message('d'));
  });

  it('takes numbers from ranges reserved for fiction only, each range with its source', () => {
    for (const range of FICTION_RANGES) {
      expect(range.source.length).toBeGreaterThan(20);
      const planter = makePlanter({ seed: 1, region: range.region });
      const { number } = planter.contact('a');
      expect(number.startsWith(range.prefix)).toBe(true);
      const tail = Number(number.slice(range.prefix.length));
      expect(tail).toBeGreaterThanOrEqual(range.from);
      expect(tail).toBeLessThanOrEqual(range.to);
    }
    expect(makePlanter({ seed: 1, region: 'IN' }).contact('a').number).toMatch(/^\+447700900\d{3}$/);
  });

  it('keeps one peer for the session, with every step that met it', () => {
    const planter = makePlanter(options);
    const peer = planter.peer('a', 'sms');
    expect(planter.peer('b', 'sms')).toBe(peer);
    expect(planter.peer('c', 'call')).not.toBe(peer);
    const canary = planter.canaries().find((one) => one.class === 'sms.peer_number');
    expect(canary).toMatchObject({ id: 'sms-peer-number-1', value: peer, steps: ['a', 'b'] });
    expect(planter.enteredBy('b')).toEqual(['sms-peer-number-1']);
  });

  it('uses the operator’s own numbers where there are any, and says when they run out', () => {
    const planter = makePlanter({
      ...options,
      peer: '+12025550100',
      numbers: ['+12025550101', '+12025550100'],
    });
    expect(planter.peer('a', 'sms')).toBe('+12025550100');
    expect(planter.contact('b').number).toBe('+12025550101');
    expect(() => planter.contact('c')).toThrow('not enough reserved phone numbers');
  });

  it('makes canaries that the file takes', () => {
    const planter = makePlanter(options);
    for (let step = 0; step < 40; step += 1) {
      planter.contact(`s${String(step)}`);
      planter.message(`s${String(step)}`);
    }
    expect(() => canariesSchema.parse(planter.canaries())).not.toThrow();
    expect(planter.canaries()).toHaveLength(160);
  });
});
