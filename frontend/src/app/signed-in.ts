/**
 * What a signed-in person needs on every page, and the page they open first. One dynamic import: visitors without an
 * account load none of it, and Today is there together with what surrounds it.
 */
import { openThread } from "@/data/first-load";
import { TodayPage } from "@/features/today/today-page";
import { restoreCopies } from "@/offline/copies";
import { isLeaving } from "@/widgets/leave";
import { purgeOverdue, settleLeftBehind } from "@/widgets/left-behind";
import { Shell } from "./shell/shell";

export { isLeaving, openThread, purgeOverdue, restoreCopies, Shell, settleLeftBehind, TodayPage };
