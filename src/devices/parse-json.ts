import { placeAt, type Parsed, type ParseFault, type ValuePath } from './parsed.ts';

/** Objects and lists in each other that are read at most. */
const MAX_NESTING = 100;

/** One open object or array: where the next value goes, and the keys seen. */
type Frame = { readonly keys: Set<string> | null; at: string | number; expectsKey: boolean };

/** A value or a key of the text, with the frames that enclose it. */
type Stop = { readonly offset: number; readonly duplicate: boolean; readonly frames: readonly Frame[] };

const SPACE = ' \t\r\n';
const DELIMITER = '[]{},:';

const stringEnd = (text: string, start: number): number => {
  let quote = text.indexOf('"', start + 1);
  for (;;) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
};

const wordEnd = (text: string, start: number): number => {
  const first = text.charAt(start);
  if (first === '"') return stringEnd(text, start);
  let end = start + 1;
  if (DELIMITER.includes(first)) return end;
  while (end < text.length && !DELIMITER.includes(text.charAt(end)) && !SPACE.includes(text.charAt(end)))
    end += 1;
  return end;
};

const enterKey = (frame: Frame, word: string): boolean => {
  const key = JSON.parse(word) as string;
  const duplicate = frame.keys?.has(key) ?? false;
  frame.keys?.add(key);
  frame.at = key;
  frame.expectsKey = false;
  return duplicate;
};

const passComma = (frame: Frame | undefined): void => {
  if (frame === undefined) return;
  if (frame.keys !== null) frame.expectsKey = true;
  else if (typeof frame.at === 'number') frame.at += 1;
};

const openFrame = (frames: Frame[], word: string): void => {
  if (word === '{') frames.push({ keys: new Set(), at: '', expectsKey: true });
  if (word === '[') frames.push({ keys: null, at: 0, expectsKey: false });
};

/** Every key and value, in order, of a text that JSON.parse has accepted. Not recursive. */
function* stopsOf(text: string): Generator<Stop> {
  const frames: Frame[] = [];
  for (let offset = 0, end = 0; offset < text.length; offset = end) {
    end = offset + 1;
    if (SPACE.includes(text.charAt(offset))) continue;
    end = wordEnd(text, offset);
    const word = text.slice(offset, end);
    const frame = frames.at(-1);
    if (word === ',') passComma(frame);
    else if (word === ']' || word === '}') frames.pop();
    else if (frame?.expectsKey === true) yield { offset, duplicate: enterKey(frame, word), frames };
    else if (word !== ':') {
      yield { offset, duplicate: false, frames };
      openFrame(frames, word);
    }
  }
}

const agrees = (frames: readonly Frame[], path: ValuePath): number => {
  let depth = 0;
  while (depth < frames.length && depth < path.length && frames[depth]?.at === path[depth]) depth += 1;
  return depth === frames.length ? depth : -1;
};

/** The key or element of the path, else its nearest enclosing one. */
const offsetOf = (text: string, path: ValuePath): number => {
  let best = { depth: -1, offset: 0 };
  for (const { offset, frames } of stopsOf(text)) {
    const depth = agrees(frames, path);
    if (depth > best.depth) best = { depth, offset };
    if (depth === path.length) break;
  }
  return best.offset;
};

/** True for a text that is meant as JSON. */
export const isJsonText = (text: string): boolean => /^\s*[[{]/.test(text);

/** A JSON text read, a fault in it, or null where it is not JSON. Duplicate keys are a fault. */
export const parseJson = (text: string): Parsed | ParseFault | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  for (const { offset, duplicate, frames } of stopsOf(text)) {
    if (duplicate) return { ...placeAt(text, offset), message: 'the same key stands twice in one object' };
    if (frames.length > MAX_NESTING)
      return { ...placeAt(text, offset), message: 'the file is nested too deep' };
  }
  return { value, placeOf: (path) => placeAt(text, offsetOf(text, path)) };
};
