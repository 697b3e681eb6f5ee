import type { LearningCurves } from '../../../../../shared/contract/learning.ts';
import type { ChartLine, LineStyle } from '../charts/line-chart.ts';
import { curveName } from './job-words.ts';

const STYLES: readonly LineStyle[] = [
  { colour: 'text' },
  { colour: 'accent', dash: [6, 3] },
  { colour: 'quiet', dash: [2, 2] },
  { colour: 'quiet', dash: [8, 3, 2, 3] },
  { colour: 'accent', dash: [2, 4] },
  { colour: 'text', dash: [10, 4] },
];

/** Figures of one beat class keep its colour. */
const CLASS_OF_NAME = /\b([NSVFQ]) (?:F1|Se|\+P)\b/;

type Curve = LearningCurves['losses'][number];

/** Curves as lines that can be told apart without colour; the sum of losses comes first. */
export function curveLines(curves: readonly Curve[]): ChartLine[] {
  const sorted = told(curves).toSorted((a, b) => Number(b.name === 'total') - Number(a.name === 'total'));
  return sorted.map(({ name, values }, i) => {
    const style = STYLES[i % STYLES.length] ?? { colour: 'text' };
    const aami = CLASS_OF_NAME.exec(name)?.[1];
    return { ...style, ...(isClass(aami) ? { colour: aami } : {}), name: curveName(name), values };
  });
}

/** Terms that are nothing throughout say nothing; a single one is the sum itself. */
function told(curves: readonly Curve[]): readonly Curve[] {
  const sums = curves.filter(({ name }) => name === 'total');
  if (sums.length === 0) return curves;
  const terms = curves.filter(({ name, values }) => name !== 'total' && values.some((value) => value !== 0));
  return terms.length === 1 ? terms : [...sums, ...terms];
}

const isClass = (name: string | undefined): name is 'N' | 'S' | 'V' | 'F' | 'Q' =>
  name !== undefined && 'NSVFQ'.includes(name);
