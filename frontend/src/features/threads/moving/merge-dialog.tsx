import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { postThreadMerges } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, type PersonalDataKind, personalDataWarnings } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
import { useCommand } from "@/kit/use-change";
import { useSeenVersion } from "@/kit/use-edit";
import { keys } from "@/queries/keys";
import { obstaclesQuery } from "@/queries/moves";
import { messagesQuery } from "@/queries/threads";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { UnpublishNotice } from "../publishing/unpublish-notice";
import { BlockersNotice } from "./blockers-notice";
import { fieldErrorsAt } from "./field-errors";
import { NO_TARGET, type Target, TargetThreadField } from "./target-thread-field";

interface MergeDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

function useMerging(thread: ThreadOut, into: string, reason: string) {
  const { t } = useLingui();
  const router = useRouter();
  const { send } = useSeenVersion(thread.version, true);
  return useCommand({
    ask: ({ widens, confirmed }: { widens: boolean; confirmed?: PersonalDataKind[] }) =>
      send((seen) =>
        unwrap(
          postThreadMerges({
            path: { thread_id: thread.id },
            body: { into, reason: reason.trim(), widens, confirmed },
            headers: { ...seen, ...idempotencyKey() },
          }),
        ),
      ),
    said: t`Теми об’єднано`,
    onDone: (found) => void router.navigate({ href: `/threads/${found.id}` }),
    forget: (client) => {
      const both = [thread.id, into].flatMap((id) =>
        [keys.thread, keys.messages, keys.merges].map((key) => key(id)),
      );
      for (const queryKey of [...both, keys.threadsOfGroup(thread.group.id), keys.groups, keys.today])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** For those who lead: the thread goes on in another one of its group, and is closed. */
export function MergeDialog({ thread, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  const [target, setTarget] = useState<Target>(NO_TARGET);
  const into = target.picked?.value ?? "";
  const [reason, setReason] = useState("");
  const [widens, setWidens] = useState(false);
  const [tried, setTried] = useState(false);
  const merging = useMerging(thread, into, reason);
  const { data: obstacles } = useQuery(obstaclesQuery(thread.id));
  const held = obstacles?.map(({ message }) => message) ?? [];
  const wider = fieldErrorAt(merging.error, "/widens");
  const submit = () => {
    setTried(true);
    if (into && reason.trim()) merging.mutate({ widens });
  };
  const choose = (change: Partial<Target>) => {
    setTarget((now) => ({ ...now, ...change }));
    if (change.picked === undefined || change.picked?.value === into) return;
    // Whose guests would come to read it is asked anew.
    setWidens(false);
    merging.reset();
  };
  const concerns = personalDataWarnings(merging.error);
  if (concerns) {
    return (
      <PersonalDataDialog
        concerns={concerns}
        texts={{ "/reason": reason }}
        anyway={t`Усе одно об’єднати`}
        onReword={merging.reset}
        onConfirm={(confirmed) => merging.mutate({ widens, confirmed })}
        onClose={merging.reset}
      />
    );
  }
  return (
    <Dialog
      opened
      title={t`Об’єднати з іншою темою`}
      lead={<Consequence thread={thread} />}
      waits={held.length > 0}
      submit={t`Об’єднати`}
      busy={merging.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <BlockersNotice why={held}>
        <Trans>Поки що об’єднати цю тему не можна:</Trans>
      </BlockersNotice>
      <TargetThreadField
        thread={thread}
        target={target}
        onTarget={choose}
        error={fieldError((tried && !into && t`Виберіть тему`) || fieldErrorsAt(merging.error, "/into"))}
      />
      <Textarea
        label={t`Чому об’єднуєте`}
        description={t`Побачать усі, хто читає хоч одну з цих тем`}
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(
          (tried && !reason.trim() && t`Напишіть кілька слів: їх побачать усі`) ||
            fieldErrorAt(merging.error, "/reason"),
        )}
      />
      {(wider || widens) && (
        <Checkbox
          label={t`Так, хай прочитають усе від початку`}
          checked={widens}
          onChange={(event) => setWidens(event.currentTarget.checked)}
          error={fieldError(widens ? undefined : wider)}
        />
      )}
      <FormErrors error={merging.error} />
    </Dialog>
  );
}

/** How many go along: known where all of them are here. */
function useGoing({ id }: ThreadOut): number | null {
  const { data } = useQuery({ ...messagesQuery(id), enabled: false });
  if (!data || data.previous_cursor || data.next_cursor) return null;
  return data.items.filter(({ deleted, hidden }) => !deleted && !hidden).length;
}

function Consequence({ thread }: { thread: ThreadOut }) {
  const going = useGoing(thread);
  const count = going ?? 0;
  const many = plural(count, {
    one: "# повідомлення",
    few: "# повідомлення",
    many: "# повідомлень",
    other: "# повідомлення",
  });
  return (
    <>
      {going !== null && <Trans>Тут {many}.</Trans>}{" "}
      <Trans>
        Усе, що не видалено й не приховано, стане в кінці іншої теми, а на місці кожного лишиться позначка з
        посиланням. Цю тему буде закрито назавжди: відкрити її знову не можна.
      </Trans>{" "}
      <UnpublishNotice thread={thread} />
    </>
  );
}
