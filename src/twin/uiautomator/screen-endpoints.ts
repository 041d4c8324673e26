import { scrollByDrag } from '../apps/gestures.ts';
import { pressKey } from '../apps/keys.ts';
import { centreOf, STATUS_BAR_HEIGHT } from '../apps/layout.ts';
import { startActivity } from '../apps/launch.ts';
import { type Call, type Endpoint, numberIn, requireInjection, textIn } from './endpoint.ts';
import { drawScreen } from './screenshot.ts';
import { sourceXml } from './source.ts';

const W3C_KEY = 'element-6066-11e4-a52e-4f735466cecf';

type Point = { readonly x: number; readonly y: number };

const deviceInfo: Endpoint = ({ machine }) => {
  const { handset } = machine;
  const { apiLevel, androidVersion, manufacturer, model, screen, identifiers, brand, locale, timeZone } =
    handset.profile;
  return {
    androidId: identifiers.androidId,
    apiVersion: String(apiLevel),
    platformVersion: androidVersion,
    manufacturer,
    model,
    brand,
    locale: locale.replace('-', '_'),
    timeZone,
    realDisplaySize: `${String(screen.width)}x${String(screen.height)}`,
    displayDensity: screen.density,
    carrierName: handset.profile.operator.name,
    networks: [],
    bluetooth: { state: 'OFF' },
  };
};

const windowSize: Endpoint = ({ machine }) => {
  const { width, height } = machine.handset.profile.screen;
  return { width, height };
};

const pressKeyCode: Endpoint = (call) => {
  requireInjection(call);
  pressKey(call.machine, String(numberIn(call.body, 'keycode')));
  return null;
};

const typeKeys: Endpoint = (call) => {
  requireInjection(call);
  const focused = call.machine.windows.focused();
  const { value } = call.body;
  const text = Array.isArray(value) ? value.join('') : textIn(call, 'text');
  if (focused !== undefined) call.machine.windows.type(focused, (focused.view.text ?? '') + text);
  return null;
};

/** Where an action of a pointer points: at a place on the screen or relative to an element's middle. */
const pointOf = ({ elements }: Call, action: unknown): Point => {
  const offset = { x: numberIn(action, 'x'), y: numberIn(action, 'y') };
  const origin =
    typeof action === 'object' && action !== null && 'origin' in action ? action.origin : undefined;
  if (typeof origin !== 'object' || origin === null) return offset;
  const id = Object.entries(origin).find(([key]) => key === W3C_KEY || key === 'ELEMENT')?.[1] as unknown;
  const node = typeof id === 'string' ? elements.nodeOf(id) : null;
  if (node === null) return offset;
  const centre = centreOf(node);
  return { x: centre.x + offset.x, y: centre.y + offset.y };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

/** W3C pointer actions: a press that does not move is a tap, one that moves is a drag. */
const performActions: Endpoint = (call) => {
  requireInjection(call);
  for (const source of listOf(call.body['actions'])) {
    let at: Point = { x: 0, y: 0 };
    let pressed: Point | undefined;
    for (const action of listOf(fieldOf(source, 'actions'))) {
      const type = fieldOf(action, 'type');
      if (type === 'pointerMove') at = pointOf(call, action);
      else if (type === 'pointerDown') pressed = at;
      else if (type === 'pointerUp' && pressed !== undefined) {
        release(call, pressed, at);
        pressed = undefined;
      }
    }
  }
  return null;
};

const release = ({ machine }: Call, from: Point, to: Point): void => {
  if (Math.abs(from.y - to.y) < 20 && Math.abs(from.x - to.x) < 20) machine.windows.tapAt(to.x, to.y);
  else scrollByDrag(machine.windows, from, to);
};

const areaOf = (call: Call): { readonly middle: Point; readonly height: number } => {
  const area = call.body['area'];
  const origin = pointOf(call, call.body);
  if (area === undefined) return { middle: origin, height: call.machine.handset.profile.screen.height / 2 };
  const height = numberIn(area, 'height');
  const middle = {
    x: numberIn(area, 'left') + numberIn(area, 'width') / 2,
    y: numberIn(area, 'top') + height / 2,
  };
  return { middle, height };
};

/** `swipe` names the way of the finger, `scroll` the way of the view. */
const gesture =
  (kind: 'swipe' | 'scroll'): Endpoint =>
  (call) => {
    requireInjection(call);
    const { middle, height } = areaOf(call);
    const direction = textIn(call, 'direction');
    const way = Math.round(height * (numberIn(call.body, 'percent') || 1));
    const down = kind === 'scroll' ? direction === 'down' : direction === 'up';
    return call.machine.windows.scrollAt(middle.x, middle.y, down ? way : -way);
  };

const clickGesture: Endpoint = (call) => {
  requireInjection(call);
  const offset = call.body['offset'];
  const { x, y } = offset === undefined ? pointOf(call, call.body) : pointOf(call, offset);
  call.machine.windows.tapAt(x, y);
  return null;
};

const dragGesture: Endpoint = (call) => {
  requireInjection(call);
  const { body } = call;
  scrollByDrag(call.machine.windows, pointOf(call, body['start']), pointOf(call, body['end']));
  return null;
};

const openAddress: Endpoint = (call) => {
  const intent = { packageName: '', activity: '', action: 'android.intent.action.VIEW', extras: {} };
  startActivity(call.machine, { ...intent, address: textIn(call, 'url') });
  return null;
};

/** What can be asked of the screen and the handset, by method and path below the session. */
export const SCREEN_ENDPOINTS: readonly (readonly [string, Endpoint])[] = [
  ['GET source', ({ machine }) => sourceXml(machine)],
  ['GET screenshot', ({ machine }) => drawScreen(machine).toString('base64')],
  ['GET window/current/size', windowSize],
  ['GET window/:id/size', windowSize],
  ['GET window/rect', (call) => ({ x: 0, y: 0, ...(windowSize(call) as object) })],
  ['GET orientation', () => 'PORTRAIT'],
  ['POST orientation', () => null],
  ['GET appium/device/pixel_ratio', ({ machine }) => machine.handset.profile.screen.density / 160],
  ['GET appium/device/system_bars', () => ({ statusBar: STATUS_BAR_HEIGHT })],
  ['GET appium/device/info', deviceInfo],
  ['GET appium/device/display_density', ({ machine }) => machine.handset.profile.screen.density],
  ['GET appium/device/battery_info', () => ({ level: 0.9, status: 2 })],
  ['POST appium/device/press_keycode', pressKeyCode],
  ['POST appium/device/long_press_keycode', pressKeyCode],
  [
    'POST back',
    (call) => {
      requireInjection(call);
      call.machine.windows.back();
      return null;
    },
  ],
  ['POST keys', typeKeys],
  ['POST actions', performActions],
  ['POST url', openAddress],
  ['POST appium/gestures/swipe', gesture('swipe')],
  ['POST appium/gestures/scroll', gesture('scroll')],
  ['POST appium/gestures/click', clickGesture],
  ['POST appium/gestures/drag', dragGesture],
  ['GET appium/settings', ({ settings }) => Object.fromEntries(settings)],
  [
    'POST appium/settings',
    ({ body, settings }) => {
      for (const [key, value] of Object.entries(body['settings'] ?? {})) settings.set(key, value);
      return null;
    },
  ],
];
