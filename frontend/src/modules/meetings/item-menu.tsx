import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconDots, IconPaperclip, IconPencil, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { deleteMeetingAgendaItem, patchMeetingAgendaItem } from "@/api/generated/sdk.gen";
import type { AgendaItemOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useDialog } from "@/kit/use-dialog";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { EditItemDialog, PaperDialog } from "./item-dialogs";
import { type MeetingProps, useMeetingCommand } from "./use-meeting-command";
import { useItemTitle } from "./words";

interface Props extends MeetingProps {
  item: AgendaItemOut;
}

function useItemCommands(meeting: Props["meeting"], item: AgendaItemOut) {
  const { t } = useLingui();
  const path = { meeting_id: meeting.id, item_id: item.id };
  const set = useMeetingCommand<"accepted" | "postponed">(meeting, {
    version: item.version,
    run: (state, { ifMatch: headers }) => unwrap(patchMeetingAgendaItem({ path, body: { state }, headers })),
    tellsErrors: true,
  });
  const remove = useMeetingCommand(meeting, {
    run: () => unwrap(deleteMeetingAgendaItem({ path })),
    success: t`Питання прибрано`,
    tellsErrors: true,
  });
  return { set, remove };
}

/** What can be done with an item before it is taken up: by who leads, or by who may propose. */
export function ItemMenu({ meeting, item }: Props) {
  const { t } = useLingui();
  const titleOf = useItemTitle();
  const editing = useDialog();
  const attaching = useDialog();
  const { set, remove } = useItemCommands(meeting, item);
  const leads = meeting.allowed.includes("order_agenda");
  if (!meeting.allowed.includes("propose_item") || item.is_hidden || item.started_at !== null) return null;
  const title = titleOf(item);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button kind="ghost" icon aria-label={t`Дії: ${title}`}>
            <Icon of={IconDots} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {leads && item.state !== "accepted" && (
            <Menu.Item leftSection={<Icon of={IconPlus} />} onClick={() => set.mutate("accepted")}>
              {t`До порядку денного`}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => editing.open()}>
            {t`Змінити…`}
          </Menu.Item>
          <Menu.Item leftSection={<Icon of={IconPaperclip} />} onClick={() => attaching.open()}>
            {t`Додати матеріал`}
          </Menu.Item>
          {leads && item.state === "accepted" && (
            <Menu.Item leftSection={<Icon of={IconX} />} onClick={() => set.mutate("postponed")}>
              {t`Відкласти`}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon of={IconTrash} />} onClick={() => remove.mutate()}>
            {t`Прибрати`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing.render((_, close) => (
        <EditItemDialog meeting={meeting} item={item} onClose={close} />
      ))}
      {attaching.render((_, close) => (
        <PaperDialog meeting={meeting} item={item} onClose={close} />
      ))}
    </>
  );
}
