import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { Failure } from '#model/failure';
import { twinSchema } from '#model/twin';
import { serveControl } from './control-channel.ts';
import { startTwin } from './twin.ts';

const portSchema = z.int().min(1).max(65_535);

/** The first line of stdin: how the twin of this process is started. */
const optionsSchema = z.strictObject({
  twin: twinSchema,
  port: z.int().min(0).max(65_535).default(0),
  startMs: z.number().optional(),
  ticks: z.boolean().default(true),
  ledgerFile: z.string().optional(),
  systemCertificates: z.array(z.string()).default([]),
  network: z.strictObject({ httpPort: portSchema, httpsPort: portSchema }).optional(),
});

/**
 * A twin in a process of its own. stdin: its options, then control requests; stdout: where it listens, then the
 * answers; one JSON object a line. It ends when stdin does, so that it never outlives its parent.
 */
const runTwinProcess = async (): Promise<void> => {
  const requests = new PassThrough();
  const lines = createInterface({ input: process.stdin });
  const first = new Promise<string>((resolve) => {
    lines.once('line', (line) => {
      lines.on('line', (request) => requests.write(`${request}\n`));
      resolve(line);
    });
  });
  lines.once('close', () => requests.end());
  const { startMs, ledgerFile, network, ...options } = optionsSchema.parse(JSON.parse(await first));
  await using twin = await startTwin({
    ...options,
    ...(startMs === undefined ? {} : { startMs }),
    ...(ledgerFile === undefined ? {} : { ledgerFile }),
    ...(network === undefined ? {} : { network }),
  });
  process.stdout.write(`${JSON.stringify({ address: twin.address, port: twin.port })}\n`);
  await serveControl(twin.control, requests, process.stdout);
};

process.on('SIGINT', () => undefined);
runTwinProcess().then(
  () => process.exit(0),
  (fault: unknown) => {
    const { message, remedy } =
      fault instanceof Failure ? fault : { message: String(fault), remedy: undefined };
    process.stdout.write(`${JSON.stringify({ fault: message, remedy })}\n`, () => process.exit(3));
  },
);
