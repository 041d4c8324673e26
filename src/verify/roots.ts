import { isUtf8 } from 'node:buffer';
import type { HttpFlow, LoadedFlow } from '#model/flow';
import { type Part, ROOT_STEPS, type RouteLink } from '#model/route';
import type { RootStep } from './undo/steps.ts';

/** Where each root stands in the request. */
export const PART_OF_ROOT: Readonly<Record<RootStep, Part>> = {
  host: 'url',
  path: 'url',
  query: 'query',
  header: 'header',
  'header-name': 'header',
  cookie: 'cookie',
  'cookie-name': 'cookie',
  body: 'body',
  websocket: 'websocket',
  raw: 'body',
};

/** Whether a step begins a route. */
export const isRoot = (step: string): step is RootStep => (ROOT_STEPS as readonly string[]).includes(step);

/** A text of the request as the bytes that were sent: one byte for each character where that is UTF-8, else its UTF-8. */
const sent = (text: string): Buffer => {
  const isNarrow = /^[\0-\xff]*$/.test(text);
  const narrow = Buffer.from(text, 'latin1');
  return isNarrow && isUtf8(narrow) ? narrow : Buffer.from(text, 'utf8');
};

const over = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Path and query of a URL as they stand in it, without the fragment, which is never sent. */
export const target = (url: string): { readonly path: string; readonly query: string } => {
  const whole = url.replace(/#.*$/s, '').replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?]*/, '');
  const [path = '', ...rest] = whole.split('?');
  return { path, query: rest.join('?') };
};

type Named = { readonly name: string; readonly value: string };

const headersAsSent = ({ requestHeaders }: HttpFlow): readonly Named[] =>
  requestHeaders.map(([name, value]) => ({ name, value }));

const headersOf = (flow: HttpFlow): readonly Named[] =>
  headersAsSent(flow).map(({ name, value }) => ({ name: name.toLowerCase(), value }));

const cookiesOf = (flow: HttpFlow): readonly Named[] =>
  headersOf(flow)
    .filter(({ name }) => name === 'cookie')
    .flatMap(({ value }) => value.split(';'))
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals === -1 ? '' : pair.slice(0, equals).trim();
      return { name, value: pair.slice(equals + 1).trim() };
    });

// What a report blanks in a name: a piece of its own, or a known value.
const BLANKS = /\{…\}|•••/;

/** Whether a name is the one that a report shows, where blanked pieces may have been anything. */
export const isNamedLike = (name: string, shown: string): boolean => {
  const pieces = shown.split(BLANKS);
  if (pieces.length === 1) return name === shown;
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at + last.length <= name.length;
};

const valuesOf = (named: readonly Named[], shown: string): readonly Buffer[] =>
  named.filter(({ name }) => isNamedLike(name, shown)).map(({ value }) => sent(value));

const namesOf = (named: readonly Named[]): readonly Buffer[] => named.map(({ name }) => sent(name));

const messageOf = ({ messages }: LoadedFlow, flow: HttpFlow, index: number): readonly Buffer[] => {
  const bytes = messages[index];
  return flow.messages[index]?.direction === 'out' && bytes !== undefined ? [over(bytes)] : [];
};

type Find = (loaded: LoadedFlow, flow: HttpFlow, path: string) => readonly Buffer[];

const FIND: Readonly<Record<RootStep, Find>> = {
  host: (_, { destination }) => [sent(destination.host)],
  path: (_, { url }) => [sent(target(url).path)],
  query: (_, { url }) => [sent(target(url).query)],
  header: (_, flow, path) => valuesOf(headersOf(flow), path),
  'header-name': (_, flow) => namesOf(headersAsSent(flow)),
  cookie: (_, flow, path) => valuesOf(cookiesOf(flow), path),
  'cookie-name': (_, flow) => namesOf(cookiesOf(flow)),
  body: ({ requestBody }) => [over(requestBody)],
  websocket: (loaded, flow, path) => messageOf(loaded, flow, Number(path)),
  raw: () => [],
};

/** The parts of a flow that a route's first link may mean: more than one where a header was sent twice. */
export const rootsFor = (loaded: LoadedFlow, link: RouteLink): readonly Buffer[] => {
  const { flow } = loaded;
  const { step, path = '' } = link;
  if (flow.kind === 'http') return isRoot(step) ? FIND[step](loaded, flow, path) : [];
  return step === 'raw' && flow.kind === 'opaque' ? [over(loaded.opaque)] : [];
};
