/** How a new tab learns which notification led to it: from its address, which forgets that at once. */
const NAME = "news";

export const NEWS_ID = /^[\da-f-]{36}$/;

export function addNotificationId(url: string, id: string): string {
  const { pathname, searchParams, hash } = new URL(url, location.origin);
  searchParams.set(NAME, id);
  return `${pathname}?${searchParams}${hash}`;
}

/** The notification that led here, if one did. */
export function takeNotificationId(): string | null {
  const address = new URL(location.href);
  const id = address.searchParams.get(NAME);
  if (id === null) return null;
  address.searchParams.delete(NAME);
  history.replaceState(history.state, "", address);
  return NEWS_ID.test(id) ? id : null;
}
