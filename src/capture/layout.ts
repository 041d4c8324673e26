/** The names of the files of a capture folder. */
export const CAPTURE_FILES = {
  session: 'session.json',
  events: 'events.jsonl',
  bodies: 'bodies.bin',
  marks: 'marks.jsonl',
  canaries: 'canaries.json',
  manifest: 'manifest.json',
  screens: 'screens',
} as const;

/** Readable by the owner only: a capture holds personal data. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;
