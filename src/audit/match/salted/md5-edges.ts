import {
  type Edges,
  type EdgeWriter,
  INNER_PAD,
  longestOf,
  MOST_SALT_BYTES,
  OUTER_PAD,
  padKey,
} from './edges.ts';
import { digestBlocks, endMessage, makeMessage, type Message, MD5_START, wordOf } from './md5.ts';
import { JOINED_FORMS, JOINTS, SALT_FORMS } from './salt-digests.ts';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 16;

const write = ({ heads, ends, middles }: Edges, at: number, state: Int32Array): void => {
  heads[at] = wordOf(state, 0);
  middles[at] = wordOf(state, 1);
  ends[at] = wordOf(state, 3);
};

/** A message that was ended, and how many blocks it has. */
type Ended = { readonly message: Message; readonly blocks: number };

// What follows the key's block in an HMAC.
const endedBehindKey = (content: Uint8Array): Ended => {
  const message = makeMessage(content.length);
  message.bytes.set(content);
  return { message, blocks: endMessage(message, content.length, BLOCK_BYTES) };
};

/** Digests contents, by their index, under a key of no more than a block: its blocks are digested once for all. */
const makeKeyed = (contents: readonly Uint8Array[]) => {
  const ended = contents.map(endedBehindKey);
  const last = endedBehindKey(new Uint8Array(DIGEST_BYTES));
  const block = makeMessage(0);
  const [inner, outer] = [MD5_START.slice(), MD5_START.slice()];
  const useKey = (key: Uint8Array): void => {
    padKey(key, block.bytes, INNER_PAD, BLOCK_BYTES);
    digestBlocks(inner, MD5_START, block, 1);
    padKey(key, block.bytes, OUTER_PAD, BLOCK_BYTES);
    digestBlocks(outer, MD5_START, block, 1);
  };
  const digest = (state: Int32Array, index: number): void => {
    const content = ended[index] ?? last;
    digestBlocks(state, inner, content.message, content.blocks);
    last.message.words.set(state);
    digestBlocks(state, outer, last.message, last.blocks);
  };
  return { useKey, digest };
};

/** As `makeEdgeWriter`, of MD5. */
export const makeMd5EdgeWriter = (values: readonly Uint8Array[]): EdgeWriter => {
  const room = MOST_SALT_BYTES + longestOf(values);
  const front = makeMessage(room);
  const back = makeMessage(room);
  const state = MD5_START.slice();
  const keyed = makeKeyed(values);
  return (_, salt, edges) => {
    keyed.useKey(salt);
    front.bytes.set(salt);
    values.forEach((value, index) => {
      const length = salt.length + value.length;
      const at = index * SALT_FORMS.length;
      front.bytes.set(value, salt.length);
      digestBlocks(state, MD5_START, front, endMessage(front, length));
      write(edges, at, state);
      back.bytes.set(value);
      back.bytes.set(salt, value.length);
      digestBlocks(state, MD5_START, back, endMessage(back, length));
      write(edges, at + 1, state);
      keyed.digest(state, index);
      write(edges, at + 2, state);
    });
  };
};

const JOINT_BYTES = JOINTS.map((joint) => joint.charCodeAt(0));

/** As `makeJoinedEdgeWriter`, of MD5. */
export const makeMd5JoinedEdgeWriter = (values: readonly Uint8Array[]): EdgeWriter => {
  const room = MOST_SALT_BYTES + 1 + longestOf(values);
  const front = makeMessage(room);
  const back = makeMessage(room);
  const state = MD5_START.slice();
  return (_, salt, edges) => {
    front.bytes.set(salt);
    values.forEach((value, index) => {
      const length = salt.length + 1 + value.length;
      front.bytes.set(value, salt.length + 1);
      back.bytes.set(value);
      back.bytes.set(salt, value.length + 1);
      const [frontBlocks, backBlocks] = [endMessage(front, length), endMessage(back, length)];
      let at = index * JOINED_FORMS.length;
      for (const joint of JOINT_BYTES) {
        front.bytes[salt.length] = joint;
        digestBlocks(state, MD5_START, front, frontBlocks);
        write(edges, at++, state);
        back.bytes[value.length] = joint;
        digestBlocks(state, MD5_START, back, backBlocks);
        write(edges, at++, state);
      }
    });
  };
};
