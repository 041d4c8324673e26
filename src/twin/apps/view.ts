/** A node of a screen as an app describes it; what is left out is false or empty. */
export type View = {
  /** Class name, such as `android.widget.Button`. */
  readonly type: string;
  /** Resource id, `package:id/name`. */
  readonly id?: string;
  readonly text?: string;
  readonly description?: string;
  /** Shown as text while the field is empty. */
  readonly hint?: string;
  /** Present: the node can be checked. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly password?: boolean;
  readonly scrollable?: boolean;
  /** Children stand side by side. */
  readonly horizontal?: boolean;
  /** Height of a leaf in pixels. */
  readonly height?: number;
  readonly children?: readonly View[];
  readonly onTap?: () => void;
  /** Present: the node takes text. */
  readonly onText?: (text: string) => void;
};

/** What an app shows at one moment. */
export type Screen = {
  readonly packageName: string;
  /** Full class name of the activity. */
  readonly activity: string;
  readonly render: () => View;
  /** Takes the back key; false lets the screen close. */
  readonly onBack?: () => boolean;
  /** The home key does not lead away from it. */
  readonly stays?: boolean;
};

const WIDGET = 'android.widget';

/** A label. */
export const label = (text: string, id?: string): View => ({
  type: `${WIDGET}.TextView`,
  text,
  ...(id === undefined ? {} : { id }),
});

/** A push button. */
export const button = (text: string, id: string, onTap: () => void, disabled = false): View => ({
  type: `${WIDGET}.Button`,
  text,
  id,
  onTap,
  disabled,
});

/** A button that only bears a description, as icons do. */
export const iconButton = (description: string, id: string, onTap: () => void): View => ({
  type: `${WIDGET}.ImageButton`,
  description,
  id,
  onTap,
});

/** A text field. */
export const field = (
  hint: string,
  text: string,
  onText: (text: string) => void,
  more: { readonly id?: string; readonly password?: boolean } = {},
): View => ({ type: `${WIDGET}.EditText`, hint, text, onText, ...more });

/** Children below each other. */
export const column = (...children: readonly View[]): View => ({ type: `${WIDGET}.LinearLayout`, children });

/** Children side by side. */
export const row = (...children: readonly View[]): View => ({
  type: `${WIDGET}.LinearLayout`,
  horizontal: true,
  children,
});

/** A list that scrolls when it is longer than the screen. */
export const list = (...children: readonly View[]): View => ({
  type: 'androidx.recyclerview.widget.RecyclerView',
  id: 'miui:id/recycler_view',
  scrollable: true,
  children,
});

/** A settings row with a title and perhaps a summary. */
export const settingRow = (title: string, onTap: () => void, summary = ''): View => ({
  type: `${WIDGET}.LinearLayout`,
  onTap,
  children: [
    label(title, 'android:id/title'),
    ...(summary === '' ? [] : [label(summary, 'android:id/summary')]),
  ],
});

/** A settings row with a toggle; MIUI's toggles are check boxes, not switches. */
export const toggleRow = (title: string, checked: boolean, onTap: () => void, summary = ''): View => ({
  type: `${WIDGET}.LinearLayout`,
  onTap,
  horizontal: true,
  children: [
    column(
      label(title, 'android:id/title'),
      ...(summary === '' ? [] : [label(summary, 'android:id/summary')]),
    ),
    { type: `${WIDGET}.CheckBox`, id: 'android:id/checkbox', checked, onTap },
  ],
});

/** A screen's title bar with MIUI's back arrow. */
export const titleBar = (title: string, onBack?: () => void): View =>
  row(
    ...(onBack === undefined ? [] : [iconButton('Navigate up', 'miui:id/up', onBack)]),
    label(title, 'miui:id/action_bar_title'),
  );
