/** What is carried to the composer by the pointer or the clipboard: one of the page's pictures, or a file. */
import type { Base } from "../state/draft.svelte";

/** The page's own kind of drag: no other page can be meant. */
const KIND = "application/x-danqing-picture";
const READABLE = ["image/png", "image/jpeg", "image/webp"];

export function carry(event: DragEvent, { id, url }: Base): void {
  event.dataTransfer?.setData(KIND, JSON.stringify({ id, url }));
}

/** Whether something that can be started from is over the page; what it is, is known only when it is let go. */
export function isPicture(data: DataTransfer | null): boolean {
  return data !== null && (data.types.includes(KIND) || [...data.items].some((item) => item.kind === "file"));
}

export function carried(data: DataTransfer | null): Base | File | null {
  const own = data?.getData(KIND);
  if (own) return JSON.parse(own) as Base;
  return [...(data?.files ?? [])].find((file) => READABLE.includes(file.type)) ?? data?.files[0] ?? null;
}

/** A picture in the clipboard; none where there are words too, as from a text editor: then they are meant. */
export function pasted(data: DataTransfer | null): File | null {
  if (!data || data.types.includes("text/plain")) return null;
  return [...data.files].find((file) => READABLE.includes(file.type)) ?? null;
}
