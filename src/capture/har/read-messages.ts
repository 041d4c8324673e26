import type { WebSocketMessage } from '#model/flow';
import { type FieldReader, type JsonObject, isObject } from './json-field.ts';
import { type TextBytes, bytesFromBase64, bytesFromText } from './text-bytes.ts';

/** WebSocket messages with their bytes, one for one. */
export type ReadMessages = {
  readonly messages: readonly WebSocketMessage[];
  readonly bytes: readonly Uint8Array[];
  readonly faults: readonly string[];
};

const BINARY = 2;
const CLOSE = 8;

const bytesOf = (fields: FieldReader, row: JsonObject, opcode: number): TextBytes => {
  const text = fields.text(row, 'data') ?? '';
  const isBase64 = opcode === BINARY || fields.text(row, 'encoding')?.toLowerCase() === 'base64';
  return isBase64 ? bytesFromBase64(text) : bytesFromText(text, null);
};

/**
 * Reads `_webSocketMessages` as Chrome, mitmproxy and HTTP Toolkit write them: `type` is `send` or `receive`, `time`
 * is in seconds since the epoch, the data of opcode 2 is base64. Frames of control (8 and above) carry no message.
 * `toAtMs` turns ms since the epoch into session time.
 */
export const readMessages = (
  fields: FieldReader,
  entry: JsonObject,
  toAtMs: (epochMs: number | null) => number,
): ReadMessages => {
  const messages: WebSocketMessage[] = [];
  const bytes: Uint8Array[] = [];
  const faults: string[] = [];
  for (const row of fields.list(entry, '_webSocketMessages')) {
    if (!isObject(row)) continue;
    const opcode = fields.number(row, 'opcode') ?? 1;
    if (opcode >= CLOSE) continue;
    const decoded = bytesOf(fields, row, opcode);
    if (decoded.fault !== null) faults.push(`WebSocket message ${messages.length}: ${decoded.fault}`);
    const seconds = fields.number(row, 'time');
    bytes.push(decoded.bytes);
    messages.push({
      atMs: toAtMs(seconds === null ? null : seconds * 1000),
      direction: fields.text(row, 'type') === 'receive' ? 'in' : 'out',
      opcode: opcode === BINARY ? 'binary' : 'text',
      body: { spans: [], byteLength: decoded.bytes.length, sha256: null, truncated: false },
    });
  }
  return { messages, bytes, faults };
};
