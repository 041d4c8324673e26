import { openInput } from '#capture/open-input';
import type { Input } from '#capture/input';
import type { Connection, LoadedFlow, Loss } from '#model/flow';

/** An input read to its end. */
export type ReadInput = {
  readonly input: Input;
  readonly flows: readonly LoadedFlow[];
  readonly connections: readonly Connection[];
  readonly losses: readonly Loss[];
  readonly notes?: readonly string[];
};

/** Reads all of an open input. */
export const readAll = async (input: Input): Promise<ReadInput> => {
  const flows: LoadedFlow[] = [];
  for await (const flow of input.flows()) flows.push(flow);
  return { input, flows, ...input.ledger() };
};

/** Opens an input and reads all of it. */
export const readInput = async (path: string): Promise<ReadInput> => readAll(await openInput(path));
