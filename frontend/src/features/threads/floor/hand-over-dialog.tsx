import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { putThreadFacilitator } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useSeenVersion } from "@/kit/use-edit";
import { byName } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { membersQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { readersQuery } from "@/queries/threads";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

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

/** For those who lead: somebody else leads from now on, and everybody reads why. */
export function HandOverDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const heirs = useHeirs(thread);
  const [facilitator, setFacilitator] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const { send } = useSeenVersion(thread.version, true);
  const reason = words.trim();
  const handing = useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      send((seen) =>
        unwrap(
          putThreadFacilitator({
            path: { thread_id: thread.id },
            body: { facilitator: facilitator ?? "", reason, confirmed },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Тему передано`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.floor(thread.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  return (
    <PersonalDataGuard change={handing} texts={{ "/reason": reason }} anyway={t`Усе одно передати`}>
      <Dialog
        opened
        title={t`Передати ведення теми`}
        lead={
          <Trans>
            Нова людина вестиме тему: паузи, підсумок, закриття. Вона отримає сповіщення. Ви пишете далі, як
            усі, а якщо ведете групу, то керуєте темою й надалі.
          </Trans>
        }
        submit={t`Передати`}
        busy={handing.isPending}
        onClose={onClose}
        onSubmit={() => {
          setTried(true);
          if (facilitator && reason) handing.mutate(undefined);
        }}
      >
        <Select
          label={t({ message: "Кому", context: "hand over" })}
          description={
            thread.visibility === "group"
              ? undefined
              : t`Лише ті, хто бачить тему: інших спершу додайте до них`
          }
          nothingFoundMessage={t`Нікого не знайдено`}
          searchable
          data-autofocus
          data={heirs}
          value={facilitator}
          onChange={setFacilitator}
          error={fieldError(
            (tried && !facilitator && t`Виберіть, хто вестиме тему`) ||
              fieldErrorAt(handing.error, "/facilitator"),
          )}
        />
        <Textarea
          label={t`Чому передаєте`}
          description={t`Побачать усі, хто читає тему`}
          rows={2}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={fieldError(
            (tried && !reason && t`Напишіть причину`) || fieldErrorAt(handing.error, "/reason"),
          )}
        />
        <FormErrors error={handing.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}
