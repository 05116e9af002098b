import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { postActionItemProgress, postActionItemTransitions } from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useForm } from "@/kit/use-form";
import { invalidateAction } from "@/queries/keys";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

type Report = "accepted" | "declined" | "in_progress" | "done" | "progress";

/** Return what an owner can have reported, by the state of the item. */
function possibleReports({ state, evidence_count }: ActionOut): Report[] {
  if (state === "proposed") return ["accepted", "declined"];
  if (state === "in_progress") return evidence_count ? ["progress", "done"] : ["progress"];
  return ["in_progress", "progress"];
}

/** Lets a facilitator record what the owner reported by phone; the history marks it as reported. */
export function LogReportedStatusButton({ action }: { action: ActionOut }) {
  const logging = useDialog();
  // A reader who can take the owner’s steps needs no record of a call.
  if (!action.allowed.includes("log") || action.allowed.includes("report")) return null;
  return (
    <>
      <Button kind="ghost" onClick={() => logging.open()}>
        <Icon of={IconPhone} />
        <Trans>Записати телефонну відповідь</Trans>
      </Button>
      {logging.render((_, close) => (
        <LogDialog action={action} onClose={close} />
      ))}
    </>
  );
}

interface LoggedWords {
  said: Report;
  text: string;
}

const REPORTS: Record<Report, MessageDescriptor> = {
  accepted: msg`Беруться за доручення`,
  declined: msg`Відмовляються`,
  in_progress: msg`Роботу почато`,
  progress: msg`Розповіли, як ідуть справи`,
  done: msg`Виконано, просять підтвердити`,
};

interface LogDialogProps {
  action: ActionOut;
  onClose: () => void;
}

function useLogForm({ action, onClose }: LogDialogProps) {
  const { t } = useLingui();
  const path = { action_id: action.id };
  const command = useCommand({
    version: action.version,
    run: ({ said, text }: LoggedWords, attempt) =>
      said === "progress"
        ? unwrap(
            postActionItemProgress({ path, body: { text, logged: true }, headers: attempt.idempotencyKey }),
          )
        : unwrap(
            postActionItemTransitions({
              path,
              body: { to: said, reason: text, logged: true },
              headers: { ...attempt.ifMatch, ...attempt.idempotencyKey },
            }),
          ),
    success: t`Записано: в історії видно, що це зі слів`,
    onSuccess: onClose,
    invalidates: (client) => invalidateAction(client, action.id),
  });
  return useForm<LoggedWords>({
    initial: { said: possibleReports(action)[0] ?? "progress", text: "" },
    command,
    required: { text: t`Напишіть, хто і що сказав` },
    pointers: { text: ["/reason", "/text"] },
  });
}

function LogDialog(props: LogDialogProps) {
  const { t, i18n } = useLingui();
  const form = useLogForm(props);
  return (
    <FormDialog
      form={form}
      title={t`Сказали телефоном`}
      lead={<Trans>Ви записуєте за виконавця. Підтвердити виконання так не можна.</Trans>}
      submit={t`Записати`}
      onClose={props.onClose}
    >
      <Select
        label={t`Що сказали`}
        data={possibleReports(props.action).map((value) => ({ value, label: i18n._(REPORTS[value]) }))}
        allowDeselect={false}
        {...form.choice("said")}
      />
      <Textarea
        label={t`Хто і що сказав`}
        description={t`Побачать усі, хто бачить доручення`}
        rows={3}
        maxLength={1000}
        {...form.text("text")}
      />
    </FormDialog>
  );
}
