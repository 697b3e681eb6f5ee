/** How far a page is from a picture of it. */
export interface Difference {
  /** Share of the dark pixels (trace, text, marks) that have no dark pixel of the other picture near them. */
  readonly ink: number;
  /** Share of all pixels that differ clearly in colour. */
  readonly colour: number;
}

/** What the page of approved pictures offers to a test. */
export interface GoldenPages {
  readonly names: readonly string[];
  readonly picture: (name: string) => string;
  readonly difference: (name: string, address: string) => Promise<Difference>;
}
