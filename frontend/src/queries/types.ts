/** Names for parts of generated types that have none in the schema. No type is written by hand. */
import type { NotificationOut, Voice } from "@/api/generated/types.gen";

export type Notification = NotificationOut;
export type Organisation = NonNullable<Voice["organisation"]>;
