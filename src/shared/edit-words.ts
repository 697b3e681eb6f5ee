import { isBeatCode, mnemonicOf } from './annotation-codes.ts';
import type { EditSummary } from './contract/editing.ts';

/** An edit in a few English words, for undo, redo and the history: `Relabel 312 beats N to V`. */
export function editWords(summary: Omit<EditSummary, 'words'>, rate: number): string {
  const { kind, count, fromCode, toCode, from, to, state } = summary;
  const set = state === undefined ? '' : ` ${state}`;
  const at = clock(from / rate);
  const where = from === to ? `at ${at}` : `from ${at} to ${clock(to / rate)}`;
  const some = (code: number | undefined): string => {
    const noun = code !== undefined && !isBeatCode(code) ? 'label' : 'beat';
    return count === 1 ? noun : `${grouped(count)} ${noun}s`;
  };
  const name = (code: number | undefined): string => (code === undefined ? '' : ` ${mnemonicOf(code)}`);
  switch (kind) {
    case 'relabel':
      return `Relabel ${some(toCode)}${name(fromCode)} to${name(toCode)}${count === 1 ? ` ${where}` : ''}`;
    case 'confirm':
      return `Confirm ${some(toCode)}${name(toCode)}${count === 1 ? ` ${where}` : ''}`;
    case 'insert':
      return `Insert${name(toCode)} ${where}`;
    case 'remove':
      return `Hide ${some(fromCode)}${name(fromCode)}${count === 1 ? ` ${where}` : ''}`;
    case 'restore':
      return `Restore ${some(toCode)}${name(toCode)}${count === 1 ? ` ${where}` : ''}`;
    case 'move':
      return `Move ${some(toCode)}${name(toCode)} to ${clock(to / rate)}`;
    case 'rhythm':
      return `Rhythm${set} ${where}`;
    case 'quality':
      return `Signal quality${set} ${where}`;
    case 'note':
      return `Note ${where}`;
    case 'strip':
      return `Strip ${where}`;
    case 'adjudicate':
      return count === 1 ? `Decide a disagreement ${where}` : `Decide ${grouped(count)} disagreements`;
  }
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** Hours, minutes and seconds to a tenth. */
function clock(seconds: number): string {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.floor(tenths / 10);
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${tenths % 10}`;
}
