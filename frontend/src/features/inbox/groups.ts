import type { NotificationOut } from "@/api/generated/types.gen";

/** Notifications about one thread or action item, or a single one about neither. */
export interface NotificationGroup {
  key: string;
  newest: NotificationOut;
  older: NotificationOut[];
}

/** Return the notifications that were loaded as groups, the one with the newest first. */
export function groupNotifications(newestFirst: NotificationOut[]): NotificationGroup[] {
  const groups = new Map<string, NotificationGroup>();
  for (const item of newestFirst) {
    const key = item.about ? `${item.about.kind}:${item.about.id}` : item.id;
    const group = groups.get(key);
    if (group) group.older.push(item);
    else groups.set(key, { key, newest: item, older: [] });
  }
  return [...groups.values()];
}

export function listItems({ newest, older }: NotificationGroup): NotificationOut[] {
  return [newest, ...older];
}
