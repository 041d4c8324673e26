import { Failure } from '#model/failure';
import { CAPTURE_VERSION } from '#model/session';

/** What turns a capture of one version into the next: its session, and each event and mark as they are read. */
export type Converter = {
  /** The version that it reads; it writes the next. */
  readonly from: number;
  readonly session: (session: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly event: (event: unknown) => unknown;
  readonly mark: (mark: unknown) => unknown;
};

/** Every converter, oldest first. None so far: version 1 is the first. A converter is never removed. */
const CONVERTERS: readonly Converter[] = [];

/** The converters that lead from a version to the current one. */
export type Migration = { readonly steps: readonly Converter[] };

/** Numbers and short words as they stand; of anything else only what it is. */
const foundText = (found: unknown): string => {
  if (found === undefined) return 'missing';
  if (typeof found === 'number' || found === null) return String(found);
  return typeof found === 'string' ? `the text ${JSON.stringify(found.slice(0, 20))}` : 'no number';
};

const refuseVersion = (found: unknown, newest: number): Failure => {
  const known = newest === 1 ? 'version 1 is' : `versions 1 to ${newest} are`;
  const isLater = typeof found === 'number' && Number.isSafeInteger(found) && found > newest;
  const damaged = 'put the file back from a copy: this field is damaged';
  return new Failure('unknown-version', `its field captureVersion is ${foundText(found)}; ${known} known`, {
    place: { file: 'session.json' },
    remedy: isLater ? `use a newer phonehome, if one made this capture; else ${damaged}` : damaged,
  });
};

/**
 * Finds the way from a capture's version to the newest.
 * @throws Failure unknown-version for a version from the future, in words
 */
export const migrationFrom = (
  version: unknown,
  converters: readonly Converter[] = CONVERTERS,
  newest: number = CAPTURE_VERSION,
): Migration => {
  const isKnown =
    typeof version === 'number' && Number.isInteger(version) && version >= 1 && version <= newest;
  if (!isKnown) throw refuseVersion(version, newest);
  return { steps: converters.filter(({ from }) => from >= version).sort((a, b) => a.from - b.from) };
};

/** Brings a session up to the newest version. */
export const migrateSession = (
  { steps }: Migration,
  session: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => steps.reduce((value, step) => step.session(value), session);

/** Brings an event up to the newest version. */
export const migrateEvent = ({ steps }: Migration, event: unknown): unknown =>
  steps.reduce((value, step) => step.event(value), event);

/** Brings a mark up to the newest version. */
export const migrateMark = ({ steps }: Migration, mark: unknown): unknown =>
  steps.reduce((value, step) => step.mark(value), mark);
