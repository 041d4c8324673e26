import { Failure } from '#model/failure';
import type { LoadedFlow } from '#model/flow';
import type { FileSource } from '../file-source.ts';
import { foldEvents } from '../flow-from.ts';
import type { Input } from '../input.ts';
import { createLosses } from '../losses.ts';
import { createFrameDecoder } from './decode-frame.ts';
import type { Decrypter } from './decrypter.ts';
import { type Handset, startSurvey } from './handset.ts';
import { checkKeyLog } from './key-log.ts';
import { type Reading, readFlows } from './read-flows.ts';
import { type PacketFacts, readPackets, startPacketFacts } from './read-packets.ts';
import { startTlsPorts } from './tls-ports.ts';
import { requireTshark, startTshark } from './tshark.ts';

const startReading = (): Reading => {
  const losses = createLosses();
  return { losses, fold: foldEvents(losses), notes: [], startedAtMs: null, isCut: false };
};

/** What a first look at the whole file tells. */
type Facts = {
  readonly handset: Handset;
  readonly tlsPorts: readonly number[];
  readonly packets: PacketFacts;
};

const look = async (file: FileSource): Promise<Facts> => {
  const survey = startSurvey();
  const packets = startPacketFacts();
  const ports = startTlsPorts();
  const decode = createFrameDecoder();
  for await (const batch of readPackets(file, packets))
    for (const packet of batch) {
      const decoded = decode(packet);
      survey.take(decoded);
      ports.take(decoded);
    }
  if (packets.packets > 0) return { handset: survey.end(), tlsPorts: ports.list(), packets };
  const place = { file: file.name };
  if (packets.fault === null)
    throw new Failure('empty-input', `${file.name} holds no packet`, {
      place,
      remedy: 'record the traffic again',
    });
  throw new Failure('not-parsable', `${file.name} holds no whole packet: ${packets.fault.why}`, {
    place,
    remedy: 'record the traffic again, or copy the whole file',
  });
};

const hasTshark = (): Promise<boolean> =>
  requireTshark().then(
    () => true,
    () => false,
  );

/** tshark where there are keys, in a key log or in the file itself; null where there are none. */
const startDecrypter = async (
  { path }: FileSource,
  { losses }: Reading,
  { tlsPorts: ports, packets }: Facts,
  keyLog: string | null,
): Promise<Decrypter | null> => {
  if (ports.length === 0 || (keyLog === null && !packets.holdsTlsKeys)) return null;
  if (keyLog !== null || (await hasTshark())) return startTshark({ path, keyLog, ports, losses });
  losses.add(
    'TLS',
    'the file holds its keys, but tshark is not installed to use them: apt-get install tshark',
  );
  return null;
};

const CUT_OFF = { id: 'cut-off', host: '', class: 'gap', bytesOut: 0, control: false } as const;

/**
 * Opens a pcap or pcapng file. Plain HTTP is read, names come from DNS and ClientHellos; TLS is read by tshark where its keys
 * are in the key log given or in the file; all else is counted as unread. The file is read twice: which side is the handset
 * is only known once all of it was seen.
 * @throws Failure empty-input, not-parsable; for a key log not-found, not-readable, not-parsable, environment
 */
export const openPcap = async (file: FileSource, keyLogPath: string | null = null): Promise<Input> => {
  const keyLog = keyLogPath === null ? null : await checkKeyLog(keyLogPath);
  if (keyLog !== null) await requireTshark();
  const facts = await look(file);
  let reading = startReading();
  async function* flows(own: Reading): AsyncGenerator<LoadedFlow> {
    await using decrypter = await startDecrypter(file, own, facts, keyLog);
    yield* readFlows(file, own, facts.handset, decrypter);
  }
  return {
    name: file.name,
    format: 'pcap',
    get sha256() {
      return file.sha256();
    },
    session: null,
    marks: [],
    canaries: null,
    startedAtMs: () => reading.startedAtMs,
    flows: () => {
      reading = startReading();
      return flows(reading);
    },
    ledger: () => ({
      connections: [...reading.fold.connections(), ...(reading.isCut ? [CUT_OFF] : [])],
      losses: reading.losses.list(),
      notes: [...reading.notes],
    }),
    byteLength: file.byteLength,
    readBytes: file.readBytes,
  };
};
