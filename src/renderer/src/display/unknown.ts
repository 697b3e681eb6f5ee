/** What stands for a value the file does not give. Never 0, never a guess. */
export const UNKNOWN = '–';

export const orUnknown = (text: string | undefined): string => (text === undefined || text === '' ? UNKNOWN : text);
