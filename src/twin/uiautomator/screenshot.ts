import { type Bounds, flatten, type PlacedView } from '../apps/layout.ts';
import type { Machine } from '../machine.ts';
import { columnsOf, LETTER } from './glyphs.ts';
import { type Colour, encodePng, type Picture } from './png.ts';
import { shownText } from './source.ts';

const PALETTE: readonly Colour[] = [
  [250, 250, 250],
  [30, 30, 30],
  [205, 205, 205],
  [225, 236, 255],
  [255, 105, 0],
  [60, 60, 60],
];
const COLOUR = { ground: 0, ink: 1, line: 2, control: 3, ticked: 4, bar: 5 } as const;
const DOT = 4;
const MARGIN = 20;

const fill = (
  { width, height, pixels }: Picture,
  { left, top, right, bottom }: Bounds,
  colour: number,
): void => {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++)
    pixels.fill(colour, y * width + Math.max(0, left), y * width + Math.min(width, right));
};

const drawLetter = (picture: Picture, letter: string, x: number, y: number): void => {
  columnsOf(letter).forEach((bits, column) => {
    for (let line = 0; line < LETTER.height; line++) {
      if (((bits >> line) & 1) === 0) continue;
      const left = x + column * DOT;
      const top = y + line * DOT;
      fill(picture, { left, top, right: left + DOT, bottom: top + DOT }, COLOUR.ink);
    }
  });
};

const drawText = (picture: Picture, text: string, bounds: Bounds): void => {
  const letterWidth = LETTER.width * DOT;
  const lineHeight = (LETTER.height + 2) * DOT;
  const perLine = Math.max(1, Math.floor((bounds.right - bounds.left - 2 * MARGIN) / letterWidth));
  const lines = text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${String(perLine)}}`, 'gu')) ?? []);
  lines
    .slice(0, Math.max(1, Math.floor((bounds.bottom - bounds.top) / lineHeight)))
    .forEach((line, index) => {
      Array.from(line).forEach((letter, place) => {
        drawLetter(
          picture,
          letter,
          bounds.left + MARGIN + place * letterWidth,
          bounds.top + MARGIN + index * lineHeight,
        );
      });
    });
};

const drawNode = (picture: Picture, node: PlacedView): void => {
  const { view, bounds } = node;
  const isControl = view.children === undefined && (view.onTap !== undefined || view.onText !== undefined);
  const inner = {
    left: bounds.left + 6,
    top: bounds.top + 6,
    right: bounds.right - 6,
    bottom: bounds.bottom - 6,
  };
  if (isControl) fill(picture, inner, view.checked === true ? COLOUR.ticked : COLOUR.control);
  if (view.children !== undefined) fill(picture, { ...bounds, top: bounds.bottom - 2 }, COLOUR.line);
  const mark = view.checked === undefined ? '' : view.checked ? '[x] ' : '[ ] ';
  const text = mark + (shownText(node) || (view.description ?? ''));
  if (view.children === undefined && text !== '') drawText(picture, text, bounds);
};

/** The screen as PNG: boxes and text where the views are; black while it is off. */
export const drawScreen = ({ windows, handset }: Machine): Buffer => {
  const { width, height } = handset.profile.screen;
  const picture: Picture = { width, height, pixels: new Uint8Array(width * height) };
  if (!handset.status.screenOn) picture.pixels.fill(COLOUR.ink);
  else {
    fill(picture, { left: 0, top: 0, right: width, bottom: 80 }, COLOUR.bar);
    for (const node of flatten(windows.placed())) drawNode(picture, node);
  }
  return encodePng(picture, PALETTE);
};
