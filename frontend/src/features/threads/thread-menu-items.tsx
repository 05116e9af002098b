import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import type { ThreadOut } from "@/api/generated/types.gen";
import { useWide } from "@/lib/use-wide";
import type { MenuPlace } from "@/ui/lazy-menu";
import { OpenMenu } from "@/ui/open-menu";
import { useThreadDialog } from "./active-dialog";
import type { ThreadDialog } from "./thread-dialogs";
import { THREAD_STEPS } from "./thread-step";
import { usePin } from "./use-pin";

interface Offer {
  label: string;
  onChoose: () => void;
}

/** Actions of people who lead a thread, grouped by floor, content and audience. */
function useOffers(thread: ThreadOut) {
  const { t, i18n } = useLingui();
  const open = useThreadDialog();
  const wide = useWide();
  const pin = usePin(thread);
  const offer = (may: boolean, label: string, opens: ThreadDialog): Offer[] =>
    may ? [{ label, onChoose: () => open(opens) }] : [];
  const can = (action: ThreadOut["allowed"][number]) => thread.allowed.includes(action);
  const isRoundPossible = can("keep_floor") && thread.state === "open" && !thread.round;
  const reopen = THREAD_STEPS.get("reopen");
  const mayReopen = thread.state === "summarising" && can("reopen");
  return [
    {
      title: t`Порядок розмови`,
      offers: [
        ...offer(can("keep_floor"), t`Пауза і темп розмови`, { kind: "floor" }),
        ...offer(isRoundPossible, t`Почати коло`, { kind: "round" }),
        ...offer(can("hand_over"), t`Передати ведення`, { kind: "handOver" }),
      ],
    },
    {
      title: t`Упорядкувати`,
      offers: [
        ...offer(can("edit"), t`Змінити тему`, { kind: "edit" }),
        // Where there is room it stands beside the menu.
        ...(can("pin") && !wide ? [{ label: pin.label, onChoose: pin.toggle }] : []),
        ...offer(can("post"), t`Запропонувати рішення`, { kind: "decision" }),
        ...offer(can("sum_up"), t`Додати питання`, { kind: "question" }),
        ...offer(can("sum_up"), t`Додати тезу`, { kind: "statement" }),
        ...offer(mayReopen, i18n._(reopen.label), { kind: "step", step: reopen }),
        ...offer(can("merge"), t`Об’єднати з іншою темою`, { kind: "merge" }),
        ...offer(can("move"), t`Перенести до іншої групи`, { kind: "move" }),
      ],
    },
    {
      title: t`Хто бачить`,
      offers: [
        ...offer(can("set_audience"), t`Змінити, хто бачить`, { kind: "audience" }),
        ...(thread.public
          ? offer(can("take_back"), t`Сховати від загалу`, { kind: "unpublish" })
          : offer(can("publish"), t`Оприлюднити тему`, { kind: "publish" })),
      ],
    },
  ].filter(({ offers }) => offers.length > 0);
}

/** The less frequent actions of people who lead a thread. */
export function ThreadMenuItems({ thread, ...place }: MenuPlace & { thread: ThreadOut }) {
  return (
    <OpenMenu {...place} position="bottom-start">
      {useOffers(thread).map(({ title, offers }, nth) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of menu items is no fieldset
        <div key={title} role="group" aria-label={title}>
          {nth > 0 && <Menu.Divider />}
          <Menu.Label aria-hidden="true">{title}</Menu.Label>
          {offers.map(({ label, onChoose }) => (
            <Menu.Item key={label} onClick={onChoose}>
              {label}
            </Menu.Item>
          ))}
        </div>
      ))}
    </OpenMenu>
  );
}
