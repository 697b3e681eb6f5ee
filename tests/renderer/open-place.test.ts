import { describe, expect, it } from 'vitest';
import { keepPlace, takePlace } from '../../src/renderer/src/state/open-place.ts';

function storage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe('where the reader was', () => {
  const place = { studyId: 'study', recordingId: 'recording', position: 4711 };

  it('is known once to the window that is loaded again', () => {
    const kept = storage();
    keepPlace(kept, place);
    expect(takePlace(kept)).toEqual(place);
    expect(takePlace(kept)).toBeUndefined();
  });

  it('is nowhere where no study is open, or where something else was kept', () => {
    const kept = storage();
    keepPlace(kept, place);
    keepPlace(kept, undefined);
    expect(takePlace(kept)).toBeUndefined();
    for (const broken of ['{', '{"studyId":1}', '[]']) {
      keepPlace(kept, place);
      const [key = ''] = kept.items.keys();
      kept.items.set(key, broken);
      expect(takePlace(kept)).toBeUndefined();
    }
  });
});
