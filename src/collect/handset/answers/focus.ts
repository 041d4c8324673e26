/** The window that has the focus; `activity` with its full class name. */
export type Focus = { readonly packageName: string; readonly activity: string };

const FOCUS = /mCurrentFocus=Window\{\S+ (?:u\d+ )?([\w.]+)\/([\w.$]+)/;
const FOCUSED_APP = /mFocusedApp=.*?ActivityRecord\{\S+ (?:u\d+ )?([\w.]+)\/([\w.$]+)/;

/** Reads `dumpsys window`. Null for windows of no activity (`StatusBar`), for none, and when nothing is said. */
export const parseFocus = (text: string): Focus | null => {
  const [, packageName, activity] = FOCUS.exec(text) ?? FOCUSED_APP.exec(text) ?? [];
  if (packageName === undefined || activity === undefined) return null;
  return { packageName, activity: activity.startsWith('.') ? packageName + activity : activity };
};
