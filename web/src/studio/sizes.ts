/** Amounts and devices as people read them. */
import { t } from "../state/language.svelte";
import type { Machine } from "./studio.svelte";

/** ``15.6 GB``, ``210 MB``; an em dash where the amount is not known. */
export function sized(bytes: number | null | undefined): string {
  if (!bytes) return "—";
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1024 ** 2))} MB`;
}

/** ``7.6B``, ``26M``. */
export function counted(parameters: number): string {
  return parameters >= 1e9 ? `${(parameters / 1e9).toFixed(1)}B` : `${Math.round(parameters / 1e6)}M`;
}

/** What pictures are drawn on, such as the name of a graphics card. */
export function deviceOf(machine: Machine): string {
  if (machine.device?.name === "cpu") return t("device_cpu", { cores: machine.cores });
  return machine.device?.title ?? "—";
}
