import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { answered } from "@/api/answered";
import { patchThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { tagsTyped } from "@/widgets/tags";
import { TagsField } from "@/widgets/tags-field";
import { Unclaimed } from "@/widgets/unclaimed";
import { useChange } from "@/widgets/use-change";

/** Under which words the thread is found. */
export function TagsDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const [tags, setTags] = useState(() => thread.tags.join(", "));
  const changing = useChange({
    ask: () =>
      answered(
        patchThreadDetails({
          path: { thread_id: thread.id },
          body: { tags: tagsTyped(tags) },
          headers: ifMatch(thread.version),
        }),
      ),
    said: t`Збережено`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  return (
    <Dialog
      opened
      title={t`Мітки теми`}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={() => changing.mutate(undefined)}
    >
      <TagsField value={tags} onChange={setTags} problem={changing.error} autoFocus />
      <Unclaimed error={changing.error} />
    </Dialog>
  );
}
