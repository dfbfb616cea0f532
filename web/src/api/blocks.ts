/** The text of a stream, cut into its blocks. */

/** One block of a text/event-stream; null for a comment or a retry hint. */
export function parsed(block: string): { id: number; name: string; data: string } | null {
  let id = 0;
  let name = "message";
  const data: string[] = [];
  for (const line of block.split(/\r\n|\r|\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, "");
    const field = line.slice(0, colon);
    if (field === "id") id = Number(value);
    else if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
  return data.length ? { id, name, data: data.join("\n") } : null;
}

/** The blocks of a text/event-stream as they arrive. */
export async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let waiting = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting += decoder.decode(value, { stream: true });
      const whole = waiting.split(/\r?\n\r?\n/);
      waiting = whole.pop() ?? "";
      yield* whole;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
