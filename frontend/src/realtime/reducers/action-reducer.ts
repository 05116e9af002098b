import type { ActionPageOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import type { ActionFacts } from "@/queries/types";
import { type Book, carried } from "./reducer";

/** One action item. What the reader may do next is asked of the server: it depends on who reads. */
export function actionBook(actionId: string): Book<ActionPageOut> {
  return {
    key: keys.action(actionId),
    turn: (action, frame) => {
      const facts = carried<ActionFacts>(frame, "action");
      return facts ? { ...action, ...facts } : action;
    },
  };
}
