import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { patchActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionOut, PatchedEditActionInRequest } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { useCommand } from "@/kit/use-command";
import { useEdit } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { detailsBody, detailsFaults, detailsOf, NO_DETAILS } from "@/modules/actions/action-details";
import { DetailsFields } from "@/modules/actions/details-fields";
import { type Owner, OwnerField, ownerBody, ownerOf } from "@/modules/actions/owner-field";
import { usePriorities } from "@/modules/actions/priorities";
import { CriteriaField, criteriaIn, VerifierField } from "@/modules/actions/verification-fields";
import { invalidateAction } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";

const formOf = (action: ActionOut) => ({
  title: action.title.uk,
  title_en: englishOf(action.title),
  description: action.description,
  due_on: action.due_on,
  priority: action.priority,
  owner: ownerOf(action),
  verifier: action.verifier?.id ?? null,
  criteria: action.criteria.map(({ text }) => text).join("\n"),
  ...detailsOf(action),
});

/** Nobody has taken it on: it may be given to somebody else, and asked otherwise. */
const UNDECIDED = new Set(["proposed", "declined"]);

type Form = ReturnType<typeof formOf>;

/** What was touched, as the API takes it. */
function bodyOf(touched: Partial<Form>): PatchedEditActionInRequest {
  const { title, title_en, description, due_on, priority, owner, verifier, criteria, ...details } = touched;
  return {
    title,
    title_en,
    description,
    due_on,
    priority,
    ...ownerBody(owner ?? null),
    ...(verifier === undefined ? {} : { verifier_organisation: verifier }),
    ...(criteria === undefined ? {} : { criteria: criteriaIn(criteria) }),
    ...detailsBody(details),
  };
}

/** Another owner: no organisation has two parts in one item. */
const givenTo = (owner: Owner, { verifier, coowners }: Form): Partial<Form> => ({
  owner,
  ...(verifier === owner.id ? { verifier: null } : {}),
  ...(coowners.includes(owner.id) ? { coowners: coowners.filter((id) => id !== owner.id) } : {}),
});

function useEditing(action: ActionOut, onClose: () => void) {
  const { t } = useLingui();
  const editing = useEdit(formOf(action), action.version);
  const changing = useCommand({
    run: (body: PatchedEditActionInRequest) =>
      editing.send((headers) =>
        unwrap(patchActionItemDetail({ path: { action_id: action.id }, body, headers })),
      ),
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: (client) => invalidateAction(client, action.id),
  });
  return { ...editing, changing };
}

/** What is to be done and by when. Its number and its first day stay; whoever moves the day says why. */
export function EditActionDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const { form, own, touched, change, changing } = useEditing(action, onClose);
  const priorities = usePriorities();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const moves = form.due_on !== action.due_on;
  const day = moves && dayProblem();
  function dayProblem(): string | false {
    if (!form.due_on) return t`Впишіть дату: день, місяць і рік`;
    return form.due_on < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`;
  }
  const title = !form.title.trim() && t`Назвіть, що треба зробити`;
  const faults = detailsFaults(form);
  const why = moves && !reason.trim() && t`Напишіть, чому змінюється строк`;
  const submit = () => {
    setTried(true);
    if (!touched) return onClose();
    if (!title && !day && !why && !Object.values(faults).some(Boolean))
      changing.mutate({ ...bodyOf(own), ...(moves ? { reason: reason.trim() } : {}) });
  };
  const shown = (problem: string | false, pointer: string) =>
    fieldError((tried && problem) || fieldErrorAt(changing.error, pointer));
  return (
    <Dialog
      opened
      title={t`Змінити доручення`}
      submit={t`Зберегти`}
      busy={changing.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Назва доручення`}
        maxLength={200}
        data-autofocus
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={shown(title, "/title")}
      />
      <DateField
        label={t`Строк`}
        description={
          <Trans>Перший строк: {dates.long(action.original_due_on)}. Він лишається в історії.</Trans>
        }
        value={form.due_on}
        min={dates.today()}
        onChange={(due_on) => change({ due_on })}
        error={shown(day, "/due_on")}
      />
      {moves && (
        <Textarea
          label={t`Чому змінюється строк`}
          description={t`Побачать усі, хто бачить доручення`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={shown(why, "/reason")}
        />
      )}
      {UNDECIDED.has(action.state) && (
        <OwnerField
          groupId={action.group.id}
          value={form.owner}
          person={form.owner.id === action.owner.id ? action.owner_person : null}
          onChange={(owner) => change(givenTo(owner, form))}
          error={
            fieldErrorAt(changing.error, "/owner_organisation") ??
            fieldErrorAt(changing.error, "/outside_body")
          }
          problem={changing.error}
        />
      )}
      {UNDECIDED.has(action.state) && (
        <CriteriaField
          value={form.criteria}
          onChange={(criteria) => change({ criteria })}
          problem={changing.error}
        />
      )}
      <VerifierField
        groupId={action.group.id}
        apart={[form.owner.id, ...form.coowners]}
        present={action.verifier}
        value={form.verifier}
        onChange={(verifier) => change({ verifier })}
        problem={changing.error}
      />
      <Select
        label={t`Важливість`}
        data={priorities}
        allowDeselect={false}
        value={form.priority}
        onChange={(value) => change({ priority: priorities.find((one) => one.value === value)?.value })}
      />
      <Textarea
        label={t`Опис`}
        rows={4}
        maxLength={5000}
        value={form.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        error={shown(false, "/description")}
      />
      <DetailsFields
        groupId={action.group.id}
        apart={[form.owner.id, form.verifier]}
        coowners={action.coowners}
        form={form}
        opened={JSON.stringify(detailsOf(action)) !== JSON.stringify(NO_DETAILS)}
        tried={tried}
        onChange={change}
        problem={changing.error}
      />
      <EnglishFields opened={form.title_en !== ""}>
        <TextInput
          label={t`Назва доручення англійською`}
          maxLength={200}
          value={form.title_en}
          onChange={(event) => change({ title_en: event.currentTarget.value })}
          error={shown(false, "/title_en")}
        />
      </EnglishFields>
      <FormErrors error={changing.error} />
    </Dialog>
  );
}
