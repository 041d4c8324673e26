/** What software sends instead of a value that it may not read; in small letters, without separators. */
const FILLERS: ReadonlySet<string> = new Set([
  ...[
    '',
    'unknown',
    'null',
    'none',
    'na',
    'n/a',
    'nil',
    'nan',
    'undefined',
    'default',
    'unavailable',
    'unset',
  ],
  ...['notavailable', 'notset', 'empty', 'true', 'false', 'anonymous', '<unknownssid>', 'unknownssid'],
  // The serial number of handsets to which none was given (MediaTek and Qualcomm reference firmware).
  '0123456789abcdef',
  // WifiInfo.getMacAddress since Android 6, WifiInfo.getBSSID without permission (AOSP WifiInfo.java).
  '020000000000',
]);

/** Whether a value stands for *no value*: a well-known filler, or one character repeated. */
export const isPlaceholder = (value: string): boolean => {
  const bare = value.toLowerCase().replace(/[\s:._\-"'{}]/g, '');
  return FILLERS.has(bare) || /^(.)\1*$/u.test(bare);
};
