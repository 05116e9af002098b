import type { GistOut, Me } from "@/api/generated/types.gen";
import { keys } from "@/queries/keys";
import { actionBook } from "./action-reducer";
import { groupBook, threadListBook } from "./group-reducers";
import { messagesBook } from "./messages-reducer";
import { type AnyBook, anyBook, type Book } from "./reducer";
import { threadBook } from "./thread-reducer";

const meBook: Book<Me> = { key: keys.me, turn: (me) => me };

/** It is loaded anew after what changes it: see `consequences`. */
const gistBook = (threadId: string): Book<GistOut> => ({ key: keys.gist(threadId), turn: (gist) => gist });

/** The states that a topic keeps up to date. */
export function booksOf(topic: string): AnyBook[] {
  const [kind = "", id = ""] = topic.split(":");
  switch (kind) {
    case "thread":
      return [anyBook(threadBook(id)), anyBook(messagesBook(id)), anyBook(gistBook(id))];
    case "group":
      return [anyBook(groupBook(id)), anyBook(threadListBook(id))];
    case "action":
      return [anyBook(actionBook(id))];
    case "user":
      return [anyBook(meBook)];
    default:
      return [];
  }
}
