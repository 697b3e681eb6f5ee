/** A convex function at a point: its value, gradient and Hessian (row-major). */
export interface Expansion {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

const STEPS = 50;
const HALVINGS = 30;
const SMALL = 1e-12;

/** Newton's method with halved steps: the least of a smooth, strictly convex function of a few numbers. */
export function minimise(start: readonly number[], expand: (point: Float64Array) => Expansion): Float64Array {
  let point = Float64Array.from(start);
  let here = expand(point);
  for (let step = 0; step < STEPS; step++) {
    const direction = solved(here.hessian, here.gradient);
    const slope = direction.reduce((sum, d, i) => sum + d * here.gradient[i]!, 0);
    if (!(slope > SMALL)) return point;
    let share = 1;
    let next = point;
    let there = here;
    for (let halving = 0; halving < HALVINGS; halving++, share /= 2) {
      next = point.map((value, i) => value - share * direction[i]!);
      there = expand(next);
      if (there.value <= here.value - 1e-4 * share * slope) break;
    }
    if (!(there.value < here.value)) return point;
    point = next;
    here = there;
  }
  return point;
}

/** x of `matrix` · x = `right`, by elimination with pivots. */
function solved(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const a = matrix.slice();
  const x = right.slice();
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = row;
    }
    if (pivot !== column) {
      for (let c = 0; c < n; c++) {
        const kept = a[column * n + c]!;
        a[column * n + c] = a[pivot * n + c]!;
        a[pivot * n + c] = kept;
      }
      const kept = x[column]!;
      x[column] = x[pivot]!;
      x[pivot] = kept;
    }
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column]! / a[column * n + column]!;
      for (let c = column; c < n; c++) a[row * n + c]! -= factor * a[column * n + c]!;
      x[row]! -= factor * x[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let c = row + 1; c < n; c++) x[row]! -= a[row * n + c]! * x[c]!;
    x[row]! /= a[row * n + row]!;
  }
  return x;
}
