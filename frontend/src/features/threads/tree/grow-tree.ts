import type { MessageOut } from "@/api/generated/types.gen";

/** A message with what answers it. */
export interface Branch {
  message: MessageOut;
  /** What it answers, when it does not hang on that; null when that is not loaded. */
  answers?: MessageOut | null;
  /** Number of the message on which it hangs. */
  parent: number | null;
  childrenOf: Branch[];
}

/** So many levels are set in; who answers deeper stands beside what they answer, and names it. */
const DEEPEST = 3;

interface Place {
  branch: Branch;
  /** Those among which it stands. */
  beside: Branch[];
  depth: number;
}

/** Messages by what they answer: each stands below its question, those of one question in the order of time. */
export function growTree(messages: MessageOut[]): Branch[] {
  const roots: Branch[] = [];
  const places = new Map<string, Place>();
  for (const message of messages) {
    const parent = message.reply_to ? places.get(message.reply_to) : undefined;
    const place = parent ? below(parent, message) : root(message, roots);
    place.beside.push(place.branch);
    places.set(message.id, place);
  }
  return roots;
}

function root(message: MessageOut, roots: Branch[]): Place {
  const branch: Branch = { message, parent: null, childrenOf: [] };
  if (message.reply_to) branch.answers = null;
  return { branch, beside: roots, depth: 0 };
}

function below({ branch: parent, beside, depth }: Place, message: MessageOut): Place {
  const branch: Branch = { message, parent: parent.message.number, childrenOf: [] };
  if (depth < DEEPEST) return { branch, beside: parent.childrenOf, depth: depth + 1 };
  return { branch: { ...branch, answers: parent.message }, beside, depth };
}

/** Whether something of a branch stands below the honey line of the order of time. */
export function containsUnread({ message, childrenOf: twigs }: Branch, unreadFrom: number | null): boolean {
  if (unreadFrom === null) return false;
  return message.number >= unreadFrom || twigs.some((twig) => containsUnread(twig, unreadFrom));
}
