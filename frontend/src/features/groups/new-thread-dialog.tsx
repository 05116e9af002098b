import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useRef } from "react";
import { postGroupThreads } from "@/api/generated/sdk.gen";
import type { GroupOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { isEmptyAudience } from "@/modules/threads/audience-field";
import { keys } from "@/queries/keys";
import { bodyOf, EMPTY_THREAD, type NewThread } from "./new-thread";
import { MoreFields } from "./new-thread-fields";

/** Open a thread; the same words, sent once more after an answer that was lost, open no second one. */
function useOpenThread(group: GroupOut) {
  const { t } = useLingui();
  const router = useRouter();
  const sent = useRef({ words: "", clientId: "" });
  return useCommand({
    run: (thread: NewThread, { idempotencyKey, confirmed }) => {
      const words = JSON.stringify([thread.title, thread.message]);
      if (sent.current.words !== words) sent.current = { words, clientId: crypto.randomUUID() };
      return unwrap(
        postGroupThreads({
          path: { group_id: group.id },
          body: { ...bodyOf(thread, sent.current.clientId), confirmed },
          headers: idempotencyKey,
        }),
      );
    },
    invalidates: [keys.threadsOfGroup(group.id)],
    onSuccess: ({ id }) => void router.navigate({ to: "/threads/$threadId", params: { threadId: id } }),
    personalData: { anyway: t`Усе одно відкрити` },
  });
}

function useNewThread(group: GroupOut): Form<NewThread> {
  const { t } = useLingui();
  const command = useOpenThread(group);
  const form = useForm({
    initial: EMPTY_THREAD,
    command,
    required: { title: t`Напишіть питання` },
    validate: ({ draft, message, audience }) => ({
      message: !draft && !message.trim() && t`Напишіть перше повідомлення`,
      audience: isEmptyAudience(audience) && t`Назвіть хоча б одну організацію чи особу`,
    }),
    pointers: {
      message: ["/body"],
      english: ["/title_en"],
      audience: ["/organisations"],
      leader: ["/facilitator"],
    },
    verbatim: ["message"],
  });
  if (!form.values.draft) return form;
  return { ...form, command: { ...command, personalData: { anyway: t`Усе одно зберегти` } } };
}

/** One question is put to the group, with what there is to say of it. */
export function NewThreadDialog({ group, onClose }: { group: GroupOut; onClose: () => void }) {
  const { t } = useLingui();
  const form = useNewThread(group);
  return (
    <FormDialog
      form={form}
      title={t`Нова тема`}
      submit={form.values.draft ? t`Зберегти чернетку` : t`Відкрити тему`}
      onClose={onClose}
    >
      <TextInput
        label={t`Питання до групи`}
        description={t`Одне питання, на яке можна відповісти`}
        maxLength={200}
        data-autofocus
        {...form.text("title")}
      />
      <Textarea
        label={t`Перше повідомлення`}
        description={t`Що сталося, що вже відомо і якої відповіді ви чекаєте`}
        rows={5}
        maxLength={10_000}
        {...form.text("message")}
      />
      <MoreFields group={group} form={form} />
      <p className="v-small v-t2">
        <NotificationHint form={form.values} />
      </p>
    </FormDialog>
  );
}

/** Who is told of the thread. */
function NotificationHint({ form }: { form: NewThread }) {
  const { reach } = form.audience;
  if (form.draft)
    return <Trans>Сповістимо, коли чернетку відкриють. Перше повідомлення чекатиме в ній.</Trans>;
  if (reach === "group") return <Trans>Уся група побачить тему й отримає сповіщення.</Trans>;
  return reach === "known" ? (
    <Trans>Сповіщення отримають названі, а група знатиме, що тема є.</Trans>
  ) : (
    <Trans>Сповіщення отримають лише названі.</Trans>
  );
}
