import type { LearningJob, LearningPlan, TrainingSettings } from '../../../../shared/contract/learning.ts';
import type { DeviceName, DevicesInfo, DeviceVerdict } from '../../../../shared/contract/analysis.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningSurroundings } from './learning-api.ts';

/** What was not tried yet may be there. */
const OFFERED: ReadonlySet<DeviceVerdict['verdict']> = new Set(['agrees', 'not-probed']);

/** A training that is being planned, and what a person does with one that is under way. */
export class Training {
  snapshotId = $state<string>();
  settings = $state.raw<TrainingSettings>({});
  plan = $state.raw<LearningPlan>();
  phase = $state<'none' | 'planning' | 'ready' | 'failed'>('none');
  /** Why there is no plan, as a sentence. */
  problem = $state('');
  devices = $state.raw<readonly DeviceName[]>(['cpu']);
  /** A request is on its way: nothing is asked for twice. */
  busy = $state(false);
  readonly #around: LearningSurroundings;
  readonly #devices: () => Promise<DevicesInfo>;
  #planning = new AbortController();

  /** @param devices what is known of the devices of this computer */
  constructor(around: LearningSurroundings, devices: () => Promise<DevicesInfo>) {
    this.#around = around;
    this.#devices = devices;
  }

  /** Devices this computer has and that compute what the CPU does; the CPU alone until that is known. */
  async lookAtDevices(): Promise<void> {
    const known = await this.#devices().catch(() => undefined);
    if (!known) return;
    this.devices = known.devices.filter(({ verdict }) => OFFERED.has(verdict)).map(({ device }) => device);
  }

  /** Plans a training on a snapshot; the usual settings where nothing else is said. */
  async make(snapshotId: string | undefined, settings: TrainingSettings = {}): Promise<void> {
    this.#planning.abort();
    this.#planning = new AbortController();
    const { signal } = this.#planning;
    if (snapshotId !== this.snapshotId) this.plan = undefined;
    this.snapshotId = snapshotId;
    this.settings = settings;
    this.problem = '';
    if (snapshotId === undefined) {
      this.phase = 'none';
      return;
    }
    this.phase = 'planning';
    try {
      const plan = await this.#around.api['learning.plan']({ snapshotId, settings }, signal);
      if (signal.aborted) return;
      this.plan = plan;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.plan = undefined;
      this.phase = 'failed';
      this.problem = toProblem(thrown).message;
    }
  }

  /** Queues what is planned. */
  async start(): Promise<LearningJob | undefined> {
    const { snapshotId, settings } = this;
    const { api, named } = this.#around;
    if (snapshotId === undefined) return undefined;
    return this.#ask(async () => ((await named()) ? await api['learning.start']({ snapshotId, settings }) : undefined));
  }

  /** Queues the comparison of a candidate with the model that is in use now. */
  compareAnew(modelId: string): Promise<LearningJob | undefined> {
    const { api, named } = this.#around;
    return this.#ask(async () => ((await named()) ? await api['learning.compareAnew']({ modelId }) : undefined));
  }

  pause(jobId: string): Promise<LearningJob | undefined> {
    return this.#ask(() => this.#around.api['learning.pause']({ jobId }));
  }

  resume(jobId: string): Promise<LearningJob | undefined> {
    return this.#ask(() => this.#around.api['learning.resume']({ jobId }));
  }

  cancel(jobId: string): Promise<LearningJob | undefined> {
    return this.#ask(() => this.#around.api['learning.cancel']({ jobId }));
  }

  async #ask(work: () => Promise<LearningJob | undefined>): Promise<LearningJob | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    try {
      return await work();
    } catch (thrown) {
      this.#around.tellProblem(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
