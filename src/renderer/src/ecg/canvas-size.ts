/** A canvas' size in device pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
}

/** Tells the exact device-pixel size of an element now and whenever it changes; returns the clean-up. */
export function observeSize(element: Element, changed: (size: CanvasSize) => void): () => void {
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const ratio = window.devicePixelRatio;
    const [box] = entry.devicePixelContentBoxSize;
    const { width: cssWidth, height: cssHeight } = entry.contentRect;
    const width = exact(box?.inlineSize, cssWidth * ratio);
    const height = exact(box?.blockSize, cssHeight * ratio);
    if (width > 0 && height > 0) changed({ width, height, devicePixelRatio: ratio });
  });
  observer.observe(element, { box: 'device-pixel-content-box' });
  return () => observer.disconnect();
}

/** The size the browser tells, unless it does not fit the ratio it tells (emulated screens): then what follows from that. */
const exact = (told: number | undefined, expected: number): number =>
  told !== undefined && Math.abs(told - expected) <= 1 ? told : Math.round(expected);
