/** The time that is left, as people read it; empty where nobody knows. */
import { t } from "./language.svelte";

export function timeLeft(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "";
  if (seconds >= 90) return t("left_min", { minutes: Math.round(seconds / 60) });
  return t("left_s", { seconds: Math.max(1, Math.round(seconds)) });
}
