const at = (offset: number, text: string): { readonly offset: number; readonly bytes: Buffer } => ({
  offset,
  bytes: Buffer.from(text, 'latin1'),
});

// First bytes of formats whose own compression hides nothing of the handset's. Archives that are not undone
// (xz, 7z, bzip2, rar) are not here: they stay unread.
const MAGICS = [
  at(0, '\x89PNG\r\n'),
  at(0, '\xff\xd8\xff'),
  at(0, 'GIF8'),
  at(8, 'WEBP'),
  at(8, 'WAVE'),
  at(8, 'AIFF'),
  at(8, 'AIFC'),
  at(0, '.snd'),
  at(4, 'ftyp'),
  at(0, 'OggS'),
  at(0, 'ID3'),
  at(0, 'fLaC'),
  at(0, '#!AMR'),
  at(0, '\x1aE\xdf\xa3'),
  at(0, 'wOFF'),
  at(0, 'wOF2'),
  at(0, 'OTTO'),
  at(0, '\x00\x01\x00\x00\x00'),
  at(0, '%PDF'),
  at(0, '\x7fELF'),
  at(0, 'dex\n'),
  at(0, 'SQLite format 3'),
] as const;

/** Whether bytes begin like an image, sound, film, font or program. */
export const isMedia = (bytes: Uint8Array): boolean => {
  for (const { offset, bytes: magic } of MAGICS)
    if (bytes[offset] === magic[0] && magic.every((byte, index) => bytes[offset + index] === byte))
      return true;
  return false;
};

const HEADS_ANYWHERE = ['ffd8ff', '89504e47', '66747970', '52494646', '4f676753'].map((head) =>
  Buffer.from(head, 'hex'),
);

/** Whether a picture, sound or film may begin somewhere in some bytes: JPEG, PNG, ISO media, RIFF, Ogg. */
export const holdsMedia = (bytes: Buffer): boolean => HEADS_ANYWHERE.some((head) => bytes.includes(head));
