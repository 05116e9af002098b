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
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useSeenVersion } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { PromiseSheet } from "@/modules/actions/promise-sheet";
import { invalidateAction } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";

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

function usePublishing(action: ActionOut, onClose: () => void) {
  const { t } = useLingui();
  const [preview, setPreview] = useState<PublicPromiseOut | null>(null);
  const { begin, send } = useSeenVersion(action.version);
  const path = { action_id: action.id };
  const looking = useCommand({
    run: (body: Words) => {
      begin();
      return unwrap(postActionItemPromisePreview({ path, body }));
    },
    onSuccess: setPreview,
    invalidates: () => undefined,
  });
  const publishing = useCommand({
    run: (body: Words) => send((headers) => unwrap(putActionItemPromise({ path, body, headers }))),
    success: t`Опубліковано на сторінці групи`,
    onSuccess: onClose,
    invalidates: (client) => invalidateAction(client, action.id),
  });
  return { preview, back: () => setPreview(null), looking, publishing };
}

/** Words for everybody, and a look at them as a stranger before they are published. */
export function PublishDialog({ action, promise, onClose }: PublishDialogProps) {
  const { t } = useLingui();
  const [words, setWords] = useState(() => wordsOf(promise));
  const { preview, back, looking, publishing } = usePublishing(action, onClose);
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
        onSubmit={() => publishing.mutate(words)}
      >
        <PromiseSheet promise={preview} />
        <InTheOther words={words} />
        <FormErrors error={publishing.error} />
      </Dialog>
    );
  }
  return (
    <Dialog
      opened
      title={t`Розказати всім`}
      lead={<Trans>Пишіть простими словами. Без імен, телефонів і адрес людей: це прочитає будь-хто.</Trans>}
      submit={t({ message: "Переглянути", context: "before it is published" })}
      busy={looking.isPending}
      onClose={onClose}
      onSubmit={() => looking.mutate(words)}
    >
      <Fields
        action={action}
        words={words}
        problem={looking.error}
        onChange={(part) => setWords((known) => ({ ...known, ...part }))}
      />
      <FormErrors error={looking.error} />
    </Dialog>
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

interface FieldsProps {
  action: ActionOut;
  words: Words;
  problem: unknown;
  onChange: (part: Partial<Words>) => void;
}

function Fields({ action, words, problem, onChange }: FieldsProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const owners = [action.owner, ...action.coowners];
  const answer = useAnswerLabel(action.state);
  const field = (name: Exclude<keyof Words, "named">) => ({
    value: words[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
    error: fieldError(fieldErrorAt(problem, `/${name}`)),
  });
  return (
    <>
      <Textarea
        label={t`Ви сказали`}
        description={t`Про що просили люди`}
        rows={3}
        maxLength={2000}
        data-autofocus
        {...field("asked")}
      />
      <Textarea
        label={answer.label}
        description={answer.hint}
        rows={4}
        maxLength={2000}
        {...field("answer")}
      />
      <TextInput
        label={t`Місце, якщо треба`}
        description={t`Лише так точно, як можна знати всім`}
        maxLength={200}
        {...field("place")}
      />
      <Checkbox.Group
        label={t`Чиї назви показати`}
        value={words.named}
        onChange={(named) => onChange({ named })}
        error={fieldError(fieldErrorAt(problem, "/named/0"))}
      >
        {owners.map((one) => (
          <Checkbox key={one.id} value={one.id} label={say(one.name)} mt={8} />
        ))}
      </Checkbox.Group>
      <EnglishFields opened={Boolean(words.asked_en || words.answer_en || words.place_en)}>
        <Textarea label={t`Ви сказали, англійською`} rows={3} maxLength={2000} {...field("asked_en")} />
        <Textarea label={t`Відповідь англійською`} rows={4} maxLength={2000} {...field("answer_en")} />
        <TextInput label={t`Місце англійською`} maxLength={200} {...field("place_en")} />
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
