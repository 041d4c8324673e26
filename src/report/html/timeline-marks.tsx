import { clock, counted } from '../amounts.ts';
import { GUTTER, Label } from './timeline-label.tsx';
import type { Dot, Lane } from './timeline-lanes.ts';
import { hostOf, type View } from './view.ts';

const Forbidden = ({ dot, y }: { readonly dot: Dot; readonly y: number }) => (
  <path class="dot-no" d={`M${String(GUTTER + dot.x)} ${String(y + 3)}l8 8l-8 8l-8 -8z`}>
    <title>{`${counted(dot.count, 'finding')} outside the policy at ${clock(dot.atMs)}`}</title>
  </path>
);

const Allowed = ({ dot, y }: { readonly dot: Dot; readonly y: number }) => (
  <circle class="dot-yes" cx={GUTTER + dot.x} cy={y + 11} r="6">
    <title>{`${counted(dot.count, 'allowed finding')} at ${clock(dot.atMs)}`}</title>
  </circle>
);

const Unread = ({ dot, y }: { readonly dot: Dot; readonly y: number }) => (
  <g>
    <title>{`${counted(dot.count, 'request')} not read at ${clock(dot.atMs)}`}</title>
    <rect class="dot-unread" x={GUTTER + dot.x - 7} y={y + 4} width="14" height="14" />
    <text class="question" x={GUTTER + dot.x} y={y + 15} text-anchor="middle">
      ?
    </text>
  </g>
);

/** One recipient: what went there that the policy forbids, allows, or that was not read. */
export const LaneRow = ({
  view,
  lane,
  y,
  width,
}: {
  readonly view: View;
  readonly lane: Lane;
  readonly y: number;
  readonly width: number;
}) => (
  <g>
    <Label y={y - 2} text={hostOf(view, lane.recipientId)} />
    <line class="rail" x1={GUTTER} x2={GUTTER + width} y1={y + 11} y2={y + 11} />
    {lane.unread.map((dot) => (
      <Unread key={dot.x} dot={dot} y={y} />
    ))}
    {lane.allowed.map((dot) => (
      <Allowed key={dot.x} dot={dot} y={y} />
    ))}
    {lane.forbidden.map((dot) => (
      <Forbidden key={dot.x} dot={dot} y={y} />
    ))}
  </g>
);

/** All requests as bars, the highest for the most at one place. */
export const Traffic = ({ dots, y }: { readonly dots: readonly Dot[]; readonly y: number }) => {
  const most = dots.reduce((peak, { count }) => Math.max(peak, count), 1);
  return (
    <g>
      <Label y={y + 8} text="all requests" />
      {dots.map(({ x, count }) => {
        const height = 2 + (count / most) * 30;
        return (
          <rect
            key={x}
            class="traffic"
            x={GUTTER + x - 2}
            y={(y + 34 - height).toFixed(1)}
            width="5"
            height={height.toFixed(1)}
          />
        );
      })}
    </g>
  );
};
