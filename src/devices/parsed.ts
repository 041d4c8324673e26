/** Names and indices that lead from the top of a file to a value in it. */
export type ValuePath = readonly (string | number)[];

/** Where a value stands in its file, 1-based. */
export type TextPlace = { readonly line: number; readonly column: number };

/** What a file holds, and where in it each value stands. */
export type Parsed = {
  readonly value: unknown;
  /** The place of the value, or of its nearest enclosing value that exists. */
  readonly placeOf: (path: ValuePath) => TextPlace;
};

/** Why a text is neither JSON nor YAML; the message repeats no text of the file. */
export type ParseFault = TextPlace & { readonly message: string };

/** Line and column of an offset, both from 1. */
export const placeAt = (text: string, offset: number): TextPlace => {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
};
