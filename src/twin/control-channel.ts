import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { Failure } from '#model/failure';
import type { TwinControl, TwinSnapshot } from './control.ts';
import type { LedgerLine } from '#model/ledger';

const e164 = z.string().max(40);

/** One line to the twin. `id` comes back with the answer. */
const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({
    id: z.int(),
    method: z.literal('stimulate'),
    stimulus: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('incoming-sms'), from: e164, text: z.string().max(10_000) }),
      z.strictObject({ kind: z.literal('incoming-call'), from: e164 }),
    ]),
  }),
  z.strictObject({ id: z.int(), method: z.literal('advance'), byMs: z.number().nonnegative() }),
  z.strictObject({
    id: z.int(),
    method: z.literal('fault'),
    kind: z.enum(['kill-automation', 'drop-adb', 'vanish', 'return']),
  }),
  z.strictObject({
    id: z.int(),
    method: z.enum(['hangUp', 'now', 'reboot', 'snapshot', 'unknownCommands', 'faults', 'ledger']),
  }),
]);

type Request = z.infer<typeof requestSchema>;

const perform = (control: TwinControl, request: Request): Promise<unknown> => {
  switch (request.method) {
    case 'stimulate':
      return control.stimulate(request.stimulus);
    case 'advance':
      return control.advance(request.byMs);
    case 'fault':
      return control.fault(request.kind);
    default:
      return control[request.method]();
  }
};

type Reply = { readonly id: number; readonly result?: unknown; readonly error?: string };

const answer = async (control: TwinControl, line: string): Promise<Reply> => {
  try {
    const request = requestSchema.parse(JSON.parse(line));
    return { id: request.id, result: (await perform(control, request)) ?? null };
  } catch (fault) {
    return { id: -1, error: String(fault) };
  }
};

/** Answers control requests, a JSON object a line, one after the other; resolves when the input ends. */
export const serveControl = async (
  control: TwinControl,
  input: Readable,
  output: Writable,
): Promise<void> => {
  for await (const line of createInterface({ input }))
    output.write(`${JSON.stringify(await answer(control, line))}\n`);
};

const replySchema = z.object({ id: z.int(), result: z.unknown(), error: z.string().optional() });

type Pending = { readonly resolve: (result: unknown) => void; readonly reject: (fault: Failure) => void };

const lost = (): Failure => new Failure('handset-lost', 'the twin has ended');

/** Sends one request a line and gives each its answer; all that wait fail when the other side has gone. */
const createCaller = (input: Readable, output: Writable): ((request: object) => Promise<unknown>) => {
  const waiting = new Map<number, Pending>();
  let lastId = 0;
  let hasEnded = false;
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    const { id, result, error } = replySchema.parse(JSON.parse(line));
    // A request that could not be read is answered without its id: it is the oldest.
    const known = id === -1 ? [...waiting.keys()][0] : id;
    const pending = known === undefined ? undefined : waiting.get(known);
    if (known !== undefined) waiting.delete(known);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(new Failure('environment', `the twin refused a request: ${error}`));
  });
  lines.on('close', () => {
    hasEnded = true;
    for (const { reject } of waiting.values()) reject(lost());
    waiting.clear();
  });
  output.on('error', () => undefined);
  return (request) =>
    new Promise((resolve, reject) => {
      if (hasEnded) {
        reject(lost());
        return;
      }
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      output.write(`${JSON.stringify({ id, ...request })}\n`);
    });
};

/** The control of a twin in another process, over the two ends of its channel. */
export const connectControl = (input: Readable, output: Writable): TwinControl => {
  const call = createCaller(input, output);
  return {
    stimulate: async (stimulus) => {
      await call({ method: 'stimulate', stimulus });
    },
    hangUp: async () => {
      await call({ method: 'hangUp' });
    },
    advance: async (byMs) => Number(await call({ method: 'advance', byMs })),
    now: async () => Number(await call({ method: 'now' })),
    reboot: async () => {
      await call({ method: 'reboot' });
    },
    fault: async (kind) => {
      await call({ method: 'fault', kind });
    },
    snapshot: async () => (await call({ method: 'snapshot' })) as TwinSnapshot,
    unknownCommands: async () => (await call({ method: 'unknownCommands' })) as readonly string[],
    faults: async () => (await call({ method: 'faults' })) as readonly string[],
    ledger: async () => (await call({ method: 'ledger' })) as readonly LedgerLine[],
  };
};
