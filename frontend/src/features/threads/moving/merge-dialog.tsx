import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, Textarea } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useDeferredValue, useState } from "react";
import { answered } from "@/api/answered";
import { postThreadMerges } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { concernsIn, type DataKind, refusedAt } from "@/api/problem";
import { keys } from "@/data/keys";
import { threadsFoundQuery } from "@/data/moves";
import { Button } from "@/design/button";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { useReader } from "@/lib/reader";
import { PersonalDataDialog } from "@/widgets/personal-data-dialog";
import { Unclaimed } from "@/widgets/unclaimed";
import { useChange } from "@/widgets/use-change";
import { useSeenVersion } from "@/widgets/use-edit";
import { allRefusedAt } from "./refused";

interface MergeDialogProps {
  thread: ThreadOut;
  onClose: () => void;
}

function useMerging(thread: ThreadOut, into: string, reason: string) {
  const { t } = useLingui();
  const router = useRouter();
  const { send } = useSeenVersion(thread.version, true);
  return useChange({
    ask: ({ widens, confirmed }: { widens: boolean; confirmed?: DataKind[] }) =>
      send((seen) =>
        answered(
          postThreadMerges({
            path: { thread_id: thread.id },
            body: { into, reason: reason.trim(), widens, confirmed },
            headers: { ...seen, ...once() },
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
export function MergeButton({ thread }: { thread: ThreadOut }) {
  const [opened, setOpened] = useState(false);
  if (!thread.allowed.includes("merge")) return null;
  return (
    <>
      <Button kind="quiet" wide onClick={() => setOpened(true)}>
        <Trans>Об’єднати з іншою темою</Trans>
      </Button>
      {opened && <MergeDialog thread={thread} onClose={() => setOpened(false)} />}
    </>
  );
}

function MergeDialog({ thread, onClose }: MergeDialogProps) {
  const { t } = useLingui();
  const [into, setInto] = useState("");
  const [reason, setReason] = useState("");
  const [widens, setWidens] = useState(false);
  const [tried, setTried] = useState(false);
  const merging = useMerging(thread, into, reason);
  const wider = refusedAt(merging.error, "/widens");
  const submit = () => {
    setTried(true);
    if (into && reason.trim()) merging.mutate({ widens });
  };
  const choose = (id: string) => {
    setInto(id);
    // Whose guests would come to read it is asked anew.
    setWidens(false);
    merging.reset();
  };
  const concerns = concernsIn(merging.error);
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
      lead={<Consequence count={thread.message_count} />}
      submit={t`Об’єднати`}
      busy={merging.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <IntoField
        thread={thread}
        value={into}
        onChange={choose}
        error={fieldError((tried && !into && t`Оберіть тему`) || allRefusedAt(merging.error, "/into"))}
      />
      <Textarea
        label={t`Чому об’єднуєте`}
        description={t`Побачать усі, хто читає обидві теми`}
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(
          (tried && !reason.trim() && t`Напишіть кілька слів: їх побачать усі`) ||
            refusedAt(merging.error, "/reason"),
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
      <Unclaimed error={merging.error} />
    </Dialog>
  );
}

function Consequence({ count }: { count: number }) {
  const many = plural(count, {
    one: "# повідомлення",
    few: "# повідомлення",
    many: "# повідомлень",
    other: "# повідомлення",
  });
  return (
    <Trans>
      Тут {many}. Усе, що не вилучено й не приховано, стане в кінці іншої теми, а на місці кожного лишиться
      позначка з посиланням. Цю тему буде закрито назавжди: відкрити її знову не можна.
    </Trans>
  );
}

interface IntoFieldProps {
  thread: ThreadOut;
  value: string;
  onChange: (id: string) => void;
  error: ReactNode;
}

/** Those of the group that the reader leads, too, and in which people write: found by any part of the title. */
function IntoField({ thread, value, onChange, error }: IntoFieldProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState<{ value: string; label: string } | null>(null);
  // What stands in the field is the title of the chosen one, and not what is looked for.
  const asked = useDeferredValue(picked?.label === words ? "" : words.trim());
  const found = useQuery({
    ...threadsFoundQuery(thread.group.id, asked),
    placeholderData: keepPreviousData,
  });
  const options = (found.data ?? [])
    .filter(({ id, allowed }) => id !== thread.id && allowed.includes("merge"))
    .map(({ id, title }) => ({ value: id, label: say(title) }));
  const data = picked && !options.some((one) => one.value === picked.value) ? [picked, ...options] : options;
  return (
    <Select
      label={t`З якою темою`}
      description={t`Теми цієї групи, які ви теж ведете`}
      placeholder={t`Почніть писати назву`}
      data={data}
      filter={({ options: all }) => all}
      searchable
      data-autofocus
      nothingFoundMessage={found.isPending ? t`Шукаємо…` : t`Такої відкритої теми немає`}
      searchValue={words}
      onSearchChange={setWords}
      value={value || null}
      onChange={(id) => {
        setPicked(data.find((one) => one.value === id) ?? null);
        onChange(id ?? "");
      }}
      error={error}
    />
  );
}
