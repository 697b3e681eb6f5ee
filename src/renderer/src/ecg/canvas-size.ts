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
    const width = box?.inlineSize ?? Math.round(entry.contentRect.width * ratio);
    const height = box?.blockSize ?? Math.round(entry.contentRect.height * ratio);
    if (width > 0 && height > 0) changed({ width, height, devicePixelRatio: ratio });
  });
  observer.observe(element, { box: 'device-pixel-content-box' });
  return () => observer.disconnect();
}
