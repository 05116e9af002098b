import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { putThreadFacilitator } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { membersQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { readersQuery } from "@/queries/threads";

/** Who may lead the thread: whoever speaks in the group and reads it, but for who does so already. */
function useHeirs(thread: ThreadOut) {
  const { language, localize: say } = useLocale();
  const { data: members = [] } = useQuery(membersQuery(thread.group.id));
  const { data: readers = [] } = useQuery(readersQuery(thread.id));
  const reads = new Set(readers.map(({ person }) => person.id));
  const compare = byName(language);
  return members
    .filter(({ person, role }) => role !== "observer" && person.id !== thread.facilitator?.id)
    .filter(({ person }) => thread.visibility === "group" || reads.has(person.id))
    .map(({ mandate_id, person, organisation }) => ({
      value: mandate_id,
      label: `${say(person.name)}, ${say(organisation.short_name)}`,
    }))
    .sort((a, b) => compare(a.label, b.label));
}

function useHandingOver(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: thread.version,
    run: (
      { facilitator, reason }: { facilitator: string; reason: string },
      { ifMatch, idempotencyKey, confirmed },
    ) =>
      unwrap(
        putThreadFacilitator({
          path: { thread_id: thread.id },
          body: { facilitator, reason, confirmed },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Тему передано`,
    onSuccess: onClose,
    invalidates: [keys.thread(thread.id), keys.floor(thread.id)],
    personalData: { anyway: t`Усе одно передати` },
  });
  return useForm({
    initial: { facilitator: "", reason: "" },
    command,
    required: { facilitator: t`Виберіть, хто вестиме тему`, reason: t`Напишіть причину` },
  });
}

/** For those who lead: somebody else leads from now on, and everybody reads why. */
export function HandOverDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const heirs = useHeirs(thread);
  const form = useHandingOver(thread, onClose);
  return (
    <FormDialog
      form={form}
      title={t`Передати ведення теми`}
      lead={
        <Trans>
          Нова людина вестиме тему: паузи, підсумок, закриття. Вона отримає сповіщення. Ви пишете далі, як
          усі, а якщо ведете групу, то керуєте темою й надалі.
        </Trans>
      }
      submit={t`Передати`}
      onClose={onClose}
    >
      <Select
        label={t({ message: "Кому", context: "hand over" })}
        description={
          thread.visibility === "group" ? undefined : t`Лише ті, хто бачить тему: інших спершу додайте до них`
        }
        nothingFoundMessage={t`Нікого не знайдено`}
        searchable
        data-autofocus
        data={heirs}
        {...form.choice("facilitator")}
      />
      <Textarea
        label={t`Чому передаєте`}
        description={t`Побачать усі, хто читає тему`}
        rows={2}
        maxLength={1000}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
