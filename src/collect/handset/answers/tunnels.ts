/** One row of `adb reverse --list`: a port of the handset and where it leads. */
export type Tunnel = { readonly remote: string; readonly local: string };

/** Reads `adb reverse --list`: `UsbFfs tcp:8080 tcp:5650`, the transport's name first. */
export const parseTunnels = (text: string): Tunnel[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [, remote, local] = /^\S+ (\S+) (\S+)$/.exec(line.trim()) ?? [];
    return remote === undefined || local === undefined ? [] : [{ remote, local }];
  });
