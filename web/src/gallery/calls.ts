/** The gallery's requests. */
import { ask, json, sent } from "../api/client";
import type { GalleryFacts, GalleryPage } from "../api/types";
import { asked, type Wanted } from "./wanted";

const PAGE = "100";
/** Pictures that the server takes in one request. */
export const MOST = 500;

const signalled = (signal?: AbortSignal): RequestInit => (signal ? { signal } : {});

export const calls = {
  page: (wanted: Wanted, after: string | null, signal?: AbortSignal) =>
    json<GalleryPage>(
      `/api/pictures?${new URLSearchParams({ ...asked(wanted), limit: PAGE, ...(after ? { after } : {}) })}`,
      signalled(signal),
    ),
  facts: () => json<GalleryFacts>("/api/pictures/facts"),
  tag: (pictures: string[], add: string[], remove: string[]) =>
    inParts(pictures, (part) => ask("/api/pictures/tags", sent("POST", { pictures: part, add, remove }))),
  remove: (pictures: string[]) =>
    inParts(pictures, (part) => ask("/api/pictures/delete", sent("POST", { pictures: part }))),
  exported: async (pictures: string[]) => (await ask("/api/pictures/export", sent("POST", { pictures }))).blob(),
};

async function inParts(pictures: string[], send: (part: string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < pictures.length; at += MOST) await send(pictures.slice(at, at + MOST));
}
