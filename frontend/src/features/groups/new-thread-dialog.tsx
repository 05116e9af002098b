import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { postGroupThreads } from "@/api/generated/sdk.gen";
import type { GroupOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { fieldErrorAt, isValidationError, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { isEmptyAudience } from "@/modules/threads/audience-field";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { bodyOf, EMPTY_THREAD, isAnnounceable, type NewThread } from "./new-thread";
import { MoreFields } from "./new-thread-fields";

/** Open a thread; the same words, sent once more after an answer that was lost, open no second one. */
function useOpenThread(group: GroupOut, form: NewThread) {
  const client = useQueryClient();
  const router = useRouter();
  const failed = useFailureToast();
  const sent = useRef({ words: "", clientId: "" });
  return useMutation({
    mutationFn: (confirmed?: PersonalDataKind[]) => {
      const words = JSON.stringify([form.title, form.message]);
      if (sent.current.words !== words) sent.current = { words, clientId: crypto.randomUUID() };
      return unwrap(
        postGroupThreads({
          path: { group_id: group.id },
          body: { ...bodyOf(form, sent.current.clientId), confirmed },
          headers: idempotencyKey(),
        }),
      );
    },
    onSuccess: (thread) => {
      void client.invalidateQueries({ queryKey: keys.threadsOfGroup(group.id) });
      void router.navigate({ href: `/threads/${thread.id}` });
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
  });
}

/** One question is put to the group, with what there is to say of it. */
export function NewThreadDialog({ group, onClose }: { group: GroupOut; onClose: () => void }) {
  const { t } = useLingui();
  const [form, setForm] = useState(EMPTY_THREAD);
  const [tried, setTried] = useState(false);
  const opening = useOpenThread(group, form);
  const change = (part: Partial<NewThread>) => setForm((now) => ({ ...now, ...part }));
  const { title, message, english, draft, audience } = form;
  const lacksMessage = !draft && !message.trim();
  const submit = () => {
    setTried(true);
    if (title.trim() && !lacksMessage && !isEmptyAudience(audience)) opening.mutate(undefined);
  };
  return (
    <PersonalDataGuard
      change={opening}
      texts={{ "/title": title, "/title_en": english, "/body": message }}
      anyway={draft ? t`Усе одно зберегти` : t`Усе одно відкрити`}
    >
      <Dialog
        opened
        title={t`Нова тема`}
        submit={draft ? t`Зберегти чернетку` : t`Відкрити тему`}
        busy={opening.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        <TextInput
          label={t`Питання до групи`}
          description={t`Одне питання, на яке можна відповісти`}
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={fieldError(
            (tried && !title.trim() && t`Напишіть питання`) || fieldErrorAt(opening.error, "/title"),
          )}
        />
        <Textarea
          label={t`Перше повідомлення`}
          description={t`Що сталося, що вже відомо і якої відповіді ви чекаєте`}
          rows={5}
          maxLength={10_000}
          value={message}
          onChange={(event) => change({ message: event.currentTarget.value })}
          error={fieldError(
            (tried && lacksMessage && t`Напишіть перше повідомлення`) || fieldErrorAt(opening.error, "/body"),
          )}
        />
        <MoreFields group={group} form={form} onChange={change} tried={tried} problem={opening.error} />
        <p className="v-small v-t2">
          <NotificationHint form={form} />
        </p>
        <FormErrors error={opening.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}

/** Who is told of the thread. */
function NotificationHint({ form }: { form: NewThread }) {
  const { audience, draft } = form;
  if (draft) return <Trans>Сповістимо, коли чернетку відкриють. Перше повідомлення чекатиме в ній.</Trans>;
  if (!audience.restricted) return <Trans>Уся група побачить тему й отримає сповіщення.</Trans>;
  return isAnnounceable(form) && form.announced ? (
    <Trans>Сповіщення отримають названі, а група знатиме, що тема є.</Trans>
  ) : (
    <Trans>Сповіщення отримають лише названі.</Trans>
  );
}
