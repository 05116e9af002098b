// Trusted Types: where the browser takes text for markup or for the address of a program, it asks here. The
// server's policy (Content-Security-Policy) lets no other code answer.

interface Rules {
  createHTML?: (text: string, type?: string, sink?: string) => string | null;
  createScriptURL?: (address: string) => string | null;
}
interface Factory {
  createPolicy(name: string, rules: Rules): { createHTML(text: string): string };
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
// The map asks its own file of it; the service worker stands at the root.
const PROGRAMS = /^\/(?:assets\/[\w.-]+|service-worker)\.m?js$/;

/** Style sheets that components write have no markup; a parsed document that nobody shows runs nothing. */
function harmless(text: string, _type?: string, sink?: string): string | null {
  return sink === "DOMParser parseFromString" || !text.includes("<") ? text : null;
}

function own(address: string): string | null {
  const { origin, pathname } = new URL(address, location.href);
  return origin === location.origin && PROGRAMS.test(pathname) ? address : null;
}

factory?.createPolicy("default", { createHTML: harmless, createScriptURL: own });
const cleaned = factory?.createPolicy("cleaned", { createHTML: (html) => html });

/** Markup that the server has rendered and cleaned: nothing else may come this way. */
export function fromServer(html: string): string {
  return cleaned?.createHTML(html) ?? html;
}
