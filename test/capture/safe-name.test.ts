import { expect, test } from 'vitest';
import { safeNameFrom } from '#capture/safe-name';

test.each([
  ['/x/y/traffic.har', 'traffic.har'],
  ['redmi-note-4@miui-9.5.1', 'redmi-note-4@miui-9.5.1'],
  ['2026-11-22-run.har', '2026-11-22-run.har'],
  ['20261122-101530.har', '20261122-101530.har'],
  ['20261122101530.pcap', '20261122101530.pcap'],
  ['861234567890123.har', '•••.har'],
  ['phone +91 98765 43210.har', 'phone •••.har'],
  ['jane.doe@example.com.har', '•••.har'],
  ['for jane@example.com.pcapng', 'for •••.pcapng'],
  ['00:11:22:aa:bb:cc.har', '•••.har'],
  ['id-9774d56d682e549c.har', 'id-•••.har'],
  ['deadbeefcafe.har', 'deadbeefcafe.har'],
])('%s is shown as %s', (path, name) => {
  expect(safeNameFrom(path)).toBe(name);
});
