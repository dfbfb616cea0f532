/** The events of a turn or a training as they come: read with fetch, taken up again where the connection broke. */
import { blocks, parsed } from "./blocks";
import { ask, Problem } from "./client";

export interface Numbered<Event> {
  number: number;
  event: Event;
}

const TERMINAL = new Set(["finished", "refused", "failed", "cancelled"]);
export const isTerminal = (event: { type: string }): boolean => TERMINAL.has(event.type);

/**
 * Calls ``take`` with each event above ``after`` until the last one. Waits and tries again while the server is away,
 * telling ``broken``. Raises Problem for an unknown address, AbortError when ``signal`` says so.
 */
export async function follow<Event extends { type: string }>(
  address: string,
  after: number,
  take: (found: Numbered<Event>) => void,
  broken: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  let last = after;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const answer = await ask(address, {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(last) },
        cache: "no-store",
        signal,
      });
      if (answer.status === 204 || !answer.body) return;
      for await (const block of blocks(answer.body)) {
        const found = parsed(block);
        if (!found) continue;
        if (found.name === "problem") throw new Error(found.data);
        last = found.id;
        pause = 500;
        const event = JSON.parse(found.data) as Event;
        take({ number: found.id, event });
        if (isTerminal(event)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status < 500) throw error;
      broken(error);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 5000);
  }
}
