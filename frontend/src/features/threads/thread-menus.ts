/** All menus of a thread in one file, apart from its dialogs: a menu is small, and opened more often. */
import { AttentionMenuItems } from "./attention-menu-items";
import { QuestionMenuItems } from "./gist/question-menu-items";
import { StatementMenuItems } from "./gist/statement-menu-items";
import { MessageMenuItems } from "./message-menu-items";
import { ReactionMenuItems } from "./reaction-menu-items";
import { ThreadMenuItems } from "./thread-menu-items";

export {
  AttentionMenuItems,
  MessageMenuItems,
  QuestionMenuItems,
  ReactionMenuItems,
  StatementMenuItems,
  ThreadMenuItems,
};
