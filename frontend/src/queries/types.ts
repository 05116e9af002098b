/** Parts of generated types that have no name of their own in the schema. Nothing is described by hand. */
import type { NotificationOut, Voice } from "@/api/generated/types.gen";

export type Notification = NotificationOut;
export type Organisation = NonNullable<Voice["organisation"]>;
