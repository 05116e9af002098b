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

type Said = "accepted" | "declined" | "in_progress" | "done" | "progress";

/** What an owner can have said, by the state of the item. */
function sayable({ state, evidence_count }: ActionOut): Said[] {
  if (state === "proposed") return ["accepted", "declined"];
  if (state === "in_progress") return evidence_count ? ["progress", "done"] : ["progress"];
  return ["in_progress", "progress"];
}

/** Who leads writes down what the owner said by phone; it stays marked as that. */
export function LogReportedStatusButton({ action }: { action: ActionOut }) {
  const logging = useDialog();
  // Whoever can take the owner’s steps takes them.
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
  said: Said;
  text: string;
}

function LogDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const open = sayable(action);
  const names: Record<Said, string> = {
    accepted: t`Беруться за доручення`,
    declined: t`Відмовляються`,
    in_progress: t`Роботу почато`,
    progress: t`Розповіли, як ідуть справи`,
    done: t`Виконано, просять підтвердити`,
  };
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
  const form = useForm<LoggedWords>({
    initial: { said: open[0] ?? "progress", text: "" },
    command,
    required: { text: t`Напишіть, хто і що сказав` },
    pointers: { text: ["/reason", "/text"] },
  });
  return (
    <FormDialog
      form={form}
      title={t`Сказали телефоном`}
      lead={<Trans>Ви записуєте за виконавця. Підтвердити виконання так не можна.</Trans>}
      submit={t`Записати`}
      onClose={onClose}
    >
      <Select
        label={t`Що сказали`}
        data={open.map((one) => ({ value: one, label: names[one] }))}
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
