import type { LedgerLine } from '#model/ledger';

/** A personal value inside some bytes, with what was done to it, innermost first. */
export type Carried = LedgerLine['carries'][number];

/** Bytes that were made from values, and the personal ones among these. `isJson`: they are a JSON value already. */
export type Rendered = {
  readonly bytes: Buffer;
  readonly carries: readonly Carried[];
  readonly isJson?: boolean;
};

/** The same values after one more step. */
export const after = (carries: readonly Carried[], step: string): readonly Carried[] =>
  carries.map((one) => ({ ...one, encode: [...one.encode, step] }));

/** Values that stand in several places in the same form are named once. */
export const distinct = (carries: readonly Carried[]): Carried[] => {
  const known = new Map(carries.map((one) => [JSON.stringify([one.class, one.value, one.encode]), one]));
  return [...known.values()];
};

/** Rendered parts one behind the other. */
export const joined = (...parts: readonly Rendered[]): Rendered => ({
  bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
  carries: parts.flatMap(({ carries }) => carries),
});

/** Text that holds no value. */
export const plain = (text: string): Rendered => ({ bytes: Buffer.from(text), carries: [] });
