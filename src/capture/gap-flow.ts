import type { LoadedFlow } from '#model/flow';
import { NOWHERE } from './destination.ts';

const NONE = new Uint8Array(0);

/** Stands for something that left the handset and that an input could not give: never silence. */
export const gapFlow = (id: string, atMs: number, bytesOut: number): LoadedFlow => ({
  flow: {
    kind: 'opaque',
    id,
    atMs,
    connectionId: null,
    destination: NOWHERE,
    control: false,
    reason: 'gap',
    bytesOut,
    count: 1,
    body: null,
  },
  requestBody: NONE,
  responseBody: NONE,
  messages: [],
  opaque: NONE,
});
