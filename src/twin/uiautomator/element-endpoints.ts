import { centreOf, flatten, type PlacedView } from '../apps/layout.ts';
import { type Call, type Endpoint, nodeIn, requireInjection, textIn, UiFault } from './endpoint.ts';
import { locate } from './locate.ts';
import { drawScreen } from './screenshot.ts';
import { attributesOf, shownText } from './source.ts';

const W3C_KEY = 'element-6066-11e4-a52e-4f735466cecf';

const reference = ({ elements }: Call, node: PlacedView): Readonly<Record<string, string>> => {
  const id = elements.idOf(node);
  return { ELEMENT: id, [W3C_KEY]: id };
};

const search = (call: Call): readonly PlacedView[] => {
  const context = textIn(call, 'context');
  const within = context === '' ? null : (call.elements.nodeOf(context)?.path ?? null);
  if (context !== '' && within === null)
    throw new UiFault(404, 'stale element reference', 'The context element is gone');
  const found = locate(call.machine, {
    strategy: textIn(call, 'strategy'),
    selector: textIn(call, 'selector'),
    within,
  });
  if ('fault' in found) throw new UiFault(400, 'invalid selector', found.fault);
  return found;
};

const findOne: Endpoint = (call) => {
  const [first] = search(call);
  if (first !== undefined) return reference(call, first);
  throw new UiFault(
    404,
    'no such element',
    'An element could not be located on the page using the given search parameters',
  );
};

const click: Endpoint = (call) => {
  requireInjection(call);
  call.machine.windows.tap(nodeIn(call));
  return null;
};

const setValue: Endpoint = (call) => {
  requireInjection(call);
  const node = nodeIn(call);
  if (node.view.onText === undefined)
    throw new UiFault(
      400,
      'invalid element state',
      `Cannot set the element to '…'. Did you interact with the correct element?`,
    );
  const before = call.body['replace'] === true ? '' : (node.view.text ?? '');
  call.machine.windows.type(node, before + textIn(call, 'text'));
  return null;
};

const clear: Endpoint = (call) => {
  requireInjection(call);
  call.machine.windows.type(nodeIn(call), '');
  return null;
};

const rectangle: Endpoint = (call) => {
  const { left, top, right, bottom } = nodeIn(call).bounds;
  return { x: left, y: top, width: right - left, height: bottom - top };
};

/** Names that WebDriver clients use for Android's attributes. */
const ALIASES: Readonly<Record<string, string>> = {
  contentDescription: 'content-desc',
  'content-description': 'content-desc',
  className: 'class',
  resourceId: 'resource-id',
  longClickable: 'long-clickable',
};

const attribute: Endpoint = (call) => {
  const node = nodeIn(call);
  const name = call.parameters[1] ?? '';
  const all = attributesOf(node, call.machine.windows.top().packageName, 0);
  if (name === 'name') return all['content-desc'] === '' ? all['text'] : all['content-desc'];
  const wanted = ALIASES[name] ?? name;
  if (!Object.hasOwn(all, wanted))
    throw new UiFault(404, 'no such attribute', `'${name}' attribute is unknown`);
  return all[wanted];
};

const active: Endpoint = (call) => {
  const focused = call.machine.windows.focused();
  if (focused === undefined) throw new UiFault(404, 'no such element', 'No focused element found');
  return reference(call, focused);
};

/** First and last children of a scrollable element, for scrolling by hand. */
const firstVisible: Endpoint = (call) => {
  const node = nodeIn(call);
  const [first] = flatten(node).slice(1);
  return first === undefined ? null : reference(call, first);
};

/** What can be asked of elements, by method and path below the session. */
export const ELEMENT_ENDPOINTS: readonly (readonly [string, Endpoint])[] = [
  ['POST element', findOne],
  ['POST elements', (call) => search(call).map((node) => reference(call, node))],
  ['GET element/active', active],
  ['POST element/:id/click', click],
  ['POST element/:id/value', setValue],
  ['POST element/:id/clear', clear],
  ['GET element/:id/text', (call) => shownText(nodeIn(call))],
  ['GET element/:id/name', (call) => nodeIn(call).view.description ?? ''],
  ['GET element/:id/attribute/:name', attribute],
  ['GET element/:id/rect', rectangle],
  ['GET element/:id/location', (call) => ({ x: nodeIn(call).bounds.left, y: nodeIn(call).bounds.top })],
  ['GET element/:id/size', rectangle],
  ['GET element/:id/displayed', (call) => centreOf(nodeIn(call)).y >= 0],
  ['GET element/:id/enabled', (call) => nodeIn(call).view.disabled !== true],
  ['GET element/:id/selected', (call) => nodeIn(call).view.checked === true],
  [
    'GET element/:id/screenshot',
    (call) => {
      nodeIn(call);
      return drawScreen(call.machine).toString('base64');
    },
  ],
  ['GET appium/element/:id/first_visible', firstVisible],
];
