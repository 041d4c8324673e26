/** What a request's own signature is made over. */
export type Signed = {
  readonly method: string;
  /** As it was sent, encoded. */
  readonly path: string;
  /** By name, decoded once: of query and body together, and of each by itself, since a body may be no form. */
  readonly values: readonly ReadonlyMap<string, string>[];
};

/** What undoing one link may need besides the bytes that it takes. */
export type Scene = {
  /** Of the link; '' where it has none. */
  readonly path: string;
  /** The layers that led here, whole, the innermost last. */
  readonly trail: readonly Buffer[];
  /** Keys that the capture's own sign-ins handed out, newest first. */
  readonly keys: readonly Buffer[];
  /** What the request's own signature is made over; worked out when it is asked for. */
  readonly signed: () => Signed;
  /** Bytes that may be made at most. */
  readonly most: number;
};

/** Undoes one step of a route; null for bytes that are not of its form. Never throws, never alters its input. */
export type Undo = (taken: Buffer, scene: Scene) => Buffer | null;

/** The steps that only cut a field out: what they take is what they give. */
export const asItStands: Undo = (taken) => taken;
