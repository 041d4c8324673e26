import { createInterface } from 'node:readline';
import { readTwin } from '#devices/read-twin';
import { Failure } from '#model/failure';
import { SIMULATED_NOTICE } from '#model/report';
import type { TwinControl } from '#twin/control';
import { spawnTwin } from '#twin/spawn-twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
import type { Console } from './console.ts';
import { watchInterrupts } from './interrupts.ts';

/** The options of `twin` as the command line gives them. */
export type TwinCommandOptions = { readonly port?: string };

const HELP = 'sms NUMBER TEXT · call NUMBER · hang-up · advance MINUTES · reboot · ledger · quit';

const portFrom = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/u.test(text) && Number(text) < 65_536) return Number(text);
  throw new Failure('usage', '--port: a port is expected', { remedy: 'give a number from 1 to 65535' });
};

/** Does what a typed line asks for; gives what to show. */
const obey = async (control: TwinControl, line: string): Promise<string> => {
  const [verb = '', first = '', ...rest] = line.trim().split(/\s+/u);
  if (verb === 'sms' && rest.length > 0) {
    await control.stimulate({ kind: 'incoming-sms', from: first, text: rest.join(' ') });
    return 'the message has come in';
  }
  if (verb === 'call' && first !== '') {
    await control.stimulate({ kind: 'incoming-call', from: first });
    return 'it rings';
  }
  if (verb === 'advance' && /^\d{1,5}$/u.test(first))
    return new Date(await control.advance(Number(first) * 60_000)).toISOString();
  if (verb === 'ledger') return (await control.ledger()).map((entry) => JSON.stringify(entry)).join('\n');
  if (verb === 'hang-up') return control.hangUp().then(() => 'the other side has hung up');
  if (verb === 'reboot') return control.reboot().then(() => 'it has started again');
  return HELP;
};

/** Input that ends within this time and without a line was never there: /dev/null, or closed by a script. */
const NO_INPUT_MS = 1000;

/** Resolves when the twin has ended or the program is interrupted. */
const over = (ended: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    void ended.then(resolve);
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

/**
 * Serves typed lines until `quit`, the end of input, an interruption or the end of the twin. Where there is no input to
 * begin with, only the latter two end it.
 */
const serve = async (
  control: TwinControl,
  ended: Promise<void>,
  signal: AbortSignal,
  console: Console,
): Promise<void> => {
  const lines = createInterface({ input: process.stdin });
  const stop = (): void => {
    lines.close();
  };
  signal.addEventListener('abort', stop);
  void ended.then(stop);
  const startMs = performance.now();
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (line.trim() === 'quit') break;
    if (line.trim() !== '') console.note(await obey(control, line));
  }
  lines.close();
  if (count === 0 && performance.now() - startMs < NO_INPUT_MS) await over(ended, signal);
};

/** `twin NAME@FIRMWARE`: keeps a twin up until it is told to quit. Returns the exit code. */
export const twin = async (name: string, options: TwinCommandOptions, console: Console): Promise<number> => {
  const port = portFrom(options.port);
  const read = await readTwin(name);
  using interrupts = watchInterrupts(() => undefined);
  await using vendor = await startVendorServer(read.firmware.addresses);
  const { network, caPem } = vendor;
  await using spawned = await spawnTwin({ twin: read, network, port, systemCertificates: [caPem] });
  console.note(SIMULATED_NOTICE);
  console.print(
    console.json
      ? `${JSON.stringify({ address: spawned.address, pid: spawned.pid })}\n`
      : `adb connect ${spawned.address}\n`,
  );
  console.note(`what it sends ends at a local server that plays its vendor\n${HELP}`);
  await serve(spawned.control, spawned.ended, interrupts.signal, console);
  return 0;
};
