/** The menu of a card and its dialogs in one chunk: each page loads the names of all chunks. */
import { ActionMenuItems } from "./action-menu-items";
import { CardDialog } from "./card-dialog";

export { ActionMenuItems, CardDialog };
