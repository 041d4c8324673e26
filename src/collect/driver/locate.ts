import type { Locator } from '#model/handset';

/** What WebDriver takes: a strategy and its value. */
export type Query = { readonly using: string; readonly value: string };

/** A string literal of XPath 1.0, which has no escapes: the quote that does not occur, or concat(). */
const xpathText = (text: string): string => {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  return `concat('${text.split("'").join(`', "'", '`)}')`;
};

const anyOf = (attribute: string, labels: string): string =>
  labels
    .split('|')
    .map((label) => `@${attribute}=${xpathText(label)}`)
    .join(' or ');

/** How Appium is asked for a locator. An empty field shows its hint as its text (AccessibilityNodeInfo.getText). */
export const queryOf = ({ by, value }: Locator): Query => {
  switch (by) {
    case 'id':
      return { using: 'id', value };
    case 'text':
      return { using: 'xpath', value: `//*[${anyOf('text', value)}]` };
    case 'desc':
      return { using: 'xpath', value: `//*[${anyOf('content-desc', value)}]` };
    case 'hint':
      return {
        using: 'xpath',
        value: `//android.widget.EditText[${anyOf('hint', value)} or ${anyOf('text', value)}]`,
      };
    case 'class':
      return { using: 'class name', value };
    case 'xpath':
      return { using: 'xpath', value };
    case 'uiautomator':
      return { using: '-android uiautomator', value };
  }
};
