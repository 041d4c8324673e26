import { z } from 'zod';

/** A span of time of a twin: at most 30 days. */
export const durationMsSchema = z
  .number()
  .int()
  .nonnegative()
  .max(30 * 24 * 3_600_000);

/** The name of an Android package. */
export const packageNameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/, 'a package name');

const trapShape = z.strictObject({
  /** "USB debugging (Security settings)" is off: no settings writes, input, grants or app operations. */
  securitySettingsOff: z.boolean(),
  /** "Install via USB" asks on a screen and refuses when nobody answers in time. */
  installAsks: z.boolean(),
  installAskTimeoutMs: durationMsSchema,
  /** The host's key is never accepted: `unauthorized`. */
  unauthorized: z.boolean(),
  /** `service call iphonesubinfo` answers with a SecurityException. */
  subscriberInfoRefused: z.boolean(),
  callLogRefused: z.boolean(),
  /** `settings delete global http_proxy` works only from the next boot. */
  proxyDeleteNeedsReboot: z.boolean(),
  /** The clock of the handset minus that of the host. */
  clockSkewMs: z.number().int(),
  /** `screencap` prints a FORTIFY line before the picture. */
  screencapNoise: z.boolean(),
  /** No adb features: shell without exit codes, as up to Android 6. */
  legacyAdb: z.boolean(),
  /** Run-time permissions are asked for on a screen when an app is opened first. */
  asksPermissions: z.boolean(),
  /** A lock PIN that stands before certificates are installed and after each boot. */
  lockPin: z
    .string()
    .regex(/^\d{4,8}$/, '4 to 8 digits')
    .nullable(),
});
export type TwinTraps = Readonly<z.infer<typeof trapShape>>;

/** The ways in which real handsets refuse or mislead a harness; what a file leaves out is as in `NO_TRAPS`. */
export const twinTrapsSchema = trapShape.partial();

/** A helpful handset; its only trap is one that all share. */
export const NO_TRAPS: TwinTraps = {
  securitySettingsOff: false,
  installAsks: false,
  installAskTimeoutMs: 10_000,
  unauthorized: false,
  subscriberInfoRefused: false,
  callLogRefused: false,
  proxyDeleteNeedsReboot: true,
  clockSkewMs: 0,
  screencapNoise: false,
  legacyAdb: false,
  asksPermissions: false,
  lockPin: null,
};
