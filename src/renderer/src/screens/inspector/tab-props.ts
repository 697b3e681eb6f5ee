import type { StudyDetail } from '../../../../shared/contract/library.ts';
import type { Workstation } from '../../../../shared/contract.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

/** What every tab of the inspector is given. */
export interface TabProps {
  api: Workstation;
  workbench: Workbench;
  detail: StudyDetail;
  /** The sample in the middle of the trace, or the one in focus: what comes next is looked for from here. */
  position: () => number;
  onjump: (sample: number) => void;
}
