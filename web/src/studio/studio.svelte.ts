/** What the server says of models, settings, library and machine; asked when a view needs it. */
import { ask } from "../api/client";
import type { components } from "../api/schema";
import { connection } from "../state/connection.svelte";

type Shapes = components["schemas"];
export type Model = Shapes["ModelShown"];
export type Memory = Shapes["MemoryShown"];
export type Now = Shapes["SettingsNow"];
export type Machine = Shapes["MachineShown"];
export type Scanned = Shapes["ScannedShown"];
export type Library = Shapes["LibraryShown"];
export type Entry = Shapes["EntryShown"];
/** Of models that are chosen; LoRAs and ControlNets are used beside them. */
export type Role = "painter" | "writer";

async function read<Shape>(path: string, method = "GET", body?: unknown): Promise<Shape> {
  const answer = await ask(path, body === undefined ? { method } : { method, body: JSON.stringify(body) });
  return (answer.status === 204 ? undefined : await answer.json()) as Shape;
}

class Studio {
  models = $state.raw<Model[] | null>(null);
  now = $state.raw<Now | null>(null);
  machine = $state.raw<Machine | null>(null);
  memory = $state.raw<Memory | null>(null);
  library = $state.raw<Library | null>(null);
  /** What went wrong last, in the server's words. */
  problem = $state("");

  constructor() {
    connection.onReturn(() => (this.problem = ""));
  }

  loadModels = () => this.tried(async () => (this.models = (await read<Shapes["ModelList"]>("/api/models")).models));
  loadNow = () => this.tried(async () => (this.now = await read<Now>("/api/settings")));
  loadMachine = () => this.tried(async () => (this.machine = await read<Machine>("/api/machine")));
  loadMemory = () => this.tried(async () => (this.memory = await read<Memory>("/api/machine/memory")));
  loadLibrary = () => this.tried(async () => (this.library ??= await read<Library>("/api/library")));

  change = (changes: Shapes["SettingsChange"]) =>
    this.tried(async () => (this.now = await read<Now>("/api/settings", "PATCH", changes)));

  /** The new model's id; null where it was not taken, with ``problem`` saying why. */
  async add(place: string, id: string, model: string): Promise<string | null> {
    const body = { place, id: id || null, model: model || null };
    let added: string | null = null;
    await this.tried(async () => (added = (await read<Shapes["ModelAdded"]>("/api/models", "POST", body)).id));
    if (added) await this.loadModels();
    return added;
  }

  async use(model: Model): Promise<boolean> {
    const used = await this.tried(() => read(`/api/models/${encodeURIComponent(model.id)}/use`, "POST", { role: model.role }));
    return used && this.loadModels();
  }

  /** ``files``: deletes what was pulled for it, too. */
  async forget(model: Model, files: boolean): Promise<boolean> {
    const gone = await this.tried(() => read(`/api/models/${encodeURIComponent(model.id)}?files=${files}`, "DELETE"));
    return gone && this.loadModels();
  }

  /** The models in a folder of another program, or those that ``add`` takes in of them; null where it did not work. */
  async scan(folder: string, add: Shapes["ScanChosen"][] = []): Promise<Scanned[] | null> {
    let found: Scanned[] | null = null;
    const body = { folder, add };
    await this.tried(async () => (found = (await read<Shapes["ScanList"]>("/api/models/scan", "POST", body)).models));
    if (add.length) await this.tried(async () => (this.models = (await read<Shapes["ModelList"]>("/api/models")).models));
    return found;
  }

  private async tried(work: () => Promise<unknown>): Promise<boolean> {
    this.problem = "";
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = connection.told(error);
      return false;
    }
  }
}

export const studio = new Studio();
