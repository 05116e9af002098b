import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowsSplit,
  IconChecklist,
  IconCircleCheck,
  IconEyeCheck,
  IconEyeOff,
  IconFlag,
  IconHistory,
  IconLink,
  IconMailOpened,
  IconNumber,
  IconPencil,
  IconQuote,
  IconStar,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { useCopy } from "@/kit/copy-button";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { toast } from "@/ui/toast";
import { useThreadDialog } from "./active-dialog";
import { useGistMarks } from "./gist/summary-editing";
import { useMessageActions } from "./message-actions";
import { useLiftMustRead } from "./use-must-read";
import { REACTIONS } from "./use-reactions";
import { useChosenIn } from "./use-text-selection";

const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface ItemsProps {
  message: MessageOut;
}

/** What may be done about what somebody else wrote: who moderates need not tell those who do. */
function ModerationItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const large = { ...ICON, size: 20 };
  if (message.author.person.id === desk.personId) return null;
  return (
    <>
      {desk.can("report") && !desk.can("moderate") && (
        <Menu.Item
          leftSection={<IconFlag {...large} />}
          onClick={() => open({ kind: "moderation", message, by: "report" })}
        >
          <Trans>Поскаржитися…</Trans>
        </Menu.Item>
      )}
      {desk.can("moderate") && (
        <Menu.Item
          leftSection={<IconEyeOff {...large} />}
          onClick={() => open({ kind: "moderation", message, by: "hide" })}
        >
          <Trans>Приховати…</Trans>
        </Menu.Item>
      )}
    </>
  );
}

function MustReadItems({ message }: ItemsProps) {
  const open = useThreadDialog();
  const large = { ...ICON, size: 20 };
  const lift = useLiftMustRead(message);
  if (!message.must_read) {
    return (
      <Menu.Item
        leftSection={<IconEyeCheck {...large} />}
        onClick={() => open({ kind: "mustRead", message })}
      >
        <Trans>Зробити обов’язковим…</Trans>
      </Menu.Item>
    );
  }
  return (
    <>
      <Menu.Item
        leftSection={<IconEyeCheck {...large} />}
        onClick={() => open({ kind: "mustRead", message })}
      >
        <Trans>Змінити строк ознайомлення…</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconEyeOff {...large} />} onClick={() => lift.mutate()}>
        <Trans>Більше не обов’язкове</Trans>
      </Menu.Item>
    </>
  );
}

/** What was chosen before stays known: all of the message can be quoted just as well. */
function QuoteItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  const icon = <IconQuote {...ICON} size={20} />;
  const chosen = useChosenIn(desk.chosen, message.number);
  return (
    <>
      {chosen && (
        <Menu.Item leftSection={icon} onClick={() => desk.quote(message, chosen)}>
          <Trans>Цитувати виділене</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={icon} onClick={() => desk.quote(message)}>
        <Trans>Цитувати</Trans>
      </Menu.Item>
    </>
  );
}

/** Whoever speaks here may change what they wrote, also while no new messages are taken; what anybody reads
 * they take back at any time.
 */
function OwnItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const large = { ...ICON, size: 20 };
  const speaks = desk.changesOwn;
  if (message.author.person.id !== desk.personId || !(speaks || desk.isPublic(message))) return null;
  return (
    <>
      <Menu.Divider />
      {speaks && (
        <Menu.Item leftSection={<IconPencil {...large} />} onClick={() => desk.correct(message)}>
          <Trans>Змінити</Trans>
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconTrash {...large} />}
        onClick={() => open({ kind: "deleteMessage", message })}
      >
        <Trans>Видалити…</Trans>
      </Menu.Item>
    </>
  );
}

/** For those who lead: a message, with what answers it, is the beginning of a thread of its own. */
function PartItem({ message }: ItemsProps) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  if (!desk.can("split")) return null;
  return (
    <Menu.Item
      leftSection={<IconArrowsSplit size={20} stroke={1.75} aria-hidden="true" />}
      onClick={() => open({ kind: "split", message })}
    >
      <Trans>Виокремити в нову тему…</Trans>
    </Menu.Item>
  );
}

/** All that can be done with a message. */
export function MessageMenuItems({ message, ...place }: ItemsProps & MenuPlace) {
  const desk = useMessageActions();
  const open = useThreadDialog();
  const { t } = useLingui();
  const copy = useCopy();
  const { cite, asks, leads, points } = useGistMarks();
  const copyLink = async () => {
    const address = `${location.origin}/threads/${message.thread_id}?message=${message.number}`;
    if (await copy(address)) toast(t`Посилання скопійовано`);
  };
  const large = { ...ICON, size: 20 };
  return (
    <OpenMenu {...place}>
      {desk.can("post") && (
        <Menu.Item leftSection={<IconArrowBackUp {...large} />} onClick={() => desk.answer(message)}>
          <Trans>Відповісти</Trans>
        </Menu.Item>
      )}
      {desk.can("post") && <QuoteItems message={message} />}
      {desk.can("make_action") && (
        <Menu.Item
          leftSection={<IconChecklist {...large} />}
          onClick={() => open({ kind: "action", message })}
        >
          <Trans>Створити доручення</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLink {...large} />} onClick={() => void copyLink()}>
        <Trans>Копіювати посилання</Trans>
      </Menu.Item>
      {REACTIONS.some((one) => desk.reactedTo(message, one).length > 0) && (
        <Menu.Item leftSection={<IconUsers {...large} />} onClick={() => open({ kind: "reacted", message })}>
          <Trans>Хто відгукнувся</Trans>
        </Menu.Item>
      )}
      {desk.can("mark_read") && (
        <Menu.Item leftSection={<IconMailOpened {...large} />} onClick={() => desk.readLater(message)}>
          <Trans>Позначити непрочитаним звідси</Trans>
        </Menu.Item>
      )}
      {message.edited_at && (
        <Menu.Item
          leftSection={<IconHistory {...large} />}
          onClick={() => open({ kind: "editHistory", message })}
        >
          <Trans>Як було раніше</Trans>
        </Menu.Item>
      )}
      {leads && !points.has(message.number) && (
        <Menu.Item
          leftSection={<IconStar {...large} />}
          onClick={() => open({ kind: "statement", source: message })}
        >
          <Trans>Додати до тез…</Trans>
        </Menu.Item>
      )}
      {asks && (
        <Menu.Item
          leftSection={<IconCircleCheck {...large} />}
          onClick={() => open({ kind: "resolveQuestion", to: "answered", number: message.number })}
        >
          <Trans>Це відповідь на питання…</Trans>
        </Menu.Item>
      )}
      {cite && (
        <Menu.Item leftSection={<IconNumber {...large} />} onClick={() => cite(message.number)}>
          <Trans>Послатися в підсумку (#{message.number})</Trans>
        </Menu.Item>
      )}
      {desk.can("make_must_read") && <MustReadItems message={message} />}
      <PartItem message={message} />
      <ModerationItems message={message} />
      <OwnItems message={message} />
    </OpenMenu>
  );
}
