import type { ActionPageOut } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { readPayload, type TopicReducer } from "./reducer";

/** One action item. What the reader may do next is asked of the server: it depends on who reads. */
export function actionReducer(actionId: string): TopicReducer<ActionPageOut> {
  return {
    key: keys.action(actionId),
    apply: (action, frame) => {
      const facts = readPayload(frame, "action");
      return facts ? { ...action, ...facts } : action;
    },
  };
}
