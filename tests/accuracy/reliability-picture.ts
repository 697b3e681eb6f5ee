import type { Reliability } from '../../src/main/inference/calibration/reliability.ts';

export interface ReliabilityDiagram {
  readonly title: string;
  /** As the model says it, and calibrated. */
  readonly before: Reliability;
  readonly after: Reliability;
}

const SIDE = 180;
const MARGIN = { left: 46, top: 30, right: 14, bottom: 40 };
const COLUMNS = 3;
/** Bins of fewer cases say nothing and are not drawn. */
const FEWEST = 20;

const STYLE = [
  'text { font: 11px system-ui, sans-serif; fill: #333; }',
  '.frame { fill: none; stroke: #bbb; }',
  '.even { stroke: #999; stroke-dasharray: 3 3; }',
  '.before { fill: none; stroke: #c2410c; stroke-width: 1.5; stroke-dasharray: 5 3; }',
  '.after { fill: none; stroke: #1d4ed8; stroke-width: 2; }',
].join(' ');

/** Reliability diagrams side by side as SVG: stated probability across, share that is true upwards. */
export function reliabilityPicture(diagrams: readonly ReliabilityDiagram[]): string {
  const [width, height] = [SIDE + MARGIN.left + MARGIN.right, SIDE + MARGIN.top + MARGIN.bottom];
  const columns = Math.min(COLUMNS, diagrams.length);
  const rows = Math.ceil(diagrams.length / COLUMNS);
  const all = diagrams.map(
    (diagram, i) =>
      `<g transform="translate(${String((i % COLUMNS) * width + MARGIN.left)} ${String(Math.floor(i / COLUMNS) * height + MARGIN.top)})">${oneDiagram(diagram)}</g>`,
  );
  const [fullWidth, fullHeight] = [columns * width, rows * height + 20];
  const legend = `<g transform="translate(${String(MARGIN.left)} ${String(rows * height + 6)})"><path class="before" d="M0 0h24"/><text x="30" y="4">as the model says it</text><path class="after" d="M170 0h24"/><text x="200" y="4">calibrated</text></g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(fullWidth)} ${String(fullHeight)}" width="${String(fullWidth)}" height="${String(fullHeight)}"><style>${STYLE}</style><rect width="100%" height="100%" fill="#fff"/>\n${all.join('\n')}\n${legend}\n</svg>\n`;
}

function oneDiagram({ title, before, after }: ReliabilityDiagram): string {
  const error = ({ expectedError }: Reliability): string => (100 * expectedError).toFixed(1);
  const ticks = [0, 0.5, 1].map((at) => {
    const label = `${String(100 * at)} %`;
    return `<text x="${String(SIDE * at)}" y="${String(SIDE + 15)}" text-anchor="middle">${label}</text><text x="-6" y="${String(SIDE * (1 - at) + 4)}" text-anchor="end">${label}</text>`;
  });
  return [
    `<rect class="frame" width="${String(SIDE)}" height="${String(SIDE)}"/><path class="even" d="M0 ${String(SIDE)}L${String(SIDE)} 0"/>`,
    `<text x="0" y="-10">${title}: error ${error(before)} → ${error(after)} %</text>`,
    ...ticks,
    `<text x="${String(SIDE / 2)}" y="${String(SIDE + 30)}" text-anchor="middle">stated</text>`,
    `<path class="before" d="${line(before)}"/><path class="after" d="${line(after)}"/>`,
  ].join('');
}

const line = ({ bins }: Reliability): string =>
  bins
    .filter(({ cases }) => cases >= FEWEST)
    .map(
      ({ stated, observed }, i) =>
        `${i === 0 ? 'M' : 'L'}${(SIDE * stated).toFixed(1)} ${(SIDE * (1 - observed)).toFixed(1)}`,
    )
    .join('');
