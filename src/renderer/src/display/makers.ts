import { DEVICE_NAMES } from '../../../shared/contract/analysis.ts';
import { adaptationOf } from '../../../shared/makers.ts';
import { strings } from '../language/strings.ts';

/**
 * Who or what made a set of annotations, in the language of the window: the library writes `ecg-nat-base-1 on cpu`,
 * `Anna Noll, version 2`, `Anna Noll, adjudicated` and `ecg-nat-base-1, adapted by <job>`.
 */
export function makerText(maker: string): string {
  const words = strings.reading;
  const adaptation = adaptationOf(maker);
  if (adaptation) return strings.makers.label.adaptedBy(adaptation.model);
  const version = /^(.*), version (\d+)$/.exec(maker);
  if (version) return words.version(makerText(version[1] ?? ''), version[2] ?? '');
  const adjudicated = /^(.*), adjudicated$/.exec(maker);
  if (adjudicated) return words.adjudicated(adjudicated[1] ?? '');
  const device = DEVICE_NAMES.find((name) => maker.endsWith(` on ${name}`));
  if (device === undefined) return maker;
  return words.computedOn(maker.slice(0, -` on ${device}`.length), strings.devicesBriefly[device]);
}
