/** How wide the worklist may be beside an open study, in CSS pixels. */
export interface WorklistWidth {
  readonly width: number;
  readonly narrowest: number;
  readonly widest: number;
}

const NARROWEST = 200;
const WIDEST = 720;
/** The longest name of a demo study fits. */
const USUAL = 288;
/** In a wide window there is room for another column. */
const ROOMY = 344;
const ROOMY_WINDOW = 1600;
/** What a widened worklist must leave for the trace and the inspector. */
const ROOM_FOR_READING = 800;

/** @param chosen the width the reader gave it, kept for windows that have the room */
export function worklistWidth(windowWidth: number, chosen: number | undefined): WorklistWidth {
  const widest = Math.max(USUAL, Math.min(WIDEST, windowWidth - ROOM_FOR_READING));
  const wanted = chosen ?? (windowWidth < ROOMY_WINDOW ? USUAL : ROOMY);
  return { width: Math.min(widest, wanted), narrowest: NARROWEST, widest };
}
