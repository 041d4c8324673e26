import { Failure } from '#model/failure';

/** The Failure that a promise ends in; an assertion error when it ends otherwise. */
export const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const outcome = await promise.then(
    () => new Error('ended without a failure'),
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome;
  throw outcome;
};
