import type { DeviceName } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { probeDevice } from '../inference/devices/probe-device.ts';
import type { ProbeOutcome } from '../inference/devices/probe-outcome.ts';
import { standInModel } from '../inference/devices/stand-in-model.ts';
import type { ModelFolder } from '../inference/models/model-registry.ts';
import { readModel } from '../inference/models/read-model.ts';
import type { TrainedModel } from '../nat/trained-model.ts';

/** Tries a device with the beat model it would run; a model that cannot be used says nothing about a device. */
export async function probeDeviceJob({
  device,
  threads,
  model,
}: {
  readonly device: DeviceName;
  readonly threads: number;
  readonly model?: ModelFolder | undefined;
}): Promise<ProbeOutcome> {
  return probeDevice({ device, threads, model: model ? await beatsOf(model) : standInModel() });
}

async function beatsOf({ folder, origin }: ModelFolder): Promise<TrainedModel> {
  try {
    return (await readModel(folder, origin)).beats;
  } catch (thrown) {
    if (thrown instanceof Problem) return standInModel();
    throw thrown;
  }
}
