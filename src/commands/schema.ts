import { z } from 'zod';
import type { Console } from './console.ts';
import { Failure } from '#model/failure';
import { SCHEMAS } from '#model/schemas';

/** `schema NAME`: the JSON Schema (draft 2020-12) of one of phonehome's files. Returns the exit code. */
export const schema = (name: string, console: Console): number => {
  if (!Object.hasOwn(SCHEMAS, name) || SCHEMAS[name] === undefined) {
    throw new Failure('usage', `there is no schema "${name.slice(0, 40)}"`, {
      remedy: `give one of ${Object.keys(SCHEMAS).join(', ')}`,
    });
  }
  console.print(`${JSON.stringify(z.toJSONSchema(SCHEMAS[name], { io: 'input' }), null, 2)}\n`);
  return 0;
};
