import type { DossierPageOut, GistOut, Me } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { actionReducer } from "./action-reducer";
import { groupReducer, threadListReducer } from "./group-reducers";
import { messagesReducer } from "./messages-reducer";
import { type AnyReducer, eraseState, type TopicReducer } from "./reducer";
import { threadReducer } from "./thread-reducer";

const meReducer: TopicReducer<Me> = { key: keys.me, apply: (me) => me };

/** It is loaded anew after what changes it: see `invalidations`. */
const gistBook = (threadId: string): TopicReducer<GistOut> => ({
  key: keys.gist(threadId),
  apply: (gist) => gist,
});

/** Frames of a dossier only say what changed: it is loaded anew. */
const dossierReducer = (dossierId: string): TopicReducer<DossierPageOut> => ({
  key: keys.dossier(dossierId),
  apply: (dossier) => dossier,
});

/** The states that a topic keeps up to date. */
export function reducersFor(topic: string): AnyReducer[] {
  const [kind = "", id = ""] = topic.split(":");
  switch (kind) {
    case "thread":
      return [eraseState(threadReducer(id)), eraseState(messagesReducer(id)), eraseState(gistBook(id))];
    case "group":
      return [eraseState(groupReducer(id)), eraseState(threadListReducer(id))];
    case "action":
      return [eraseState(actionReducer(id))];
    case "dossier":
      return [eraseState(dossierReducer(id))];
    case "user":
      return [eraseState(meReducer)];
    default:
      return [];
  }
}
