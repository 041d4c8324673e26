import type { FlowRow } from '#model/report';
import { bytes, clock, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { LeftOut, Section, Table } from './elements.tsx';
import { hostOf, type View } from './view.ts';

/** Flows that bear a finding or were not read come first into a page that cannot hold all. */
const choose = ({ report, caps, findingsByFlow }: View): readonly FlowRow[] => {
  const telling: FlowRow[] = [];
  const others: FlowRow[] = [];
  for (const flow of report.flows) {
    const list = flow.read && !findingsByFlow.has(flow.id) ? others : telling;
    if (list.length < caps.flows) list.push(flow);
    if (telling.length === caps.flows) break;
  }
  return [...telling, ...others].slice(0, caps.flows).sort((a, b) => a.atMs - b.atMs);
};

const Row = ({ view, flow }: { readonly view: View; readonly flow: FlowRow }) => (
  <tr>
    <td class="amount">{clock(flow.atMs)}</td>
    <td class="host">{hostOf(view, flow.recipientId)}</td>
    <td>
      <code>
        {cut(flow.method, 20)} {cut(flow.urlMasked, Math.min(200, view.caps.text))}
      </code>
    </td>
    <td>{cut(flow.app ?? '–', 80)}</td>
    <td class="amount">{flow.status ?? '–'}</td>
    <td class="amount">{bytes(flow.bytesOut)}</td>
    <td>{flow.read ? 'read' : <strong class="unread-text">? not read</strong>}</td>
    <td class="amount">{number(view.findingsByFlow.get(flow.id) ?? 0)}</td>
  </tr>
);

/** The requests, collapsed; capped where the page could not hold them. */
export const Flows = ({ view }: { readonly view: View }) => {
  const total = view.report.flows.length;
  const shown = total <= view.caps.flows ? [...view.report.flows] : choose(view);
  return (
    <Section id="flows" title="Requests">
      {total === 0 ? <p class="empty">No request was seen.</p> : null}
      {total === 0 ? null : (
        <details>
          <summary>{counted(total, 'request')}, personal values masked</summary>
          {shown.length < total ? (
            <p>Requests with a finding and unread ones are listed first, then the earliest.</p>
          ) : null}
          <Table
            label="Requests"
            heads={['At', 'Recipient', 'Request', 'App', 'Status', 'Bytes out', 'Read', 'Findings']}
            class="flows"
          >
            {shown.map((flow) => (
              <Row key={flow.id} view={view} flow={flow} />
            ))}
          </Table>
        </details>
      )}
      <LeftOut shown={shown.length} total={total} what="requests" />
    </Section>
  );
};
