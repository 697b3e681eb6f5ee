import { describe, expect, it } from 'vitest';
import { TrainingCourse } from '../../../src/main/services/learning/training-course.ts';

describe('the course of a training', () => {
  it('is bounded however long it lasts, and keeps the whole of it', () => {
    const course = new TrainingCourse();
    for (let step = 1; step <= 20_000; step++) course.addStep(step, { total: step });
    const { step, losses } = course.curves();
    expect(step.length).toBeLessThanOrEqual(1_024);
    expect(step.length).toBeGreaterThan(512);
    expect(step[0]).toBeLessThan(64);
    expect(step.at(-1)).toBeGreaterThan(19_900);
    expect([...(losses[0]?.values ?? [])]).toEqual([...step]);
  });

  it('goes on from the last checkpoint without a step twice, also from what was saved', () => {
    const first = new TrainingCourse();
    for (let step = 1; step <= 10; step++) first.addStep(step, { total: step });
    first.addLook(5, { V: 50 });
    first.addLook(10, { V: Number.NaN });
    const second = new TrainingCourse(JSON.parse(JSON.stringify(first.saved())));
    for (let step = 6; step <= 8; step++) second.addStep(step, { total: 100 + step, other: 1 });
    const { step, losses, validationStep, validation } = second.curves();
    expect([...step]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...(losses[0]?.values ?? [])].slice(4)).toEqual([5, 106, 107, 108]);
    expect(losses[1]?.values.subarray(0, 5).every(Number.isNaN)).toBe(true);
    expect([...validationStep]).toEqual([5, 10]);
    expect(validation[0]?.values[1]).toBeNaN();
  });
});
