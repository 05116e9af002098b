import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconArrowsSplit } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { AppLink } from "@/design/app-link";
import type { ThreadDesk } from "../thread-desk";

/** In the place of a message that goes on in another thread. */
export function MovedStone({ moved }: { moved: NonNullable<MessageOut["moved"]> }) {
  if (!moved.thread_id) return <Trans>Повідомлення перенесено до теми, якої ви не бачите.</Trans>;
  return (
    <>
      <Trans>Повідомлення перенесено до іншої теми.</Trans>{" "}
      <AppLink className="v-reach" href={`/threads/${moved.thread_id}?message=${moved.number}`}>
        <Trans>Перейти до нього</Trans>
      </AppLink>
    </>
  );
}

/** For those who lead: a message, with what answers it, is the beginning of a thread of its own. */
export function PartItem({ message, desk }: { message: MessageOut; desk: ThreadDesk }) {
  if (!desk.can("split")) return null;
  return (
    <Menu.Item
      leftSection={<IconArrowsSplit size={20} stroke={1.75} aria-hidden="true" />}
      onClick={() => desk.part(message)}
    >
      <Trans>Виокремити в нову тему…</Trans>
    </Menu.Item>
  );
}
