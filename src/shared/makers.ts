import { DEVICE_NAMES } from './contract/analysis.ts';

const ON_DEVICE = new RegExp(` on (?:${DEVICE_NAMES.join('|')})$`);
const ADAPTED = /^(.*), adapted by ([^,]+)$/;

/** The model of a reading, whatever it was computed on: `ecg-nat-base-1 on cpu` → `ecg-nat-base-1`; rules as they are. */
export const modelOf = (madeBy: string): string => madeBy.replace(ON_DEVICE, '');

/** How labels of a model that was adapted to their recording are written down. */
export const adaptedName = (model: string, jobId: string): string => `${model}, adapted by ${jobId}`;

/** The model that was adapted, and the job that did; undefined for what was made by anything else. */
export function adaptationOf(madeBy: string): { readonly model: string; readonly jobId: string } | undefined {
  const [, model, jobId] = ADAPTED.exec(madeBy) ?? [];
  return model === undefined || jobId === undefined ? undefined : { model, jobId };
}
