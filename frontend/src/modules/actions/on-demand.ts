/** Parts of a card that are loaded when they are opened. */
import { onDemand } from "@/ui/on-demand";

const load = () => import("./card-menu");

export const ActionMenuItems = onDemand(async () => (await load()).ActionMenuItems);
export const CardDialog = onDemand(async () => (await load()).CardDialog);
