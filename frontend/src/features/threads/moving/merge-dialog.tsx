import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postThreadMerges } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { keys } from "@/queries/keys";
import { obstaclesQuery } from "@/queries/moves";
import { messagesQuery } from "@/queries/threads";
import { UnpublishNotice } from "../publishing/unpublish-notice";
import { BlockersNotice } from "./blockers-notice";
import { fieldErrorsAt } from "./field-errors";
import { NO_TARGET, type Target, TargetThreadField } from "./target-thread-field";
import { WidensField } from "./widens-field";

interface MergeDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

interface Merge extends Target {
  reason: string;
  widens: boolean;
}

function useMerging(thread: ThreadOut) {
  const { t } = useLingui();
  const router = useRouter();
  const command = useCommand({
    version: thread.version,
    run: ({ picked, reason, widens }: Merge, { ifMatch, idempotencyKey, confirmed }) =>
      unwrap(
        postThreadMerges({
          path: { thread_id: thread.id },
          body: { into: picked?.value ?? "", reason, widens, confirmed },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Теми об’єднано`,
    onSuccess: ({ id }, _merge, client) => {
      for (const key of [keys.thread, keys.messages, keys.merges])
        void client.invalidateQueries({ queryKey: key(id) });
      void router.navigate({ to: "/threads/$threadId", params: { threadId: id } });
    },
    invalidates: [
      ...[keys.thread, keys.messages, keys.merges].map((key) => key(thread.id)),
      keys.threadsOfGroup(thread.group.id),
      keys.groups,
      keys.today,
    ],
    personalData: { anyway: t`Усе одно об’єднати` },
  });
  return useForm<Merge>({
    initial: { ...NO_TARGET, reason: "", widens: false },
    command,
    required: { picked: t`Виберіть тему`, reason: t`Напишіть кілька слів: їх побачать усі` },
    pointers: { picked: ["/into"] },
  });
}

/** For those who lead: the thread goes on in another one of its group, and is closed. */
export function MergeDialog({ thread, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  const form = useMerging(thread);
  const { words, picked } = form.values;
  const { data: obstacles } = useQuery(obstaclesQuery(thread.id));
  const held = obstacles?.map(({ message }) => message) ?? [];
  const choose = (change: Partial<Target>) => {
    const isOther = change.picked !== undefined && change.picked?.value !== picked?.value;
    form.change(isOther ? { ...change, widens: false } : change);
    // Whose guests would come to read it is asked anew.
    if (isOther) form.command.reset();
  };
  return (
    <FormDialog
      form={form}
      title={t`Об’єднати з іншою темою`}
      lead={<Consequence thread={thread} />}
      waits={held.length > 0}
      submit={t`Об’єднати`}
      onClose={onClose}
    >
      <BlockersNotice why={held}>
        <Trans>Поки що об’єднати цю тему не можна:</Trans>
      </BlockersNotice>
      <TargetThreadField
        thread={thread}
        target={{ words, picked }}
        onTarget={choose}
        error={(picked && fieldErrorsAt(form.command.error, "/into")) || form.value("picked").error}
      />
      <Textarea
        label={t`Чому об’єднуєте`}
        description={t`Побачать усі, хто читає хоч одну з цих тем`}
        rows={2}
        maxLength={1000}
        {...form.text("reason")}
      />
      <WidensField {...form.check("widens")} />
    </FormDialog>
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
