import type { Locator } from '#model/handset';

/** An element found; only the backend that found it can use it. */
export type ElementRef = string;

/** The few things that a way of driving handsets must do; all else is made of them. */
export type Backend = AsyncDisposable & {
  /** False when the handset has no such activity. */
  start(activity: string): Promise<boolean>;
  /** Looks once; null when the element is not there. */
  find(locator: Locator): Promise<ElementRef | null>;
  tap(element: ElementRef): Promise<void>;
  /** Replaces what a field holds. */
  type(element: ElementRef, text: string): Promise<void>;
  isChecked(element: ElementRef): Promise<boolean>;
  /** Moves the screen's list on; false at its end. */
  scrollOn(): Promise<boolean>;
  back(): Promise<void>;
  tree(): Promise<string>;
  screenshot(): Promise<Buffer>;
};
