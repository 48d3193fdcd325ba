// Asking the server: what it answers, or one line that says why not.

import { phrase, say } from "./words.js";

export const PATIENCE = 15_000; // ms: with many windows open, a browser lets requests wait without a word
const POOR_LINE = 50; // bytes it carries in a ms

/** The JSON of an answer. Throws an Error whose message is one line, in the chosen language, that can be shown. */
export async function get(path, { patience = PATIENCE, ...options } = {}) {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience), ...options }).catch((fault) => fault);
  if (response instanceof Error) throw new Error(say(response.name === "TimeoutError" ? "too_slow" : "server_gone"));
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Error(phrase(body?.error) || say("failed", { status: response.status }));
}

export function ask(path, body = {}, patience = PATIENCE) {
  const form = body instanceof FormData;
  const bytes = form ? [...body.values()].reduce((sum, { size }) => sum + (size ?? 0), 0) : 0;
  const headers = form ? { "X-Page": "1" } : { "X-Page": "1", "Content-Type": "application/json" };
  return get(path, { method: "POST", headers, body: form ? body : JSON.stringify(body), patience: patience + bytes / POOR_LINE });
}
