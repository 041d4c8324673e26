import {
  type ByteQueue,
  dropBytes,
  pushBytes,
  queuedBytes,
  startByteQueue,
  viewQueue,
} from './byte-queue.ts';
import type { Dialogue } from './dialogue.ts';
import { type DnsMessage, readDns } from './dns.ts';

/** Takes the messages off the front of a stream: each has its length before it (RFC 1035 4.2.2). */
const takeMessages = (queue: ByteQueue, take: (message: DnsMessage | null) => void): void => {
  while (queuedBytes(queue) >= 2) {
    const bytes = viewQueue(queue);
    const end = 2 + bytes.readUInt16BE(0);
    if (bytes.length < end) return;
    take(readDns(bytes.subarray(2, end)));
    dropBytes(queue, end);
  }
};

/** DNS over TCP. `isWhole` says at the end whether the handset said nothing but look-ups that were read. */
export const createDnsTalk = (
  learn: (answer: DnsMessage) => void,
): Dialogue & { readonly isWhole: () => boolean } => {
  const queues = { out: startByteQueue(), in: startByteQueue() };
  let isWhole = true;
  return {
    take: (direction, bytes) => {
      pushBytes(queues[direction], bytes);
      takeMessages(queues[direction], (message) => {
        if (direction === 'out') isWhole &&= message !== null && !message.isAnswer;
        else if (message?.isAnswer === true) learn(message);
      });
    },
    lose: () => {
      isWhole = false;
    },
    end: () => undefined,
    isWhole: () => isWhole && queuedBytes(queues.out) === 0,
  };
};
