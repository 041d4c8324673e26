/** Why Android or MIUI would not do what adb asked; what switches it on differs. */
export const REFUSALS = [
  'write-settings',
  'inject-events',
  'grant',
  'app-operations',
  'install',
  'start-activity',
  'provider',
  'identifier',
  'root',
  'unknown-command',
  'other',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Words of three generations of Android (8–10, 11–12, 13–14), the most telling first. */
const SIGNS: readonly (readonly [RegExp, Refusal])[] = [
  [/INSTALL_FAILED_USER_RESTRICTED|INSTALL_CANCELL?ED_BY_USER/, 'install'],
  [/INJECT_EVENTS/, 'inject-events'],
  [/GRANT_RUNTIME_PERMISSIONS/, 'grant'],
  [/MANAGE_APP_OPS_MODES/, 'app-operations'],
  [/Permission Denial: starting Intent|Error: Requires permission/, 'start-activity'],
  [/Permission Denial: opening provider/, 'provider'],
  [/does not meet the requirements to access device identifiers|READ_PHONE_STATE|Device IMEI: Permission denied/, 'identifier'],
  [/WRITE_SECURE_SETTINGS/, 'write-settings'],
  [/adbd cannot run as root in production builds/, 'root'],
  [/inaccessible or not found|: not found$/m, 'unknown-command'],
  [/SecurityException|Security exception:|Permission denied/, 'other'],
]; // prettier-ignore

/** Tells a refusal from the words of an answer; null when nothing was refused. */
export const refusalIn = (answer: string): Refusal | null =>
  SIGNS.find(([sign]) => sign.test(answer.slice(0, 20_000)))?.[1] ?? null;
