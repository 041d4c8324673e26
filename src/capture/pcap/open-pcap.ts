import { Failure } from '#model/failure';
import type { LoadedFlow } from '#model/flow';
import type { FileSource } from '../file-source.ts';
import { foldEvents } from '../flow-from.ts';
import type { Input } from '../input.ts';
import { createLosses } from '../losses.ts';
import { createFrameDecoder } from './decode-frame.ts';
import { type Handset, startSurvey } from './handset.ts';
import { type Reading, readFlows } from './read-flows.ts';
import { type PacketFacts, readPackets, startPacketFacts } from './read-packets.ts';

const startReading = (): Reading => {
  const losses = createLosses();
  return { losses, fold: foldEvents(losses), startedAtMs: null, isCut: false };
};

/** What a first look at the whole file tells. */
type Facts = { readonly handset: Handset; readonly packets: PacketFacts };

const look = async (file: FileSource): Promise<Facts> => {
  const survey = startSurvey();
  const packets = startPacketFacts();
  const decode = createFrameDecoder();
  for await (const batch of readPackets(file, packets))
    for (const packet of batch) survey.take(decode(packet));
  if (packets.packets > 0) return { handset: survey.end(), packets };
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

/**
 * Opens a pcap or pcapng file. Plain HTTP is read, names come from DNS and ClientHellos, all else is counted as unread.
 * The file is read twice: which side is the handset is only known once all of it was seen.
 * @throws Failure empty-input, not-parsable
 */
export const openPcap = (file: FileSource): Input => {
  let reading = startReading();
  let facts: Facts | null = null;
  async function* flows(): AsyncGenerator<LoadedFlow> {
    facts ??= await look(file);
    yield* readFlows(file, reading, facts.handset, null);
  }
  const cutOff = { id: 'cut-off', host: '', class: 'gap', bytesOut: 0, control: false } as const;
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
      return flows();
    },
    ledger: () => ({
      connections: [...reading.fold.connections(), ...(reading.isCut ? [cutOff] : [])],
      losses: reading.losses.list(),
    }),
    byteLength: file.byteLength,
    readBytes: file.readBytes,
  };
};
