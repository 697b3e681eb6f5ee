/** Somebody who edits labels on the paper with the pointer. Samples are of the base rate. */
export interface TraceEditor {
  /** While false, the paper answers to the pointer as ever. */
  readonly on: boolean;
  /** A click on a label's mark. */
  select(sample: number): void;
  /**
   * A click beside the marks.
   * @param lead index of the lead that was clicked, where it is a recorded one
   * @param exact at this very sample, not at the nearest R peak
   */
  click(sample: number, lead: number | undefined, exact: boolean): Promise<void>;
  /** The mark at `from` is being dragged, and is over `sample` now. */
  drag(from: number, sample: number): void;
  drop(from: number, sample: number, lead: number | undefined, exact: boolean): Promise<void>;
  /** The drag has ended elsewhere: the mark stays where it was. */
  cancelDrag(from: number): void;
}
