/** Commands of the adb transport. Source: AOSP packages/modules/adb protocol.txt and adb.h. */
export const COMMANDS = {
  CNXN: 0x4e584e43,
  AUTH: 0x48545541,
  OPEN: 0x4e45504f,
  OKAY: 0x59414b4f,
  CLSE: 0x45534c43,
  WRTE: 0x45545257,
} as const;

export type Packet = {
  readonly command: number;
  readonly arg0: number;
  readonly arg1: number;
  readonly payload: Buffer;
};

const HEADER_LENGTH = 24;

/** Largest payload that either side may send. */
export const MAX_PAYLOAD = 1024 * 1024;

const checksum = (payload: Buffer): number => payload.reduce((sum, byte) => (sum + byte) >>> 0, 0);

/** The bytes of a packet; the checksum is only filled in where old hosts look at it. */
export const encodePacket = ({ command, arg0, arg1, payload }: Packet): Buffer => {
  const needsSum = command === COMMANDS.CNXN || command === COMMANDS.AUTH;
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt32LE(command, 0);
  header.writeUInt32LE(arg0, 4);
  header.writeUInt32LE(arg1, 8);
  header.writeUInt32LE(payload.length, 12);
  header.writeUInt32LE(needsSum ? checksum(payload) : 0, 16);
  header.writeUInt32LE((command ^ 0xffffffff) >>> 0, 20);
  return Buffer.concat([header, payload]);
};

/**
 * A reader of packets from chunks of any size. Gives null for bytes that are no packets: the connection is lost then.
 */
export const createPacketReader = (): ((chunk: Buffer) => readonly Packet[] | null) => {
  let pending: Buffer[] = [];
  let pendingLength = 0;
  let wanted = HEADER_LENGTH;
  return (chunk) => {
    pending.push(chunk);
    pendingLength += chunk.length;
    const packets: Packet[] = [];
    while (pendingLength >= wanted) {
      const bytes = pending.length === 1 ? (pending[0] ?? chunk) : Buffer.concat(pending);
      pending = [bytes];
      const command = bytes.readUInt32LE(0);
      const length = bytes.readUInt32LE(12);
      const isSound = bytes.readUInt32LE(20) === (command ^ 0xffffffff) >>> 0 && length <= MAX_PAYLOAD;
      if (!isSound) return null;
      if (bytes.length < HEADER_LENGTH + length) {
        wanted = HEADER_LENGTH + length;
        break;
      }
      const end = HEADER_LENGTH + length;
      const payload = bytes.subarray(HEADER_LENGTH, end);
      packets.push({ command, arg0: bytes.readUInt32LE(4), arg1: bytes.readUInt32LE(8), payload });
      pending = [bytes.subarray(end)];
      pendingLength = bytes.length - end;
      wanted = HEADER_LENGTH;
    }
    return packets;
  };
};
