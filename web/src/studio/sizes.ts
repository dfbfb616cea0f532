/** Amounts as people read them. */

/** ``15.6 GB``, ``210 MB``; an em dash where the amount is not known. */
export function sized(bytes: number | null | undefined): string {
  if (!bytes) return "—";
  return bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1024 ** 2))} MB`;
}

/** ``7.6B``, ``26M``. */
export function counted(parameters: number): string {
  return parameters >= 1e9 ? `${(parameters / 1e9).toFixed(1)}B` : `${Math.round(parameters / 1e6)}M`;
}
