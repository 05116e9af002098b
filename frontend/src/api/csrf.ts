/** Cookies of production carry the prefix that binds them to this host. */
const NAMES = ["__Host-viche_csrf", "viche_csrf"];

/** Proof that a change comes from our own page; empty before the first answer of the server. */
export function csrfToken(): string {
  for (const part of document.cookie.split("; ")) {
    const [name = "", value = ""] = part.split("=");
    if (NAMES.includes(name)) return decodeURIComponent(value);
  }
  return "";
}
