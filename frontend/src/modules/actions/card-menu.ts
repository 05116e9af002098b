/** The menu of a card and what it opens, in one file: the names of files are in what each page loads. */
import { ActionMenuItems } from "./action-menu-items";
import { CardDialog } from "./card-dialog";

export { ActionMenuItems, CardDialog };
