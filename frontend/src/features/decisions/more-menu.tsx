import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  type Icon as Glyph,
  IconBan,
  IconCalendarCheck,
  IconLock,
  IconPhoneCall,
  IconReplace,
  IconWorld,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { DecisionOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { ProposeDialog } from "@/modules/decisions/propose-dialog";
import type { DecisionDialogProps } from "@/modules/decisions/use-decision-command";
import { DotsMenu } from "@/ui/dots-menu";
import { Icon } from "@/ui/icon";
import { OutcomeDialog } from "./outcome-dialog";
import { PhoneDialog } from "./phone-dialog";
import { PublishDialog } from "./publication-note";
import { CloseDialog, WithdrawDialog } from "./step-dialogs";

interface Item {
  icon: Glyph;
  label: MessageDescriptor;
  isOpen: (decision: DecisionOut) => boolean;
  dialog: ComponentType<DecisionDialogProps>;
}

/** Propose what would take the place of this decision. */
function SupersedeDialog({ decision, onClose }: DecisionDialogProps) {
  const { group, thread_id } = decision;
  const origin = { groupId: group.id, supersedes: decision, ...(thread_id ? { threadId: thread_id } : {}) };
  return <ProposeDialog origin={origin} onClose={onClose} />;
}

const ITEMS: Item[] = [
  {
    icon: IconPhoneCall,
    label: msg`Записати телефонну відповідь`,
    isOpen: ({ allowed }) => allowed.includes("record_vote"),
    dialog: PhoneDialog,
  },
  {
    icon: IconLock,
    label: msg`Закрити зараз…`,
    isOpen: ({ allowed }) => allowed.includes("close"),
    dialog: CloseDialog,
  },
  {
    icon: IconCalendarCheck,
    label: msg`Рішення ще чинне: інший день перегляду`,
    isOpen: ({ allowed, review_on }) => allowed.includes("write_outcome") && review_on !== null,
    dialog: OutcomeDialog,
  },
  {
    icon: IconReplace,
    label: msg`Запропонувати інше замість цього`,
    isOpen: ({ allowed, state }) => allowed.includes("write_outcome") && state === "adopted",
    dialog: SupersedeDialog,
  },
  {
    icon: IconWorld,
    label: msg`Оприлюднити рішення`,
    isOpen: ({ allowed, publication }) => allowed.includes("publish") && !publication,
    dialog: PublishDialog,
  },
  {
    icon: IconBan,
    label: msg`Відкликати…`,
    isOpen: ({ allowed }) => allowed.includes("withdraw"),
    dialog: WithdrawDialog,
  },
];

/** What is done rarely, for who may; a dialog stays when somebody else was quicker. */
export function MoreMenu({ decision }: { decision: DecisionOut }) {
  const { i18n } = useLingui();
  const asked = useDialog<Item>();
  const items = ITEMS.filter(({ isOpen }) => isOpen(decision));
  return (
    <>
      {items.length > 0 && (
        <DotsMenu>
          {items.map((item) => (
            <Menu.Item
              key={item.label.id}
              leftSection={<Icon of={item.icon} />}
              onClick={() => asked.open(item)}
            >
              {i18n._(item.label)}
            </Menu.Item>
          ))}
        </DotsMenu>
      )}
      {asked.render(({ dialog: Dialog }, close) => (
        <Dialog decision={decision} onClose={close} />
      ))}
    </>
  );
}
