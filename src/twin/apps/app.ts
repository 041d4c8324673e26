import type { Machine } from '../machine.ts';
import type { Screen } from './view.ts';
import type { Intent } from './windows.ts';

/** An app with screens: its activities by full class name. */
export type App = {
  readonly packageName: string;
  /** The activity that its icon opens; null for apps without an icon. */
  readonly launcher: string | null;
  /** The icon's label. */
  readonly title: string;
  readonly activities: Readonly<Record<string, (machine: Machine, intent: Intent) => Screen>>;
  /** Actions of implicit intents that it takes, with the activity; `scheme:` entries match addresses. */
  readonly actions?: Readonly<Record<string, string>>;
};
