import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconBan, IconDownload, IconPencil, IconPlayerStop } from "@tabler/icons-react";
import { useConfirm } from "@/kit/use-confirm";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { DotsMenu } from "@/ui/dots-menu";
import { Icon } from "@/ui/icon";
import { CancelDialog, useStep } from "./next-step";
import { EditMeetingDialog } from "./plan-dialog";

function useEnd(meeting: MeetingProps["meeting"]) {
  const { t } = useLingui();
  return useConfirm({
    title: t`Завершити засідання?`,
    text: <Trans>Питання, до яких не дійшли, відкладемо. Записи й присутність залишаться.</Trans>,
    submit: t`Завершити`,
    command: useStep(meeting, "ended", { success: t`Засідання завершено` }),
  });
}

/** What is done rarely, for who may. */
export function MoreMenu({ meeting }: MeetingProps) {
  const { t } = useLingui();
  const { language } = useLocale();
  const editing = useDialog();
  const cancelling = useDialog();
  const end = useEnd(meeting);
  const { allowed, id } = meeting;
  const sheet = `/api/v1/meetings/${id}/attendance-sheet?language=${language}`;
  return (
    <>
      <DotsMenu>
        {allowed.includes("edit") && (
          <Menu.Item leftSection={<Icon of={IconPencil} />} onClick={() => editing.open()}>
            {t`Змінити…`}
          </Menu.Item>
        )}
        <Menu.Item component="a" href={sheet} download leftSection={<Icon of={IconDownload} />}>
          {t`Аркуш присутності, PDF`}
        </Menu.Item>
        {allowed.includes("end") && (
          <Menu.Item leftSection={<Icon of={IconPlayerStop} />} onClick={end.open}>
            {t`Завершити засідання…`}
          </Menu.Item>
        )}
        {allowed.includes("cancel") && (
          <Menu.Item leftSection={<Icon of={IconBan} />} onClick={() => cancelling.open()}>
            {t`Скасувати засідання…`}
          </Menu.Item>
        )}
      </DotsMenu>
      {end.dialog}
      {editing.render((_, close) => (
        <EditMeetingDialog meeting={meeting} onClose={close} />
      ))}
      {cancelling.render((_, close) => (
        <CancelDialog meeting={meeting} onClose={close} />
      ))}
    </>
  );
}
