import { flatten, type PlacedView } from '#twin/apps/layout';
import type { Machine } from '#twin/machine';

/** A finger and an eye on a twin's screen, in process. Words are a text, description, hint or resource id. */
export type ScreenUser = {
  readonly tap: (words: string) => void;
  readonly type: (words: string, text: string) => void;
  readonly sees: (words: string) => boolean;
  /** Taps the check box in the row of that title. */
  readonly toggle: (title: string) => void;
  readonly texts: () => readonly string[];
};

const bears = ({ view }: PlacedView, words: string): boolean =>
  [view.text, view.description, view.hint, view.id].includes(words);

/** The user of a twin's screen; throws when what is asked for is not there. */
export const useScreen = ({ windows }: Machine): ScreenUser => {
  const all = (): readonly PlacedView[] => flatten(windows.placed());
  const find = (words: string): PlacedView => {
    const found = all().find((node) => bears(node, words));
    if (found === undefined) throw new Error(`the screen does not show ${words}`);
    return found;
  };
  return {
    tap: (words) => {
      windows.tap(find(words));
    },
    type: (words, text) => {
      windows.type(find(words), text);
    },
    sees: (words) => all().some((node) => bears(node, words)),
    toggle: (title) => {
      const { path } = find(title);
      const row = path.split('.').slice(0, -2).join('.');
      const box = all().find((node) => node.path.startsWith(`${row}.`) && node.view.checked !== undefined);
      if (box === undefined) throw new Error(`no check box beside ${title}`);
      windows.tap(box);
    },
    texts: () =>
      all().flatMap(({ view }) => (view.text === undefined || view.text === '' ? [] : [view.text])),
  };
};
