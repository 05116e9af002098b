/** What a reminder offers, as it stands in the address of an action item (`?do=snooze`). */
const ASKED = ["done", "accept", "verify", "snooze", "help"] as const;

export type Asked = (typeof ASKED)[number];

export function isAsked(value: unknown): value is Asked {
  return (ASKED as readonly unknown[]).includes(value);
}
