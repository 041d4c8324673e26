import { type PlacedView } from '../apps/layout.ts';
import type { Machine } from '../machine.ts';

const escapeXml = (text: string): string =>
  text
    .replace(
      /[&<>"]/g,
      (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter,
    )
    .replace(/[\n\r\t]/g, (letter) => `&#${String(letter.charCodeAt(0))};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?');

const boundsText = ({ left, top, right, bottom }: PlacedView['bounds']): string =>
  `[${String(left)},${String(top)}][${String(right)},${String(bottom)}]`;

/** The text that a node shows: passwords as dots, the hint while a field is empty. */
export const shownText = ({ view }: PlacedView): string => {
  const text = view.text ?? '';
  if (text === '') return view.hint ?? '';
  return view.password === true ? '•'.repeat(Array.from(text).length) : text;
};

/** Every attribute of a node, by UiAutomator2's names. */
export const attributesOf = (
  node: PlacedView,
  packageName: string,
  index: number,
): Readonly<Record<string, string>> => {
  const { view } = node;
  const isEditable = view.onText !== undefined;
  return {
    index: String(index),
    package: packageName,
    class: view.type,
    text: shownText(node),
    'content-desc': view.description ?? '',
    'resource-id': view.id ?? '',
    checkable: String(view.checked !== undefined),
    checked: String(view.checked === true),
    clickable: String(view.onTap !== undefined || isEditable),
    enabled: String(view.disabled !== true),
    focusable: String(view.onTap !== undefined || isEditable),
    focused: 'false',
    'long-clickable': String(isEditable),
    password: String(view.password === true),
    scrollable: String(view.scrollable === true),
    selected: 'false',
    ...(view.hint === undefined ? {} : { hint: view.hint, 'showing-hint': String((view.text ?? '') === '') }),
    bounds: boundsText(node.bounds),
    displayed: 'true',
  };
};

const nodeXml = (node: PlacedView, packageName: string, index: number): string => {
  const attributes = Object.entries({ ...attributesOf(node, packageName, index), path: node.path })
    .map(([name, value]) => `${name}="${escapeXml(value)}"`)
    .join(' ');
  const children = node.children.map((child, place) => nodeXml(child, packageName, place)).join('');
  return `<${node.view.type} ${attributes}>${children}</${node.view.type}>`;
};

const DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>";

/** The tree on the screen as XML, with the place of each node in `path`; what locators search. */
export const pathedXml = ({ windows, handset }: Machine): string => {
  const { width, height } = handset.profile.screen;
  const { packageName } = windows.top();
  const body = nodeXml(windows.placed(), packageName, 0);
  return `${DECLARATION}<hierarchy index="0" class="hierarchy" rotation="0" width="${String(width)}" height="${String(height)}">${body}</hierarchy>`;
};

/** The tree on the screen as UiAutomator2 gives it. */
export const sourceXml = (machine: Machine): string => pathedXml(machine).replace(/ path="[\d.]*"/g, '');
