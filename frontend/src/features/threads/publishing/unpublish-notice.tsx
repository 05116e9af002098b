import { Trans } from "@lingui/react/macro";
import type { ThreadOut } from "@/api/generated/types.gen";

/** What else ends with something that is about to be done: nobody but those of the group reads it afterwards. */
export function UnpublishNotice({ thread }: { thread: ThreadOut }) {
  return thread.public && <Trans>Тема перестане бути публічною.</Trans>;
}
