import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { patchThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useEdit } from "@/kit/use-edit";
import { FirstDayField, LastDayField } from "@/modules/threads/day-fields";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { PurposeField } from "@/modules/threads/purpose-field";
import { parseTags } from "@/modules/threads/tags";
import { TagsField } from "@/modules/threads/tags-field";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
import { usePublicConsent } from "./publishing/use-public-consent";

interface Form {
  title: string;
  english: string;
  purpose: ThreadOut["purpose"];
  opensOn: string;
  closesOn: string;
  tags: string;
}

function formOf({ title, purpose, opens_on, closes_on, tags }: ThreadOut): Form {
  const days = { opensOn: opens_on ?? "", closesOn: closes_on ?? "" };
  return { title: title.uk, english: title.en ?? "", purpose, ...days, tags: tags.join(", ") };
}

/** What was touched, as the API takes it. */
function bodyOf({ title, english, purpose, opensOn, closesOn, tags }: Partial<Form>) {
  return {
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(english === undefined ? {} : { title_en: english.trim() }),
    ...(purpose ? { purpose } : {}),
    ...(opensOn === undefined ? {} : { opens_on: opensOn || null }),
    ...(closesOn === undefined ? {} : { closes_on: closesOn || null }),
    ...(tags === undefined ? {} : { tags: parseTags(tags) }),
  };
}

/**
 * For those who lead: the question, what it is for, how long it stands open, and the words it is found by. Of one
 * that went on in another only what might tell too much: its question and those words.
 */
export function EditThreadDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const { form, own, touched, change, send } = useEdit(formOf(thread), thread.version);
  const knowing = usePublicConsent(thread, !touched);
  const toAll = publicVisibility(thread.public?.open);
  const [tried, setTried] = useState(false);
  const changing = useCommand({
    ask: (confirmed?: PersonalDataKind[]) =>
      send((headers) =>
        unwrap(
          patchThreadDetails({
            path: { thread_id: thread.id },
            body: { ...bodyOf(own), confirmed },
            headers,
          }),
        ),
      ),
    said: t`Збережено`,
    onDone: onClose,
    forget: (client) => {
      for (const queryKey of [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  const refused = (pointer: string) => fieldErrorAt(changing.error, pointer);
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (form.title.trim()) changing.mutate(knowing);
  };
  return (
    <PersonalDataGuard
      change={changing}
      texts={{ "/title": form.title, "/title_en": form.english }}
      anyway={t`Усе одно зберегти`}
    >
      <Dialog
        opened
        title={t`Змінити тему`}
        submit={t`Зберегти`}
        busy={changing.isPending}
        onClose={onClose}
        onSubmit={submit}
      >
        {toAll && <PublicNotice when={toAll} />}
        <TextInput
          label={t`Питання до групи`}
          description={t`Одне питання, на яке можна відповісти`}
          maxLength={200}
          data-autofocus
          value={form.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={fieldError((tried && !form.title.trim() && t`Напишіть питання`) || refused("/title"))}
        />
        {!thread.merged && (
          <>
            <PurposeField value={form.purpose} onChange={(purpose) => change({ purpose })} />
            {thread.state === "draft" && (
              <FirstDayField
                value={form.opensOn}
                onChange={(opensOn) => change({ opensOn })}
                problem={changing.error}
              />
            )}
            <LastDayField
              value={form.closesOn}
              onChange={(closesOn) => change({ closesOn })}
              problem={changing.error}
            />
          </>
        )}
        <TagsField value={form.tags} onChange={(tags) => change({ tags })} problem={changing.error} />
        <EnglishFields opened={Boolean(form.english) || refused("/title_en") !== undefined}>
          <TextInput
            label={t`Питання англійською`}
            maxLength={200}
            value={form.english}
            onChange={(event) => change({ english: event.currentTarget.value })}
            error={fieldError(refused("/title_en"))}
          />
        </EnglishFields>
        <FormErrors error={changing.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}
