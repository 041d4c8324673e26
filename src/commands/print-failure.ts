import type { Console } from './console.ts';
import { Failure } from '#model/failure';
import { inertDocument } from '#report/inert';

const placeOf = ({ place }: Failure): string => {
  const position = [place.line, place.column].filter((part) => part !== undefined).map(String);
  return [place.file, ...position].filter((part) => part !== undefined).join(':');
};

const ofFailure = (failure: Failure) => ({
  code: failure.code,
  message: failure.message,
  place: failure.place,
  remedy: failure.remedy ?? null,
});

/** Says what went wrong, where, and what to do; a fault of ours asks to be reported, without its data. */
export const printFailure = (error: unknown, console: Console): void => {
  const failure =
    error instanceof Failure
      ? error
      : new Failure('environment', `unexpected fault: ${error instanceof Error ? error.name : 'unknown'}`, {
          remedy: 'this is a fault of phonehome: run again with PHONEHOME_DEBUG=1 and report the stack',
          cause: error,
        });
  if (console.json) console.print(`${JSON.stringify({ error: ofFailure(failure) })}\n`);
  const place = placeOf(failure);
  const remedy = failure.remedy === undefined ? '' : `\n  ${failure.remedy}`;
  console.close(inertDocument(`phonehome: ${place === '' ? '' : `${place}: `}${failure.message}${remedy}`));
  if (process.env['PHONEHOME_DEBUG'] === '1' && error instanceof Error)
    console.close(inertDocument(error.stack ?? ''));
};
