import type { LoadedFlow } from '#model/flow';
import { target } from './roots.ts';
import { formValues } from './undo/form-values.ts';

/** What a request's own signature is made over. */
export type Signed = {
  readonly method: string;
  /** As it was sent, encoded. */
  readonly path: string;
  /** By name, decoded once: of query and body together, and of each by itself, since a body may be no form. */
  readonly values: readonly ReadonlyMap<string, string>[];
};

/** Of a flow that is no request, nothing. */
export const UNSIGNED: Signed = { method: '', path: '', values: [] };

/** What the signature of a flow's request would be made over. */
export const signedOf = ({ flow, requestBody }: LoadedFlow): Signed => {
  if (flow.kind !== 'http') return UNSIGNED;
  const { path, query } = target(flow.url);
  const inQuery = formValues(Buffer.from(query, 'latin1'));
  const inBody = formValues(Buffer.from(requestBody));
  return { method: flow.method, path, values: [new Map([...inQuery, ...inBody]), inQuery, inBody] };
};
