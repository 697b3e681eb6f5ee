/** `2,273` */
export const number = (n: number): string => n.toLocaleString('en');

/** `1 beat`, `2,273 beats` */
export const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
