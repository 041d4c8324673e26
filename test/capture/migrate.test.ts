import { expect, test } from 'vitest';
import { type Converter, migrateEvent, migrateMark, migrateSession, migrationFrom } from '#capture/migrate';

const step = (from: number): Converter => ({
  from,
  session: (session) => ({ ...session, captureVersion: from + 1, [`from${from}`]: true }),
  event: (event) => [from, event],
  mark: (mark) => ({ mark, from }),
});
const STEPS = [step(2), step(1), step(3)];

test('an old capture goes through every converter from its version on, oldest first', () => {
  const migration = migrationFrom(2, STEPS, 4);
  expect(migrateSession(migration, { captureVersion: 2 })).toEqual({
    captureVersion: 4,
    from2: true,
    from3: true,
  });
  expect(migrateEvent(migration, 'e')).toEqual([3, [2, 'e']]);
  expect(migrateMark(migration, 'm')).toEqual({ from: 3, mark: { from: 2, mark: 'm' } });
});

test('a capture of the newest version is taken as it is', () => {
  expect(migrateEvent(migrationFrom(4, STEPS, 4), 'e')).toBe('e');
});

test.each([5, 1e300])('version %d comes from the future', (version) => {
  expect(() => migrationFrom(version, STEPS, 4)).toThrow(/version|captureVersion/);
});

test.each([0, -1, 1.5, '1', null, undefined, NaN])('version %j is none', (version) => {
  expect(() => migrationFrom(version, STEPS, 4)).toThrow('session.json has no captureVersion that is known');
});
