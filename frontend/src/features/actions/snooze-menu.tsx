import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconClockPause } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answered } from "@/api/answered";
import { postReminderSnooze } from "@/api/generated/sdk.gen";
import { once } from "@/api/headers";
import { keys } from "@/data/keys";
import { ToolButton } from "@/design/button";
import { toast } from "@/design/toast";
import { dayAfter } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import { zonedMoment } from "@/lib/zoned-moment";
import { useFailureToast } from "@/widgets/failure-toast";

interface SnoozeMenuProps {
  reminderId: string;
  actionId: string;
  label: string;
}

/** Puts a reminder off for the reader alone: until a morning of theirs. */
export function SnoozeMenu({ reminderId, actionId, label }: SnoozeMenuProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  const { dates } = useReader();
  const snoozing = useMutation({
    mutationFn: (days: number) => {
      const until = zonedMoment(dayAfter(dates.today(), days), "09:00", dates.timeZone);
      return answered(
        postReminderSnooze({ path: { reminder_id: reminderId }, body: { until }, headers: once() }),
      );
    },
    onSuccess: () => toast(t`Відкладено`),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.reminders(actionId) }),
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ToolButton label={label}>
          <IconClockPause size={20} stroke={1.75} aria-hidden="true" />
        </ToolButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => snoozing.mutate(1)}>
          <Trans>Завтра зранку</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => snoozing.mutate(3)}>
          <Trans>Через 3 дні</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => snoozing.mutate(7)}>
          <Trans>Через тиждень</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
