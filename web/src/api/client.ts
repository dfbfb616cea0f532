/** Requests to the server that this page came from, and to no other. */
import type {
  Conversation,
  ConversationList,
  Edit,
  Event,
  Input,
  Options,
  Kept,
  Prompt,
  Suggestion,
  Problem as ProblemBody,
  Vocabulary,
} from "./types";
import { language } from "../state/language.svelte";

/** The server's own words about what went wrong. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryable: boolean,
  ) {
    super(message);
  }
}

/** No answer: the server does not run, or cannot be reached. */
export class Unreachable extends Error {}

/** A fetch with the page's language; raises Problem and Unreachable, or AbortError where ``signal`` says so. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", language.now);
  if (init.body && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Unreachable();
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const told = (await answer.json()) as ProblemBody;
    return new Problem(answer.status, told.code, told.detail, told.retryable ?? false);
  } catch {
    return new Problem(answer.status, "http", `HTTP ${answer.status}`, answer.status >= 500);
  }
}

/** The answer's body as ``Shape``. */
export async function json<Shape>(path: string, init: RequestInit = {}): Promise<Shape> {
  return (await (await ask(path, init)).json()) as Shape;
}

const at = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;
export const sent = (method: string, body?: unknown): RequestInit =>
  body === undefined ? { method } : { method, body: JSON.stringify(body) };

export const api = {
  conversations: (words: string, offset: number, signal?: AbortSignal) =>
    json<ConversationList>(
      `/api/conversations?${new URLSearchParams({ q: words, offset: String(offset), limit: "30" })}`,
      signal ? { signal } : {},
    ),
  create: async () => (await json<{ id: string }>("/api/conversations", sent("POST"))).id,
  conversation: (id: string, signal?: AbortSignal) => json<Conversation>(at(id), signal ? { signal } : {}),
  rename: (id: string, title: string) => json<Conversation>(at(id), sent("PATCH", { title })),
  goTo: (id: string, number: number) => json<Conversation>(at(id), sent("PATCH", { scene_number: number })),
  remove: (id: string) => ask(at(id), sent("DELETE")),
  exportOf: (id: string) => `${at(id)}/export`,

  /** The new turn's id; ``key`` makes a repeated request one turn. */
  submit: async (id: string, text: string, edits: Edit[] | null, options: Options, prompt: Prompt | null, key: string) =>
    (
      await json<{ turn_id: string }>(`${at(id)}/turns`, {
        ...sent("POST", { text, edits, options, prompt }),
        headers: { "Idempotency-Key": key },
      })
    ).turn_id,
  /** What may be asked for after a turn. */
  suggestions: (turn: string) => json<Suggestion[]>(`/api/turns/${turn}/suggestions`),
  cancel: (turn: string) => ask(`/api/turns/${turn}/cancel`, sent("POST")),
  /** The events of a turn so far, without its steps. */
  told: (turn: string, signal?: AbortSignal) =>
    json<Event[]>(`/api/turns/${turn}/events?steps=false`, {
      headers: { Accept: "application/json" },
      ...(signal ? { signal } : {}),
    }),
  /** A picture with what was said of it. */
  kept: (id: string) => json<Kept>(`/api/pictures/${encodeURIComponent(id)}/kept`),
  /** Brings a picture file: to start from, as a mask, or to have its settings restored. */
  bring: (file: Blob) =>
    json<Input>("/api/inputs", { method: "POST", body: file, headers: { "Content-Type": file.type || "image/png" } }),
  words: () => json<Vocabulary>("/api/words"),
  inChinese: (phrases: string[]) =>
    json<Record<string, string>>(`/api/words/chinese?${new URLSearchParams(phrases.map((phrase) => ["phrase", phrase]))}`),
  alive: () => ask("/api/health"),
};

/** A key that no other request has; ``crypto.randomUUID`` is missing where the page is not on localhost. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join("");
}
