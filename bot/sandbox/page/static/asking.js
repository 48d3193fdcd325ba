// Asking the server: what it answers, or one line that says why not.

import { phrase, say } from "./words.js";

/** The JSON of an answer. Throws an Error whose message is one line, in the chosen language, that can be shown. */
export async function get(path, options) {
  const response = await fetch(path, options).catch(() => null);
  if (!response) throw new Error(say("server_gone"));
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Error(phrase(body?.error) || say("failed", { status: response.status }));
}

export function ask(path, body = {}) {
  const form = body instanceof FormData;
  const headers = form ? { "X-Page": "1" } : { "X-Page": "1", "Content-Type": "application/json" };
  return get(path, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
}
