import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { patchThreadDetails } from "@/api/generated/sdk.gen";
import type { ThreadOut } from "@/api/generated/types.gen";
import type { PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { touchedOf, useForm } from "@/kit/use-form";
import { FirstDayField, LastDayField } from "@/modules/threads/day-fields";
import { PublicNotice, publicVisibility } from "@/modules/threads/public-notice";
import { PurposeField } from "@/modules/threads/purpose-field";
import { parseTags } from "@/modules/threads/tags";
import { TagsField } from "@/modules/threads/tags-field";
import { keys } from "@/queries/keys";
import { EnglishFields } from "@/ui/english-fields";
import { usePublicConsent } from "./publishing/use-public-consent";

interface EditForm {
  title: string;
  english: string;
  purpose: ThreadOut["purpose"];
  opensOn: string;
  closesOn: string;
  tags: string;
}

function formOf({ title, purpose, opens_on, closes_on, tags }: ThreadOut): EditForm {
  const days = { opensOn: opens_on ?? "", closesOn: closes_on ?? "" };
  return { title: title.uk, english: title.en ?? "", purpose, ...days, tags: tags.join(", ") };
}

/** What was touched, as the API takes it. */
function bodyOf({ title, english, purpose, opensOn, closesOn, tags }: Partial<EditForm>) {
  return {
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(english === undefined ? {} : { title_en: english.trim() }),
    ...(purpose ? { purpose } : {}),
    ...(opensOn === undefined ? {} : { opens_on: opensOn || null }),
    ...(closesOn === undefined ? {} : { closes_on: closesOn || null }),
    ...(tags === undefined ? {} : { tags: parseTags(tags) }),
  };
}

type Change = Partial<EditForm> & { knowing?: PersonalDataKind[] };

function useEditing(thread: ThreadOut, onClose: () => void) {
  const { t } = useLingui();
  const command = useCommand({
    version: thread.version,
    run: ({ knowing, ...form }: Change, { ifMatch, confirmed = knowing }) => {
      const body = { ...bodyOf(form), confirmed };
      return unwrap(patchThreadDetails({ path: { thread_id: thread.id }, body, headers: ifMatch }));
    },
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: [keys.thread(thread.id), keys.threadsOfGroup(thread.group.id)],
    personalData: { anyway: t`Усе одно зберегти` },
  });
  return useForm<EditForm>({
    initial: formOf(thread),
    command,
    required: { title: t`Напишіть питання` },
    pointers: { english: ["/title_en"] },
  });
}

/**
 * For those who lead: the question, what it is for, how long it stands open, and the words it is found by. Of one
 * that went on in another only what might tell too much: its question and those words.
 */
export function EditThreadDialog({ thread, onClose }: { thread: ThreadOut; onClose: () => void }) {
  const { t } = useLingui();
  const form = useEditing(thread, onClose);
  const touched = Object.keys(form.own).length > 0;
  const knowing = usePublicConsent(thread, !touched);
  const toAll = publicVisibility(thread.public?.open);
  const problem = form.command.error;
  const send = (values: EditForm) => {
    const change: Change = { ...touchedOf(form, values), knowing };
    if (touched) form.command.mutate(change as EditForm);
    else onClose();
  };
  const english = form.text("english");
  return (
    <FormDialog
      form={form}
      title={t`Змінити тему`}
      submit={t`Зберегти`}
      onSubmit={() => form.submit(send)}
      onClose={onClose}
    >
      {toAll && <PublicNotice when={toAll} />}
      <TextInput
        label={t`Питання до групи`}
        description={t`Одне питання, на яке можна відповісти`}
        maxLength={200}
        data-autofocus
        {...form.text("title")}
      />
      {!thread.merged && (
        <>
          <PurposeField {...form.value("purpose")} />
          {thread.state === "draft" && <FirstDayField {...form.value("opensOn")} problem={problem} />}
          <LastDayField {...form.value("closesOn")} problem={problem} />
        </>
      )}
      <TagsField {...form.value("tags")} problem={problem} />
      <EnglishFields opened={Boolean(form.values.english) || english.error !== undefined}>
        <TextInput label={t`Питання англійською`} maxLength={200} {...english} />
      </EnglishFields>
    </FormDialog>
  );
}
