const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Gives a count with thousands set apart: `12,345`. */
export const number = (value: number): string => {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** Gives a count and its noun, in the plural where needed: `1 flow`, `2 flows`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** Gives a byte count in decimal units, three digits at least: `812 B`, `3.4 kB`. */
export const bytes = (byteLength: number): string => {
  let value = byteLength;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 ? String(value) : value.toFixed(value < 99.95 ? 1 : 0);
  return `${digits} ${UNITS[unit] ?? 'PB'}`;
};

/** Gives a share of 0 to 1 with one decimal; only nothing is 0 % and only all is 100 %. */
export const percent = (share: number): string => {
  if (share <= 0) return '0 %';
  if (share >= 1) return '100 %';
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
};

/** Gives a part of a whole in per cent; a dash where the whole is nothing. */
export const shareOf = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole));

/** Gives a moment of the session clock: `3:07`, `1:03:07`; below ten minutes with tenths, `3:07.2`. */
export const clock = (atMs: number): string => {
  const tenths = Math.floor(atMs / 100);
  const seconds = Math.floor(tenths / 10);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = pad(seconds % 60);
  if (hours > 0) return `${String(hours)}:${pad(minutes)}:${rest}`;
  return minutes < 10 ? `${String(minutes)}:${rest}.${String(tenths % 10)}` : `${String(minutes)}:${rest}`;
};

/** Gives a duration in the unit that fits: `32 seconds`, `41 minutes`. */
export const lasted = (minutes: number): string => {
  if (minutes === 0) return 'not known';
  return minutes < 2
    ? counted(Math.max(1, Math.round(minutes * 60)), 'second')
    : counted(Math.round(minutes), 'minute');
};

/** Gives a chance as a power of ten with two digits: `3.2e-12`. */
export const chance = (value: number): string =>
  value === 0 || (value >= 0.01 && value < 1000)
    ? String(Number(value.toPrecision(2)))
    : value.toExponential(1);
