import { clock } from '../amounts.ts';
import { consentFill } from './hatches.tsx';
import { GUTTER, Label } from './timeline-label.tsx';
import { lanesOf, trafficOf } from './timeline-lanes.ts';
import { LaneRow, Traffic } from './timeline-marks.tsx';
import type { ConsentSpan, Scale, Step } from './timeline-scale.ts';
import type { View } from './view.ts';

const ROW = 26;
const MOST_LANES = 10;
const MOST_PURPOSES = 8;
const MOST_BOUNDARIES = 60;

type Placed = { readonly y: number; readonly scale: Scale };

const Steps = ({ y, scale, steps }: Placed & { readonly steps: readonly Step[] }) => (
  <g>
    <Label y={y} text="steps" />
    {steps.slice(0, MOST_BOUNDARIES).map(({ step, title, fromMs, toMs }, index) => {
      const x = GUTTER + scale.xOf(fromMs);
      const width = Math.max(3, GUTTER + scale.xOf(toMs) - x - 1);
      return (
        <g key={index}>
          <title>{`${String(index + 1)}. ${step}: ${title} (${clock(fromMs)} to ${clock(toMs)})`}</title>
          <rect class="step" x={x.toFixed(1)} y={y} width={width.toFixed(1)} height={ROW - 4} rx="2" />
          <text class="step-number" x={(x + width / 2).toFixed(1)} y={y + 15} text-anchor="middle">
            {index + 1}
          </text>
        </g>
      );
    })}
  </g>
);

const Consent = (props: Placed & { readonly purpose: string; readonly spans: readonly ConsentSpan[] }) => (
  <g>
    <Label y={props.y} text={props.purpose} />
    {props.spans.slice(0, MOST_BOUNDARIES).map(({ state, fromMs, toMs }, index) => {
      const x = GUTTER + props.scale.xOf(fromMs);
      const width = Math.max(1, GUTTER + props.scale.xOf(toMs) - x);
      const shape = { x: x.toFixed(1), y: props.y, width: width.toFixed(1), height: ROW - 6 };
      const room = Math.floor((width - 10) / 6.6);
      return (
        <g key={index}>
          <title>{`${props.purpose}: ${state}, ${clock(fromMs)} to ${clock(toMs)}`}</title>
          <rect {...shape} class={`consent ${state}`} />
          <rect {...shape} fill={consentFill(state)} />
          {room >= state.length ? (
            <>
              <rect
                class="plate"
                x={(x + 4).toFixed(1)}
                y={props.y + 3}
                width={state.length * 6.6 + 6}
                height={ROW - 12}
              />
              <text class="state" x={(x + 7).toFixed(1)} y={props.y + 14}>
                {state}
              </text>
            </>
          ) : null}
        </g>
      );
    })}
  </g>
);

const Axis = ({ y, scale }: Placed) => {
  let lastX = -100;
  return (
    <g>
      <line class="axis" x1={GUTTER} x2={GUTTER + scale.width} y1={y} y2={y} />
      {scale.bendsMs.map((atMs) => {
        const x = scale.xOf(atMs);
        if (x - lastX < 48) return null;
        lastX = x;
        return (
          <g key={atMs}>
            <line class="axis" x1={GUTTER + x} x2={GUTTER + x} y1={y} y2={y + 5} />
            <text class="time" x={GUTTER + x} y={y + 18} text-anchor="middle">
              {clock(atMs)}
            </text>
          </g>
        );
      })}
    </g>
  );
};

type Drawing = {
  readonly view: View;
  readonly scale: Scale;
  readonly steps: readonly Step[];
  readonly consents: ReadonlyMap<string, readonly ConsentSpan[]>;
};

/** Steps, consents and transmissions over one axis; the table beneath the drawing says the same in words. */
export const TimelineDrawing = ({ view, scale, steps, consents }: Drawing) => {
  const purposes = [...consents].slice(0, MOST_PURPOSES);
  const lanes = lanesOf(view, scale).slice(0, MOST_LANES);
  const consentY = steps.length === 0 ? 8 : 8 + ROW + 4;
  const laneY = consentY + purposes.length * ROW + 8;
  const trafficY = laneY + lanes.length * ROW + 6;
  const width = Math.ceil(GUTTER + scale.width + 40);
  const height = trafficY + 64;
  return (
    <svg
      class="timeline"
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      width={width}
      height={height}
      role="img"
      aria-labelledby="timeline-name timeline-says"
    >
      <title id="timeline-name">Steps, consents and transmissions over time</title>
      <desc id="timeline-says">
        The steps of the scenario, the state of each consent, and below them, recipient by recipient, what was
        sent. The table below gives the same.
      </desc>
      {steps.length === 0 ? null : <Steps y={8} scale={scale} steps={steps} />}
      {purposes.map(([purpose, spans], index) => (
        <Consent key={purpose} y={consentY + index * ROW} scale={scale} purpose={purpose} spans={spans} />
      ))}
      {lanes.map((lane, index) => (
        <LaneRow key={lane.recipientId} view={view} lane={lane} y={laneY + index * ROW} width={scale.width} />
      ))}
      <Traffic dots={trafficOf(view, scale)} y={trafficY} />
      <Axis y={trafficY + 36} scale={scale} />
    </svg>
  );
};
