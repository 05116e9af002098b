/** Whether somebody may be led there after a sign-in: a page of ours, and no other site. */
export function isInternalPath(next: unknown): next is string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next);
}
