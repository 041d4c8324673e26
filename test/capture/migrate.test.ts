import { expect, test } from 'vitest';
import type { Failure } from '#model/failure';
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

test.each([
  [5, 'captureVersion is 5; versions 1 to 4 are known', 'newer phonehome'],
  [1e300, 'captureVersion is 1e+300', 'copy'],
  [0, 'captureVersion is 0;', 'copy'],
  [1.5, 'captureVersion is 1.5;', 'copy'],
  ['1', 'captureVersion is the text "1";', 'copy'],
  [null, 'captureVersion is null;', 'copy'],
  [[], 'captureVersion is no number;', 'copy'],
  [undefined, 'captureVersion is missing;', 'copy'],
  [NaN, 'captureVersion is NaN;', 'copy'],
])('version %j is refused with what was found and what is known', (version, message, remedy) => {
  try {
    migrationFrom(version, STEPS, 4);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'unknown-version', place: { file: 'session.json' } });
    expect((error as Failure).message).toContain(message);
    expect((error as Failure).remedy).toContain(remedy);
  }
});
