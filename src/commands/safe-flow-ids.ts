import type { Input } from '#capture/input';
import type { Scrub } from '#audit/mask';

/** An address or an international number: no tool names flows so. */
const PERSONAL = /@[^@]*\.[a-z]|\+\d{7}/iu;

/**
 * The input with flows renamed whose own id, which whoever wrote a HAR chose, holds a known value or an address:
 * `masked-<index>`, 0-based, in the order of the flows, so that a report and what verifies it mean the same one.
 */
export const withSafeFlowIds = (input: Input, scrub: Scrub): Input => ({
  ...input,
  // Of a file it is known only once its flows have been read.
  get sha256() {
    return input.sha256;
  },
  async *flows() {
    let index = 0;
    for await (const loaded of input.flows()) {
      const { id } = loaded.flow;
      yield scrub(id) === id && !PERSONAL.test(id)
        ? loaded
        : { ...loaded, flow: { ...loaded.flow, id: `masked-${String(index)}` } };
      index += 1;
    }
  },
});
