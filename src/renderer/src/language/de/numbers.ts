/** `2.273` */
export const number = (n: number): string => n.toLocaleString('de');

/** `1 Schlag`, `2.273 Schläge` */
export const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
