import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { postActionItemPromisePreview, putActionItemPromise } from "@/api/generated/sdk.gen";
import type {
  ActionOut,
  PromiseOut,
  PublicPromiseOut,
  PublicWordsInRequest,
} from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { PromiseSheet } from "@/modules/actions/promise-sheet";
import { invalidateAction } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";

interface PublishDialogProps {
  action: ActionOut;
  /** What was published before. */
  promise: PromiseOut | null;
  onClose: () => void;
}

type Words = Required<PublicWordsInRequest>;

/** Nothing of the item is taken over by itself: what everybody reads was written for everybody. */
const wordsOf = (promise: PromiseOut | null): Words => ({
  asked: promise?.asked ?? "",
  asked_en: promise?.asked_en ?? "",
  answer: promise?.answer ?? "",
  answer_en: promise?.answer_en ?? "",
  place: promise?.place ?? "",
  place_en: promise?.place_en ?? "",
  named: promise?.named ?? [],
});

function usePublishing(action: ActionOut, promise: PromiseOut | null, onClose: () => void) {
  const { t } = useLingui();
  const [preview, setPreview] = useState<PublicPromiseOut | null>(null);
  const path = { action_id: action.id };
  const publishing = useCommand({
    version: action.version,
    run: (body: Words, attempt) => unwrap(putActionItemPromise({ path, body, headers: attempt.ifMatch })),
    success: t`Опубліковано на сторінці групи`,
    onSuccess: onClose,
    invalidates: (client) => invalidateAction(client, action.id),
  });
  const looking = useCommand({
    run: (body: Words) => {
      publishing.begin();
      return unwrap(postActionItemPromisePreview({ path, body }));
    },
    onSuccess: setPreview,
  });
  const form = useForm({ initial: wordsOf(promise), command: looking });
  return { form, preview, back: () => setPreview(null), publishing };
}

/** Words for everybody, and a look at them as a stranger before they are published. */
export function PublishDialog({ action, promise, onClose }: PublishDialogProps) {
  const { t } = useLingui();
  const { form, preview, back, publishing } = usePublishing(action, promise, onClose);
  if (preview) {
    return (
      <Dialog
        opened
        title={t`Так це побачить кожен`}
        lead={<Trans>Разом із сторінкою групи, без входу. Прибрати можна будь-коли.</Trans>}
        submit={t`Опублікувати`}
        cancel={t`Змінити текст`}
        busy={publishing.isPending}
        onBack={back}
        onClose={onClose}
        onSubmit={() => form.submit(publishing.mutate)}
      >
        <PromiseSheet promise={preview} />
        <InTheOther words={form.values} />
        <FormErrors error={publishing.error} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      form={form}
      title={t`Розказати всім`}
      lead={<Trans>Пишіть простими словами. Без імен, телефонів і адрес людей: це прочитає будь-хто.</Trans>}
      submit={t({ message: "Переглянути", context: "before it is published" })}
      onClose={onClose}
    >
      <Fields action={action} form={form} />
    </FormDialog>
  );
}

/** What those read who read the other language, where it was written. */
function InTheOther({ words }: { words: Words }) {
  const { language } = useLocale();
  const english = [words.asked_en, words.answer_en, words.place_en].filter(Boolean);
  if (english.length === 0) return null;
  const isUkrainian = language === "uk";
  const written = isUkrainian ? english : [words.asked, words.answer, words.place].filter(Boolean);
  return (
    <div className="v-small">
      <p className="v-t2">{isUkrainian ? <Trans>Англійською:</Trans> : <Trans>Українською:</Trans>}</p>
      <div lang={isUkrainian ? "en" : "uk"}>
        {written.map((one) => (
          <p key={one}>{one}</p>
        ))}
      </div>
    </div>
  );
}

function Fields({ action, form }: { action: ActionOut; form: Form<Words> }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const owners = [action.owner, ...action.coowners];
  const answer = useAnswerLabel(action.state);
  const { asked_en, answer_en, place_en } = form.values;
  return (
    <>
      <Textarea
        label={t`Ви сказали`}
        description={t`Про що просили люди`}
        rows={3}
        maxLength={2000}
        data-autofocus
        {...form.text("asked")}
      />
      <Textarea
        label={answer.label}
        description={answer.hint}
        rows={4}
        maxLength={2000}
        {...form.text("answer")}
      />
      <TextInput
        label={t`Місце, якщо треба`}
        description={t`Лише так точно, як можна знати всім`}
        maxLength={200}
        {...form.text("place")}
      />
      <Checkbox.Group label={t`Чиї назви показати`} {...form.value("named")}>
        {owners.map((one) => (
          <Checkbox key={one.id} value={one.id} label={say(one.name)} mt={8} />
        ))}
      </Checkbox.Group>
      <EnglishFields opened={Boolean(asked_en || answer_en || place_en)}>
        <Textarea label={t`Ви сказали, англійською`} rows={3} maxLength={2000} {...form.text("asked_en")} />
        <Textarea label={t`Відповідь англійською`} rows={4} maxLength={2000} {...form.text("answer_en")} />
        <TextInput label={t`Місце англійською`} maxLength={200} {...form.text("place_en")} />
      </EnglishFields>
    </>
  );
}

/** What the answer tells depends on how things are. */
function useAnswerLabel(state: ActionOut["state"]): { label: string; hint: string } {
  const { t } = useLingui();
  if (state === "cancelled") return { label: t`Чому ні`, hint: t`Чому цього не буде і що натомість` };
  if (state === "verified" || state === "closed") return { label: t`Ми зробили`, hint: t`Що тепер інакше` };
  return { label: t`Що робимо`, hint: t`Що робиться зараз і коли буде видно` };
}
