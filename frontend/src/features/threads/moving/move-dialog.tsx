import { Trans, useLingui } from "@lingui/react/macro";
import { NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { postThreadMoves } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { groupsQuery } from "@/queries/groups";
import { keys } from "@/queries/keys";
import { UnpublishNotice } from "../publishing/unpublish-notice";
import { WidensField } from "./widens-field";

interface MoveDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

interface Move {
  group: string;
  reason: string;
  widens: boolean;
}

function useMoving(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: thread.version,
    run: (move: Move, { ifMatch, idempotencyKey, confirmed }) =>
      unwrap(
        postThreadMoves({
          path: { thread_id: thread.id },
          body: { ...move, confirmed },
          headers: { ...ifMatch, ...idempotencyKey },
        }),
      ),
    success: t`Тему перенесено`,
    onSuccess: (_moved, { group }, client) => {
      void client.invalidateQueries({ queryKey: keys.threadsOfGroup(group) });
      onClose();
    },
    invalidates: [
      ...[keys.thread, keys.moves, keys.readers].map((key) => key(thread.id)),
      keys.threadsOfGroup(thread.group.id),
      keys.movedThreads(thread.group.id),
      keys.groups,
      keys.today,
    ],
    personalData: { anyway: t`Усе одно перенести` },
  });
  return useForm<Move>({
    initial: { group: "", reason: "", widens: false },
    command,
    required: { group: t`Виберіть групу`, reason: t`Напишіть кілька слів: їх побачать усі` },
  });
}

/** For those who lead the group: the thread goes on in another one, in which they may begin one. */
export function MoveDialog({ thread, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const groups = useQuery(groupsQuery);
  const form = useMoving(thread, onClose);
  const others = groups.data?.filter(
    ({ id, allowed }) => id !== thread.group.id && allowed.includes("start"),
  );
  return (
    <FormDialog
      form={form}
      title={t`Перенести до іншої групи`}
      lead={<Consequence thread={thread} none={others?.length === 0} />}
      submit={t`Перенести`}
      waits={!others?.length}
      onClose={onClose}
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
              {...form.text("group")}
              onChange={(event) => {
                // Another target has other readers: ask for the confirmation again.
                form.change({ group: event.currentTarget.value, widens: false });
                form.command.reset();
              }}
            />
            <Textarea
              label={t`Чому переносите`}
              description={t`Побачать усі, хто читає тему, і всі в групі, яку вона залишає`}
              rows={2}
              maxLength={1000}
              {...form.text("reason")}
            />
          </>
        )}
      </QueryBoundary>
      <WidensField {...form.check("widens")} />
    </FormDialog>
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
