import type { NotificationAbout, NotificationOut } from "@/api/generated/types.gen";

/** Notifications about one thing, or a single one about none that some feature knows. */
export interface NotificationGroup {
  key: string;
  newest: NotificationOut;
  older: NotificationOut[];
}

type Topics = readonly NotificationAbout["kind"][];

/** Return the notifications that were loaded as groups, the one with the newest first. */
export function groupNotifications(newestFirst: NotificationOut[], topics: Topics): NotificationGroup[] {
  const groups = new Map<string, NotificationGroup>();
  for (const item of newestFirst) {
    const { about } = item;
    const key = about && topics.includes(about.kind) ? `${about.kind}:${about.id}` : item.id;
    const group = groups.get(key);
    if (group) group.older.push(item);
    else groups.set(key, { key, newest: item, older: [] });
  }
  return [...groups.values()];
}

export function listItems({ newest, older }: NotificationGroup): NotificationOut[] {
  return [newest, ...older];
}
