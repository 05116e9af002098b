/** What a card of an action item shows only when somebody opens it. */
import { onDemand } from "@/ui/on-demand";

const load = () => import("./card-menu");

export const ActionMenuItems = onDemand(async () => (await load()).ActionMenuItems);
export const CardDialog = onDemand(async () => (await load()).CardDialog);
