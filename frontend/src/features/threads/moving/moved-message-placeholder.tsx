import { Trans } from "@lingui/react/macro";
import type { MessageOut } from "@/api/generated/types.gen";
import { threadPath } from "@/modules/entities/paths";
import { AppLink } from "@/ui/app-link";

/** In the place of a message that goes on in another thread. */
export function MovedMessagePlaceholder({ moved }: { moved: NonNullable<MessageOut["moved"]> }) {
  if (!moved.thread_id) return <Trans>Повідомлення перенесено до теми, якої ви не бачите.</Trans>;
  return (
    <>
      <Trans>Повідомлення перенесено до іншої теми.</Trans>{" "}
      <AppLink className="v-reach" href={threadPath(moved.thread_id, moved.number)}>
        <Trans>Перейти до нього</Trans>
      </AppLink>
    </>
  );
}
