import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postThreadMoves } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-change";
import { useSeenVersion } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { UnpublishNotice } from "../publishing/unpublish-notice";

interface MoveDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

function useMoving(thread: ThreadOut, to: string, reason: string, onClose: () => void) {
  const { t } = useLingui();
  const { send } = useSeenVersion(thread.version, true);
  return useCommand({
    ask: ({ widens, confirmed }: { widens: boolean; confirmed?: PersonalDataKind[] }) =>
      send((seen) =>
        unwrap(
          postThreadMoves({
            path: { thread_id: thread.id },
            body: { group: to, reason: reason.trim(), widens, confirmed },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Тему перенесено`,
    onDone: onClose,
    forget: (client) => {
      const lists = [thread.group.id, to].map((id) => keys.threadsOfGroup(id));
      const own = [keys.thread, keys.moves, keys.readers].map((key) => key(thread.id));
      const left = keys.movedThreads(thread.group.id);
      for (const queryKey of [...lists, ...own, left, keys.groups, keys.today])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** For those who lead the group: the thread goes on in another one, in which they may begin one. */
export function MoveDialog({ thread, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const groups = useQuery(groupsQuery);
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [widens, setWidens] = useState(false);
  const [tried, setTried] = useState(false);
  const moving = useMoving(thread, to, reason, onClose);
  const wider = fieldErrorAt(moving.error, "/widens");
  const others = groups.data?.filter(
    ({ id, allowed }) => id !== thread.group.id && allowed.includes("start"),
  );
  const submit = () => {
    setTried(true);
    if (to && reason.trim()) moving.mutate({ widens });
  };
  const choose = (id: string) => {
    setTo(id);
    // Who would come to read it there is asked anew.
    setWidens(false);
    moving.reset();
  };
  const concerns = personalDataWarnings(moving.error);
  if (concerns) {
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/reason": reason }}
        anyway={t`Усе одно перенести`}
        onReword={moving.reset}
        onConfirm={(confirmed) => moving.mutate({ widens, confirmed })}
        onClose={moving.reset}
      />
    );
  }
  return (
    <Dialog
      opened
      title={t`Перенести до іншої групи`}
      lead={<Consequence thread={thread} none={others?.length === 0} />}
      submit={t`Перенести`}
      waits={!others?.length}
      busy={moving.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <QueryBoundary query={groups} loading={t`Завантажуємо групи…`}>
        {() => (
          <>
            <NativeSelect
              label={t`До якої групи`}
              data={[
                { value: "", label: t`Виберіть групу` },
                ...(others ?? []).map(({ id, name }) => ({ value: id, label: say(name) })),
              ]}
              data-autofocus
              value={to}
              onChange={(event) => choose(event.currentTarget.value)}
              error={fieldError((tried && !to && t`Виберіть групу`) || fieldErrorAt(moving.error, "/group"))}
            />
            <Textarea
              label={t`Чому переносите`}
              description={t`Побачать усі, хто читає тему, і всі в групі, яку вона залишає`}
              rows={2}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={fieldError(
                (tried && !reason.trim() && t`Напишіть кілька слів: їх побачать усі`) ||
                  fieldErrorAt(moving.error, "/reason"),
              )}
            />
          </>
        )}
      </QueryBoundary>
      {(wider || widens) && (
        <Checkbox
          label={t`Так, хай прочитають усе від початку`}
          checked={widens}
          onChange={(event) => setWidens(event.currentTarget.checked)}
          error={fieldError(widens ? undefined : wider)}
        />
      )}
      <FormErrors error={moving.error} />
    </Dialog>
  );
}

function Consequence({ thread, none }: { thread: ThreadOut; none: boolean }) {
  if (none) return <Trans>Немає іншої групи, у якій ви можете починати теми, тож переносити нікуди.</Trans>;
  return (
    <>
      <Trans>
        Хто бачив тему лише через цю групу, перестане бачити її тієї ж миті. Запрошені до теми гості
        читатимуть її й далі. Повідомлення, вкладення й посилання лишаться при темі, а доручення — у реєстрі
        цієї групи.
      </Trans>{" "}
      <UnpublishNotice thread={thread} />
    </>
  );
}
