import type { PlacedView } from '../apps/layout.ts';
import type { Machine } from '../machine.ts';
import type { Elements } from './elements.ts';

/** One request to the UiAutomator2 server, below its session. */
export type Call = {
  readonly machine: Machine;
  readonly elements: Elements;
  /** What `appium/settings` has set in this session. */
  readonly settings: Map<string, unknown>;
  /** What stands in the path in place of `:id` and `:name`. */
  readonly parameters: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
};

/** Gives the `value` of the reply. @throws UiFault */
export type Endpoint = (call: Call) => unknown;

/** A refusal in W3C WebDriver's words; becomes the reply. */
export class UiFault extends Error {
  override readonly name = 'UiFault';
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

/** The node of the element in the path. @throws UiFault stale element reference */
export const nodeIn = ({ elements, parameters }: Call): PlacedView => {
  const node = elements.nodeOf(parameters[0] ?? '');
  if (node !== null) return node;
  throw new UiFault(
    404,
    'stale element reference',
    `The element '${parameters[0] ?? ''}' does not exist in DOM anymore`,
  );
};

/** @throws UiFault where "USB debugging (Security settings)" forbids the injection of events */
export const requireInjection = ({ machine }: Call): void => {
  if (!machine.handset.traps.securitySettingsOff) return;
  throw new UiFault(
    500,
    'unknown error',
    'java.lang.SecurityException: Injecting input events requires the caller (or the source of the instrumentation, if any) to have the INJECT_EVENTS permission.',
  );
};

/** A text in the body; '' when it is missing. */
export const textIn = ({ body }: Call, key: string): string => {
  const value = body[key];
  return typeof value === 'string' ? value : '';
};

/** A number in an object; 0 when it is missing. */
export const numberIn = (holder: unknown, key: string): number => {
  if (typeof holder !== 'object' || holder === null) return 0;
  const value = (holder as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'number' ? value : 0;
};
