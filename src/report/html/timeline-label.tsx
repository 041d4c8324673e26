import { inert } from '../inert.ts';

/** Width of the column of names at the left of the drawing. */
export const GUTTER = 190;

const short = (text: string, length: number): string => {
  const clean = inert(text);
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`;
};

/** The name of a row, cut to the column. */
export const Label = ({ y, text }: { readonly y: number; readonly text: string }) => (
  <text class="label" x={GUTTER - 10} y={y + 17} text-anchor="end">
    {short(text, 28)}
  </text>
);
