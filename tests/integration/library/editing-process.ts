import { ids, openWorkbenchIn, relabel } from '../../unit/editing/open-workbench.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';

/**
 * Edits a set until it is killed: relabels, hides and restores beats, takes back every third edit. Tells its parent of
 * every answer before it goes on, so that the parent knows what must be in the library.
 */
const [folder = '', setId = ''] = process.argv.slice(2);
const bench = openWorkbenchIn(folder);
await bench.sit('Dr A');
const { ownSetId } = await bench.api['edit.state']({ setId });
const { revision } = await bench.api['edit.state']({ setId: ownSetId ?? setId });
let at = { setId: ownSetId ?? setId, revision };
const tell = (): void => void process.send?.(at);
tell();
for (let edit = 0; ; edit++) {
  const beat = (edit * 17) % 5000;
  const code = codeOfMnemonic(edit % 2 === 0 ? 'V' : 'S')?.code ?? 0;
  const target = { by: 'range', from: 360 * beat, to: 360 * (beat + 200) } as const;
  if (edit % 3 === 2) at = await bench.api['edit.undo'](at);
  else if (edit % 3 === 1) at = await bench.api['edit.apply']({ ...at, edit: relabel(ids(beat), code) });
  else at = await bench.api['edit.apply']({ ...at, edit: relabel(target, code) });
  tell();
}
