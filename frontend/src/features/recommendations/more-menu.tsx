import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  type Icon as Glyph,
  IconLink,
  IconMessageReply,
  IconPencil,
  IconPhoneCall,
  IconReplace,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import type { RecommendationPageOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { WorkflowItems } from "@/kit/workflow/workflow-items";
import { AnswerDialog } from "@/modules/recommendations/answer-dialog";
import { StepDialog } from "@/modules/recommendations/step-dialog";
import { openSteps, type StepNow } from "@/modules/recommendations/steps";
import { DotsMenu } from "@/ui/dots-menu";
import { Icon } from "@/ui/icon";
import menuClasses from "@/ui/menu.module.css";
import { LinkActionDialog } from "./link-action-dialog";
import { ThemeDialog } from "./theme-dialog";
import { EditDialog, ReplaceDialog, useDiscard } from "./words-dialogs";

type Asked = "answer" | "log" | "theme" | "edit" | "replace" | "link" | "discard" | StepNow;

interface Item {
  asks: Exclude<Asked, StepNow>;
  icon: Glyph;
  label: MessageDescriptor;
  isOpen: (recommendation: RecommendationPageOut, steps: StepNow[]) => boolean;
}

const ITEMS: Item[] = [
  {
    asks: "answer",
    icon: IconMessageReply,
    label: msg`Змінити відповідь`,
    isOpen: ({ response }, steps) =>
      response !== "pending" && steps.some(({ answers, logged }) => answers && !logged),
  },
  {
    asks: "log",
    icon: IconPhoneCall,
    label: msg`Записати, що сказав адресат`,
    isOpen: (_, steps) => steps.some(({ logged }) => logged),
  },
  {
    asks: "edit",
    icon: IconPencil,
    label: msg`Змінити чернетку`,
    isOpen: ({ allowed }) => allowed.includes("edit"),
  },
  {
    asks: "replace",
    icon: IconReplace,
    label: msg`Замінити новою`,
    isOpen: ({ allowed }) => allowed.includes("supersede"),
  },
  {
    asks: "link",
    icon: IconLink,
    label: msg`Пов’язати доручення`,
    isOpen: ({ allowed }) => allowed.includes("make_action"),
  },
  {
    asks: "theme",
    icon: IconTag,
    label: msg({ message: "Змінити тему", context: "theme" }),
    isOpen: ({ allowed }) => allowed.includes("set_theme"),
  },
  {
    asks: "discard",
    icon: IconTrash,
    label: msg`Видалити чернетку`,
    isOpen: ({ allowed }) => allowed.includes("discard"),
  },
];

interface Props {
  recommendation: RecommendationPageOut;
}

/** What is done rarely, for who may; nothing where nothing is open. */
export function MoreMenu({ recommendation }: Props) {
  const { i18n } = useLingui();
  const asked = useDialog<Asked>();
  const discard = useDiscard(recommendation);
  const steps = openSteps(recommendation);
  const rare = steps.filter(({ name }) => name === "close" || name === "reopen");
  const items = ITEMS.filter(({ isOpen }) => isOpen(recommendation, steps));
  if (items.length + rare.length === 0) return null;
  return (
    <>
      <DotsMenu>
        {items.map(({ asks, icon, label }) => (
          <Menu.Item
            key={asks}
            className={asks === "discard" ? menuClasses.danger : undefined}
            leftSection={<Icon of={icon} />}
            onClick={() => (asks === "discard" ? discard.open() : asked.open(asks))}
          >
            {i18n._(label)}
          </Menu.Item>
        ))}
        <WorkflowItems transitions={rare} onChoose={asked.open} />
      </DotsMenu>
      {asked.render((what, onClose) => (
        <MoreDialog what={what} recommendation={recommendation} onClose={onClose} />
      ))}
      {discard.dialog}
    </>
  );
}

function MoreDialog({ what, ...shown }: Props & { what: Asked; onClose: () => void }) {
  switch (what) {
    case "answer":
      return <AnswerDialog {...shown} />;
    case "log":
      return <AnswerDialog {...shown} logged />;
    case "theme":
      return <ThemeDialog rows={[shown.recommendation]} onClose={shown.onClose} />;
    case "edit":
      return <EditDialog {...shown} />;
    case "replace":
      return <ReplaceDialog {...shown} />;
    case "link":
      return <LinkActionDialog {...shown} />;
    case "discard":
      return null;
    default:
      return <StepDialog {...shown} step={what} />;
  }
}
