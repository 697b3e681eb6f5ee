/** Tells whoever listens which studies have changed; what a slow listener has not heard yet is joined into one. */
export class StudyChanges {
  private readonly listeners = new Set<(studyId: string) => void>();

  changed(studyId: string): void {
    for (const listener of this.listeners) listener(studyId);
  }

  async *listen(signal: AbortSignal): AsyncGenerator<{ studyIds: string[] }, void, undefined> {
    const waiting = new Set<string>();
    let wake = (): void => {};
    const listener = (studyId: string): void => {
      waiting.add(studyId);
      wake();
    };
    const onAbort = (): void => wake();
    this.listeners.add(listener);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        if (waiting.size > 0) {
          const studyIds = [...waiting].slice(0, 500);
          for (const id of studyIds) waiting.delete(id);
          yield { studyIds };
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      this.listeners.delete(listener);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
