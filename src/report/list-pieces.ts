import { inStretches } from './some-rows.ts';

/** Few: pieces of megabytes pile up in memory faster than they are given back. */
const PIECE_ITEMS = 50;

/** Gives a list as JSON, piece by piece, closed by a bracket at `indent`; `textOf` gives an item two columns further in. */
export function* listPieces<Item>(
  items: Iterable<Item>,
  textOf: (item: Item) => string,
  indent: string,
): Generator<string> {
  let isEmpty = true;
  for (const some of inStretches(items, PIECE_ITEMS)) {
    yield `${isEmpty ? '[' : ','}${some.map((item) => `\n${indent}  ${textOf(item)}`).join(',')}`;
    isEmpty = false;
  }
  yield isEmpty ? '[]' : `\n${indent}]`;
}
