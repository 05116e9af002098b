import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { postGroupActionItems } from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { VoiceField } from "@/modules/mandates/voice-field";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
import { announce, toast } from "@/ui/toast";
import { type DetailsForm, detailsBody, detailsFaults, NO_DETAILS } from "./action-details";
import { DetailsFields } from "./details-fields";
import { type Owner, OwnerField, ownerBody } from "./owner-field";
import { CriteriaField, criteriaIn, VerifierField } from "./verification-fields";

export interface ActionOrigin {
  groupId: string;
  /** The message that becomes a duty. */
  message?: { id: string; threadId: string; excerpt: ReactNode };
  /** The thread is seen by some only: so is what comes of it. */
  restricted?: boolean;
}

interface Form extends DetailsForm {
  title: string;
  english: string;
  mandateId: string | null;
  owner: Owner | null;
  verifier: string | null;
  due: string;
  criteria: string;
}

const EMPTY: Form = {
  title: "",
  english: "",
  mandateId: null,
  owner: null,
  verifier: null,
  due: "",
  criteria: "",
  ...NO_DETAILS,
};
function useMaking(origin: ActionOrigin, onMade: (action: ActionOut) => void) {
  const { t } = useLingui();
  return useCommand({
    run: (form: Form, attempt) =>
      unwrap(
        postGroupActionItems({
          path: { group_id: origin.groupId },
          body: {
            title: form.title.trim(),
            ...ownerBody(form.owner),
            due_on: form.due,
            criteria: criteriaIn(form.criteria),
            ...detailsBody(form),
            ...(form.english.trim() ? { title_en: form.english.trim() } : {}),
            ...(form.mandateId ? { on_behalf_of: form.mandateId } : {}),
            ...(form.verifier ? { verifier_organisation: form.verifier } : {}),
            ...(origin.message ? { message: origin.message.id, thread: origin.message.threadId } : {}),
          },
          headers: attempt.idempotencyKey,
        }),
      ),
    onSuccess: (action) => {
      // Under its message the new item is seen at once; elsewhere it has to be told of.
      const tell = origin.message ? announce : toast;
      tell(
        action.owner_outside
          ? t`Доручення № ${action.number} створено. Надішліть виконавцеві посилання.`
          : t`Доручення № ${action.number} створено, виконавець уже знає`,
      );
      onMade(action);
    },
    invalidates: [keys.actions],
  });
}

interface CreateActionDialogProps {
  origin: ActionOrigin;
  onClose: () => void;
  onMade?: (action: ActionOut) => void;
}

/** Words become a duty: who does what by when, and how all will know that it is done. */
export function CreateActionDialog({ origin, onClose, onMade }: CreateActionDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const making = useMaking(origin, (action) => {
    onMade?.(action);
    onClose();
  });
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const refused = (pointer: string) => fieldErrorAt(making.error, pointer);

  const problems = {
    title: form.title.trim() ? undefined : t`Назвіть, що треба зробити`,
    owner: form.owner ? undefined : t`Виберіть, хто це зробить`,
    due: dueProblem(),
  };
  function dueProblem(): string | undefined {
    if (!form.due) return t`Впишіть дату: день, місяць і рік`;
    return form.due < dates.today() ? t`Ця дата вже минула. Виберіть пізнішу` : undefined;
  }
  const submit = () => {
    setTried(true);
    const faults = [...Object.values(problems), ...Object.values(detailsFaults(form))];
    if (!faults.some(Boolean)) making.mutate(form);
  };
  const shown = (problem: string | undefined, pointer: string) =>
    fieldError((tried && problem) || refused(pointer));
  return (
    <Dialog
      opened
      title={t`Нове доручення`}
      lead={origin.message?.excerpt}
      submit={t`Доручити`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Назва доручення`}
        description={t`Дія, яку можна перевірити`}
        maxLength={200}
        data-autofocus
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={shown(problems.title, "/title")}
      />
      <OwnerField
        groupId={origin.groupId}
        value={form.owner}
        onChange={(owner) => change({ owner, verifier: form.verifier === owner.id ? null : form.verifier })}
        error={(tried && problems.owner) || refused("/owner_organisation") || refused("/outside_body")}
        problem={making.error}
      />
      <DateField
        label={t`Строк`}
        value={form.due}
        min={dates.today()}
        onChange={(due) => change({ due })}
        error={shown(problems.due, "/due_on")}
      />
      <CriteriaField
        value={form.criteria}
        onChange={(criteria) => change({ criteria })}
        problem={making.error}
      />
      <VerifierField
        groupId={origin.groupId}
        apart={[form.owner?.id, ...form.coowners]}
        value={form.verifier}
        onChange={(verifier) => change({ verifier })}
        problem={making.error}
      />
      <VoiceField
        groupId={origin.groupId}
        value={form.mandateId}
        onChange={(mandateId) => change({ mandateId })}
        error={refused("/on_behalf_of")}
      />
      <DetailsFields
        groupId={origin.groupId}
        apart={[form.owner?.id, form.verifier]}
        form={form}
        opened={false}
        tried={tried}
        onChange={change}
        problem={making.error}
      />
      <EnglishFields opened={false}>
        <TextInput
          label={t`Назва доручення англійською`}
          maxLength={200}
          value={form.english}
          onChange={(event) => change({ english: event.currentTarget.value })}
        />
      </EnglishFields>
      {origin.restricted && (
        <p className="v-small v-t2">
          <Trans>Доручення бачитимуть лише ті, хто бачить цю тему, і його виконавець.</Trans>
        </p>
      )}
      <FormErrors error={making.error} />
    </Dialog>
  );
}
