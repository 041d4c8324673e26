import { type DataClass, PUBLIC_CLASSES } from '#model/data-class';

const MOST_SHOWN = 4;

/** Whether this is how a report shows a value: at most a quarter of its characters, of a message only its length. */
export const isMaskOf = (masked: string, dataClass: DataClass, value: string): boolean => {
  if (PUBLIC_CLASSES.has(dataClass)) return masked === value;
  const characters = [...value];
  if (dataClass === 'sms.body') return masked.startsWith(`text of ${characters.length} characters, `);
  const shown = Math.min(MOST_SHOWN, Math.floor(characters.length / 4));
  const head = characters.slice(0, Math.ceil(shown / 2));
  const tail = characters.slice(characters.length - Math.floor(shown / 2));
  return masked === `${head.join('')}•••${tail.join('')}`;
};
