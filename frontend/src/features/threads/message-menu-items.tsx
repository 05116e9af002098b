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
  IconGavel,
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
import { useGistMarks } from "./gist/summary-editing";
import { DialogItem, MenuItem } from "./menu-item";
import { useMessageActions } from "./message-actions";
import { useLiftMustRead } from "./use-must-read";
import { REACTIONS } from "./use-reactions";
import { useChosenIn } from "./use-text-selection";

interface ItemsProps {
  message: MessageOut;
}

/** All that can be done with a message. */
export function MessageMenuItems({ message, ...place }: ItemsProps & MenuPlace) {
  const desk = useMessageActions();
  return (
    <OpenMenu {...place}>
      {desk.can("post") && <AnswerItems message={message} />}
      {desk.can("make_action") && (
        <DialogItem icon={IconChecklist} opens={{ kind: "action", message }}>
          <Trans>Створити доручення</Trans>
        </DialogItem>
      )}
      {desk.can("post") && (
        <DialogItem icon={IconGavel} opens={{ kind: "decision", message }}>
          <Trans>Запропонувати рішення</Trans>
        </DialogItem>
      )}
      <CopyLinkItem message={message} />
      <ReadingItems message={message} />
      <GistItems message={message} />
      {desk.can("make_must_read") && <MustReadItems message={message} />}
      {/* For those who lead: a message, with what answers it, is the beginning of a thread of its own. */}
      {desk.can("split") && (
        <DialogItem icon={IconArrowsSplit} opens={{ kind: "split", message }}>
          <Trans>Виокремити в нову тему…</Trans>
        </DialogItem>
      )}
      <ModerationItems message={message} />
      <OwnItems message={message} />
    </OpenMenu>
  );
}

/** What was chosen before stays known: all of the message can be quoted just as well. */
function AnswerItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  const chosen = useChosenIn(desk.chosen, message.number);
  return (
    <>
      <MenuItem icon={IconArrowBackUp} onClick={() => desk.answer(message)}>
        <Trans>Відповісти</Trans>
      </MenuItem>
      {chosen && (
        <MenuItem icon={IconQuote} onClick={() => desk.quote(message, chosen)}>
          <Trans>Цитувати виділене</Trans>
        </MenuItem>
      )}
      <MenuItem icon={IconQuote} onClick={() => desk.quote(message)}>
        <Trans>Цитувати</Trans>
      </MenuItem>
    </>
  );
}

function CopyLinkItem({ message }: ItemsProps) {
  const { t } = useLingui();
  const copy = useCopy();
  const copyLink = async () => {
    const address = `${location.origin}/threads/${message.thread_id}?message=${message.number}`;
    if (await copy(address)) toast(t`Посилання скопійовано`);
  };
  return (
    <MenuItem icon={IconLink} onClick={() => void copyLink()}>
      <Trans>Копіювати посилання</Trans>
    </MenuItem>
  );
}

/** What others have made of it, what it said before, and reading it again. */
function ReadingItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  return (
    <>
      {REACTIONS.some((one) => desk.reactedTo(message, one).length > 0) && (
        <DialogItem icon={IconUsers} opens={{ kind: "reacted", message }}>
          <Trans>Хто відгукнувся</Trans>
        </DialogItem>
      )}
      {desk.can("mark_read") && (
        <MenuItem icon={IconMailOpened} onClick={() => desk.readLater(message)}>
          <Trans>Позначити непрочитаним звідси</Trans>
        </MenuItem>
      )}
      {message.edited_at && (
        <DialogItem icon={IconHistory} opens={{ kind: "editHistory", message }}>
          <Trans>Як було раніше</Trans>
        </DialogItem>
      )}
    </>
  );
}

/** What the message is for the statements, questions and summary of the thread. */
function GistItems({ message }: ItemsProps) {
  const { cite, asks, leads, points } = useGistMarks();
  const { number } = message;
  return (
    <>
      {leads && !points.has(number) && (
        <DialogItem icon={IconStar} opens={{ kind: "statement", source: message }}>
          <Trans>Додати до тез…</Trans>
        </DialogItem>
      )}
      {asks && (
        <DialogItem icon={IconCircleCheck} opens={{ kind: "resolveQuestion", to: "answered", number }}>
          <Trans>Це відповідь на питання…</Trans>
        </DialogItem>
      )}
      {cite && (
        <MenuItem icon={IconNumber} onClick={() => cite(number)}>
          <Trans>Послатися в підсумку (#{message.number})</Trans>
        </MenuItem>
      )}
    </>
  );
}

function MustReadItems({ message }: ItemsProps) {
  const lift = useLiftMustRead(message);
  if (!message.must_read) {
    return (
      <DialogItem icon={IconEyeCheck} opens={{ kind: "mustRead", message }}>
        <Trans>Зробити обов’язковим…</Trans>
      </DialogItem>
    );
  }
  return (
    <>
      <DialogItem icon={IconEyeCheck} opens={{ kind: "mustRead", message }}>
        <Trans>Змінити строк ознайомлення…</Trans>
      </DialogItem>
      <MenuItem icon={IconEyeOff} onClick={() => lift.mutate()}>
        <Trans>Більше не обов’язкове</Trans>
      </MenuItem>
    </>
  );
}

/** What may be done about what somebody else wrote: who moderates need not tell those who do. */
function ModerationItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  if (message.author.person.id === desk.personId) return null;
  return (
    <>
      {desk.can("report") && !desk.can("moderate") && (
        <DialogItem icon={IconFlag} opens={{ kind: "moderation", message, by: "report" }}>
          <Trans>Поскаржитися…</Trans>
        </DialogItem>
      )}
      {desk.can("moderate") && (
        <DialogItem icon={IconEyeOff} opens={{ kind: "moderation", message, by: "hide" }}>
          <Trans>Приховати…</Trans>
        </DialogItem>
      )}
    </>
  );
}

/** Whoever speaks here may change what they wrote, also while no new messages are taken; what anybody reads
 * they take back at any time.
 */
function OwnItems({ message }: ItemsProps) {
  const desk = useMessageActions();
  const speaks = desk.changesOwn;
  if (message.author.person.id !== desk.personId || !(speaks || desk.isPublic(message))) return null;
  return (
    <>
      <Menu.Divider />
      {speaks && (
        <MenuItem icon={IconPencil} onClick={() => desk.correct(message)}>
          <Trans>Змінити</Trans>
        </MenuItem>
      )}
      <DialogItem icon={IconTrash} opens={{ kind: "deleteMessage", message }}>
        <Trans>Видалити…</Trans>
      </DialogItem>
    </>
  );
}
