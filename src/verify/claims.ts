import type { Flow, LoadedFlow } from '#model/flow';
import type { Finding } from '#model/finding';
import { isNamedLike } from './roots.ts';

const transportOf = (flow: Flow): Finding['transport'] =>
  flow.kind === 'http' && /^(?:http|ws):/i.test(flow.url) ? 'http' : 'https';

const hostsOf = (flow: Flow): readonly string[] => {
  const { sni, host } = flow.destination;
  const [, authority = ''] =
    flow.kind === 'http' ? (/^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(flow.url) ?? []) : [];
  const ofUrl = authority.replace(/^.*@/s, '').replace(/:\d+$/, '');
  return [sni ?? '', host, ofUrl].filter((name) => name !== '').map((name) => name.toLowerCase());
};

/** What a finding says of its flow besides where the value stands, and is not so; null where all is so. */
export const wrongClaim = (finding: Finding, host: string | null, { flow }: LoadedFlow): string | null => {
  if (finding.atMs !== flow.atMs) return 'the flow was sent at another time';
  if (finding.transport !== transportOf(flow)) return 'the flow went over another transport';
  if (host === null) return 'the report does not say who received it';
  const hosts = hostsOf(flow);
  return hosts.length === 0 || hosts.some((name) => isNamedLike(name, host))
    ? null
    : 'the flow went to another host';
};
