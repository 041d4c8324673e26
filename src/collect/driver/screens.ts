/** What a hand and an eye do with a handset, by the names that its file in devices/handsets gives. */
export type Screens = AsyncDisposable & {
  /** Brings an app to the front. */
  open(app: string): Promise<void>;
  /** @throws Failure `handset-refused` when the element does not show in time; so do the others. */
  tap(element: string): Promise<void>;
  type(element: string, text: string): Promise<void>;
  /** Presses keys of the dial pad. */
  dial(digits: string): Promise<void>;
  /** Sets a check box or switch; does nothing when it is set already. */
  toggle(element: string, on: boolean): Promise<void>;
  waitFor(element: string): Promise<void>;
  /** Looks once. */
  isShown(element: string): Promise<boolean>;
  back(): Promise<void>;
  /** Every text on the screen. */
  texts(): Promise<string[]>;
  /** The whole tree, XML as UiAutomator gives it. */
  tree(): Promise<string>;
  /** PNG. */
  screenshot(): Promise<Buffer>;
};
