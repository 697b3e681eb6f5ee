import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { ModelInfo } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { CARD_FILE, fileNameOf, HEADS, PARTS } from '../inference/models/model-card.ts';
import {
  type ModelFolder,
  modelFolders,
  type ModelPlaces,
  modelsByPreference,
  type Settings,
  wantedModels,
} from '../inference/models/model-registry.ts';
import { verifyFiles } from '../inference/models/model-files.ts';

export type ModelsHandlers = Pick<WorkstationHandlers, 'models.list'>;

/** The models of the program and of the library, as the window shows them. */
export class ModelsService {
  readonly handlers: ModelsHandlers;
  private readonly places: ModelPlaces;
  private readonly settings: Settings;
  /** What was found out of a folder, as long as its files stay as they are. */
  private readonly known = new Map<string, { readonly state: string; readonly info: Promise<ModelInfo> }>();

  constructor(places: ModelPlaces, settings: Settings) {
    this.places = places;
    this.settings = settings;
    this.handlers = { 'models.list': async () => ({ models: await this.list() }) };
  }

  /** The model that readings begin with, as far as its card tells; none where rules read. */
  preferred(): (ModelFolder & { readonly id: string }) | undefined {
    const found = modelsByPreference(this.places, wantedModels(this.settings)).find(({ card }) => card);
    return found?.card && { folder: found.folder, origin: found.origin, id: found.card.id };
  }

  private async list(): Promise<ModelInfo[]> {
    const found = await Promise.all(
      modelFolders(this.places).map(async (one) => ({ ...one, info: await this.infoOf(one) })),
    );
    const sound = new Set(found.filter(({ info }) => info.problem === undefined).map(({ folder }) => folder));
    const inUse = modelsByPreference(this.places, wantedModels(this.settings)).find(({ folder }) => sound.has(folder));
    return found.map(({ folder, info }) => ({ ...info, active: folder === inUse?.folder }));
  }

  private infoOf(model: ModelFolder): Promise<ModelInfo> {
    const state = stateOf(model.folder);
    const known = this.known.get(model.folder);
    if (known?.state === state) return known.info;
    const info = describe(model);
    this.known.set(model.folder, { state, info });
    return info;
  }
}

async function describe({ folder, origin }: ModelFolder): Promise<ModelInfo> {
  const name = basename(folder);
  try {
    const card = await verifyFiles(folder, origin);
    const parts = PARTS.flatMap((part) => card.files[part] ?? []);
    return {
      id: card.id,
      name: `${card.name} ${card.version}`,
      origin,
      active: false,
      heads: [...HEADS],
      parameters: HEADS.reduce((sum, head) => sum + card.files[head].parameters, 0),
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return { id: name, name, origin, active: false, problem: thrown.message, heads: [], parameters: 0, bytes: 0 };
  }
}

/** Changes whenever a file of the folder does. */
const stateOf = (folder: string): string =>
  [CARD_FILE, ...PARTS.map(fileNameOf)]
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .map((file) => (file ? `${file.size} ${file.mtimeMs}` : '-'))
    .join();
