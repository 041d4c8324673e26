import { bytes, clock, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { LeftOut, Section, Table } from './elements.tsx';
import { TimelineDrawing } from './timeline-drawing.tsx';
import { consentsOf, endOf, scaleOf, type ConsentSpan, type Step, stepsOf } from './timeline-scale.ts';
import { NOTHING_SENT, type Sent, sentInSteps } from './timeline-sent.ts';
import type { View } from './view.ts';

const LEAST_WIDTH = 900;
const MOST_STEPS = 200;

const consentAt = (consents: ReadonlyMap<string, readonly ConsentSpan[]>, atMs: number): string => {
  const byState = new Map<string, readonly string[]>();
  for (const [purpose, spans] of consents) {
    const state = spans.findLast(({ fromMs }) => fromMs <= atMs)?.state ?? 'not known';
    byState.set(state, [...(byState.get(state) ?? []), purpose]);
  }
  const namesOf = (purposes: readonly string[]): string =>
    byState.size === 1 && purposes.length > 1 ? 'all' : purposes.join(', ');
  return cut([...byState].map(([state, purposes]) => `${state}: ${namesOf(purposes)}`).join('; '), 400);
};

type RowProps = {
  readonly index: number;
  readonly step: Step;
  readonly sent: Sent;
  readonly consent: string;
};

const Row = ({ index, step, sent, consent }: RowProps) => (
  <tr>
    <td class="amount">{index + 1}</td>
    <th scope="row">
      {cut(step.step, 120)}
      <span class="soft">{cut(step.title, 200)}</span>
    </th>
    <td class="amount">
      {clock(step.fromMs)} – {clock(step.toMs)}
    </td>
    <td>{consent}</td>
    <td class="amount">
      {number(sent.requests)}, {bytes(sent.byteLength)}
    </td>
    <td class="amount">
      {sent.forbidden === 0 ? '0' : <strong class="no-text">✕ {number(sent.forbidden)}</strong>}
    </td>
    <td class="amount">{number(sent.allowed)}</td>
    <td class="amount">
      {sent.unread === 0 ? '0' : <strong class="unread-text">? {number(sent.unread)}</strong>}
    </td>
  </tr>
);

const StepTable = (props: {
  readonly view: View;
  readonly steps: readonly Step[];
  readonly consents: ReadonlyMap<string, readonly ConsentSpan[]>;
}) => {
  const shown = props.steps.slice(0, MOST_STEPS);
  const sent = sentInSteps(props.view.report, props.steps);
  return (
    <details>
      <summary>The timeline as a table: {counted(props.steps.length, 'step')}</summary>
      <Table
        label="Timeline as a table"
        heads={['No.', 'Step', 'Time', 'Consent', 'Requests', 'Outside policy', 'Allowed', 'Not read']}
      >
        {shown.map((step, index) => (
          <Row
            key={index}
            index={index}
            step={step}
            sent={sent[index] ?? NOTHING_SENT}
            consent={consentAt(props.consents, step.fromMs)}
          />
        ))}
      </Table>
      <p class="soft">What left between two steps is counted with the earlier one.</p>
      <LeftOut shown={shown.length} total={props.steps.length} what="steps" />
    </details>
  );
};

const StepNames = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.length === 0 ? null : (
    <ol class="step-names">
      {steps.slice(0, MOST_STEPS).map(({ step }, index) => (
        <li key={index}>{cut(step, 60)}</li>
      ))}
    </ol>
  );

const Key = () => (
  <ul class="key">
    <li>
      <span class="no-text">◆</span> finding outside the policy
    </li>
    <li>
      <span class="yes-text">○</span> allowed finding
    </li>
    <li>
      <span class="boxed">?</span> request not read
    </li>
    <li>bars: all requests</li>
  </ul>
);

/** What was sent when: steps and consents above, transmissions below, and the same as a table. */
export const Timeline = ({ view }: { readonly view: View }) => {
  const { marks } = view.report.session;
  const endMs = endOf(view.report);
  const steps = stepsOf(marks, endMs);
  const consents = consentsOf(marks, endMs);
  const scale = scaleOf(steps, endMs, LEAST_WIDTH);
  return (
    <Section
      id="timeline"
      title="Timeline"
      note={
        steps.length === 0
          ? 'The input holds no steps and no consents: only times are known.'
          : 'The axis is stretched so that short steps can be seen; times stand below it.'
      }
    >
      {endMs <= 1 ? (
        <p class="empty">All requests bear the same time: there is no course to draw.</p>
      ) : (
        <>
          <Key />
          <div class="scroll drawing" tabIndex={0} role="group" aria-label="Timeline drawing">
            <TimelineDrawing view={view} scale={scale} steps={steps} consents={consents} />
          </div>
        </>
      )}
      <StepNames steps={steps} />
      {steps.length === 0 ? null : <StepTable view={view} steps={steps} consents={consents} />}
    </Section>
  );
};
