import type { CaptureSink } from '#model/capture-sink';

/** A sink that passes everything on and remembers which URLs of one host were asked for. */
export type Watched = { readonly sink: CaptureSink; wasAsked(url: string): boolean };

/** Watches a sink for requests to a host. */
export const watchRequests = (sink: CaptureSink, host: string): Watched => {
  const asked = new Set<string>();
  return {
    sink: {
      event: (event) => {
        if (event.type === 'http.req' && event.url.includes(`//${host}/`)) asked.add(event.url);
        sink.event(event);
      },
      bytes: (chunk) => sink.bytes(chunk),
      pendingBytes: () => sink.pendingBytes(),
    },
    wasAsked: (url) => asked.has(url),
  };
};
