import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu, Modal } from "@mantine/core";
import { IconCircleCheck, IconFlag, IconHeartHandshake, IconHelpCircle, IconPlus } from "@tabler/icons-react";
import type { MessageOut } from "@/api/generated/types.gen";
import { focusMessage } from "@/design/focus-message";
import { LateMenu } from "@/design/late-menu";
import { MessageAct } from "@/design/message-view";
import { useReturnFocus } from "@/design/use-return-focus";
import { DOT } from "@/lib/text";
import { useWide } from "@/lib/use-wide";
import type { Reaction } from "@/outbox/store";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./must-read.module.css";
import { Somebody } from "./somebody";
import { useThreadDesk } from "./thread-desk";
import { REACTIONS, useReacted } from "./use-reactions";

const LOOKS: Record<Reaction, { name: MessageDescriptor; icon: typeof IconPlus }> = {
  support: { name: msg`Підтримую`, icon: IconCircleCheck },
  thanks: { name: msg`Дякую`, icon: IconHeartHandshake },
  question: { name: msg`Маю питання`, icon: IconHelpCircle },
  important: { name: msg`Важливо`, icon: IconFlag },
};
const ICON = { size: 16, stroke: 1.75, "aria-hidden": true } as const;

interface ReactionsProps {
  message: MessageOut;
  name: string;
}

/** What people say to a message with one press; a menu holds what nobody has said yet. */
export function Reactions({ message, name }: ReactionsProps) {
  const desk = useThreadDesk();
  const may = desk.can("support");
  const shown = REACTIONS.filter(
    (one) => desk.reactedTo(message, one).length > 0 || (one === "support" && may),
  );
  return (
    <>
      {shown.map((one) => (
        <Said key={one} message={message} reaction={one} />
      ))}
      {may && <More message={message} name={name} />}
    </>
  );
}

function Said({ message, reaction }: { message: MessageOut; reaction: Reaction }) {
  const { t, i18n } = useLingui();
  const wide = useWide();
  const desk = useThreadDesk();
  const people = desk.reactedTo(message, reaction);
  const on = people.includes(desk.personId);
  const { name, icon: Icon } = LOOKS[reaction];
  const words = i18n._(name);
  return (
    <MessageAct
      aria-pressed={on}
      disabled={!desk.can("support") || !desk.ready}
      onClick={({ currentTarget }) => {
        if (on && people.length === 1 && reaction !== "support") focusMessage(currentTarget);
        desk.react(message, reaction, !on);
      }}
      aria-label={t`${words}, ${people.length}`}
      title={words}
    >
      <Icon {...ICON} />
      {wide && reaction === "support" && words} {people.length > 0 && people.length}
    </MessageAct>
  );
}

function More({ message, name }: ReactionsProps) {
  const { t, i18n } = useLingui();
  const desk = useThreadDesk();
  return (
    <LateMenu
      button={
        <MessageAct disabled={!desk.ready} aria-label={t`Відгукнутися: ${name}`} title={t`Відгукнутися`}>
          <IconPlus {...ICON} />
        </MessageAct>
      }
    >
      {() =>
        REACTIONS.filter((one) => one !== "support").map((one) => {
          const { name: words, icon: Icon } = LOOKS[one];
          const on = desk.reactedTo(message, one).includes(desk.personId);
          return (
            <Menu.CheckboxItem
              key={one}
              checked={on}
              closeMenuOnClick
              onChange={() => desk.react(message, one, !on)}
            >
              <span className={classes.said}>
                <Icon {...ICON} size={20} /> {i18n._(words)}
              </span>
            </Menu.CheckboxItem>
          );
        })
      }
    </LateMenu>
  );
}

interface ReactedDialogProps {
  message: MessageOut;
  onClose: () => void;
}

/** Who said what, by name. */
export function ReactedDialog({ message, onClose }: ReactedDialogProps) {
  const { t, i18n } = useLingui();
  const reacted = useReacted(message);
  useReturnFocus(true);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Хто відгукнувся`}
      closeButtonProps={{ "aria-label": t`Закрити` }}
    >
      <QueryGate query={reacted} loading={t`Завантажуємо список…`}>
        {(items) => (
          <div className={classes.answers}>
            {items.length === 0 && <Trans>Ніхто ще не відгукнувся.</Trans>}
            {REACTIONS.map((one) => {
              const people = items.filter(({ reaction }) => reaction === one);
              if (people.length === 0) return null;
              return (
                <section key={one}>
                  <h3>
                    {i18n._(LOOKS[one].name)}
                    {DOT}
                    {people.length}
                  </h3>
                  <ul className={classes.people}>
                    {people.map(({ person, organisation }) => (
                      <li key={person.id}>
                        <Somebody person={person} organisation={organisation} />
                      </li>
                    ))}
                  </ul>
                </section>
              );
            })}
          </div>
        )}
      </QueryGate>
    </Modal>
  );
}
