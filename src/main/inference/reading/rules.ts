/** What a reading by rules says it was made by. */
export const RULES = 'rules 3';
