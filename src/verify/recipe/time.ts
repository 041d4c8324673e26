const LENGTHS: Readonly<Record<string, { readonly ms: number; readonly isoLength: number }>> = {
  minute: { ms: 60_000, isoLength: 16 },
  hour: { ms: 3_600_000, isoLength: 13 },
  day: { ms: 86_400_000, isoLength: 10 },
};

const NAMED = /^time\[(minute|hour|day)([+-]1)?,(seconds|ms|count|iso|text|digits)\]$/;

/** The text that a recipe's `time[hour-1,seconds]` stands for at a moment (ms since the epoch); null for no such name. */
export const timeText = (name: string, wallMs: number): string | null => {
  const [, unit = '', neighbour = '0', form] = NAMED.exec(name) ?? [];
  const bucket = LENGTHS[unit];
  if (bucket === undefined) return null;
  const count = Math.floor(wallMs / bucket.ms) + Number(neighbour);
  const startMs = count * bucket.ms;
  const iso = Math.abs(startMs) > 8.64e15 ? '' : new Date(startMs).toISOString().slice(0, bucket.isoLength);
  switch (form) {
    case 'seconds':
      return String(startMs / 1000);
    case 'ms':
      return String(startMs);
    case 'count':
      return String(count);
    case 'iso':
      return iso;
    case 'text':
      return iso.replace('T', ' ');
    default:
      return iso.replace(/\D/g, '');
  }
};
