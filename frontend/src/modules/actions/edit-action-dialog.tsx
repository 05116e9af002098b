import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { patchActionItemDetail } from "@/api/generated/sdk.gen";
import type { ActionOut, PatchedEditActionInRequest } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, touchedOf, useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { invalidateAction } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { EnglishFields } from "@/ui/english-fields";
import { detailsBody, detailsOf, NO_DETAILS } from "./action-details";
import { DetailsFields } from "./details-fields";
import { DETAILS_POINTERS, useDetailsProblems } from "./details-form";
import { type Owner, OwnerField, ownerBody, ownerOf } from "./owner-field";
import { usePriorities } from "./priorities";
import { CriteriaField, criteriaIn, VerifierField } from "./verification-fields";

const formOf = (action: ActionOut) => ({
  reason: "",
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

/** States in which no owner has accepted the item: its owner and its criteria may still change. */
const UNDECIDED = new Set(["proposed", "declined"]);

type EditForm = ReturnType<typeof formOf>;

/** Return the changed fields as the body of the request. */
function bodyOf(touched: Partial<EditForm>): PatchedEditActionInRequest {
  const { title, title_en, description, due_on, priority, owner, verifier, criteria, reason, ...details } =
    touched;
  return {
    reason,
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

/** Change the owner, and remove that organisation as verifier and co-owner: one organisation has one role. */
const givenTo = (owner: Owner, { verifier, coowners }: EditForm): Partial<EditForm> => ({
  owner,
  ...(verifier === owner.id ? { verifier: null } : {}),
  ...(coowners.includes(owner.id) ? { coowners: coowners.filter((id) => id !== owner.id) } : {}),
});

function useEditForm(action: ActionOut, onClose: () => void) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const detailsProblems = useDetailsProblems();
  const command = useCommand({
    version: action.version,
    run: (form: Partial<EditForm>, { ifMatch }) =>
      unwrap(patchActionItemDetail({ path: { action_id: action.id }, body: bodyOf(form), headers: ifMatch })),
    success: t`Збережено`,
    onSuccess: onClose,
    invalidates: (client) => invalidateAction(client, action.id),
  });
  const moves = ({ due_on }: EditForm) => due_on !== action.due_on;
  const dayProblem = (day: string) => {
    if (!day) return t`Впишіть дату: день, місяць і рік`;
    return day < dates.today() && t`Ця дата вже минула. Виберіть пізнішу`;
  };
  const form = useForm<EditForm>({
    initial: formOf(action),
    command,
    required: { title: t`Назвіть, що треба зробити` },
    validate: (values) => ({
      ...detailsProblems(values),
      due_on: moves(values) && dayProblem(values.due_on),
      reason: moves(values) && !values.reason && t`Напишіть, чому змінюється строк`,
    }),
    pointers: {
      ...DETAILS_POINTERS,
      owner: ["/owner_organisation", "/outside_body"],
      verifier: ["/verifier_organisation"],
    },
  });
  const submit = () => {
    if (Object.keys(form.own).length === 0) return onClose();
    form.submit((values) => {
      const { reason, ...touched } = touchedOf(form, values);
      command.mutate(moves(values) ? { ...touched, reason } : touched);
    });
  };
  return { form, submit, moves: moves(form.values) };
}

/** Edit an action item. Its number and its first due day stay; another due day needs a reason. */
export function EditActionDialog({ action, onClose }: { action: ActionOut; onClose: () => void }) {
  const { t } = useLingui();
  const { form, submit, moves } = useEditForm(action, onClose);
  const { owner, verifier, title_en } = form.values;
  return (
    <FormDialog
      form={form}
      title={t`Змінити доручення`}
      submit={t`Зберегти`}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput label={t`Назва доручення`} maxLength={200} data-autofocus {...form.text("title")} />
      <DueFields action={action} form={form} moves={moves} />
      <PeopleFields action={action} form={form} />
      <PriorityField form={form} />
      <Textarea label={t`Опис`} rows={4} maxLength={5000} {...form.text("description")} />
      <DetailsFields
        groupId={action.group.id}
        apart={[owner.id, verifier]}
        coowners={action.coowners}
        form={form}
        opened={JSON.stringify(detailsOf(action)) !== JSON.stringify(NO_DETAILS)}
      />
      <EnglishFields opened={title_en !== ""}>
        <TextInput label={t`Назва доручення англійською`} maxLength={200} {...form.text("title_en")} />
      </EnglishFields>
    </FormDialog>
  );
}

interface FieldsProps {
  action: ActionOut;
  form: Form<EditForm>;
}

function DueFields({ action, form, moves }: FieldsProps & { moves: boolean }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  return (
    <>
      <DateField
        label={t`Строк`}
        description={
          <Trans>Перший строк: {dates.long(action.original_due_on)}. Він лишається в історії.</Trans>
        }
        min={dates.today()}
        {...form.value("due_on")}
      />
      {moves && (
        <Textarea
          label={t`Чому змінюється строк`}
          description={t`Побачать усі, хто бачить доручення`}
          rows={2}
          maxLength={1000}
          {...form.text("reason")}
        />
      )}
    </>
  );
}

/** Owner and criteria, until the item is accepted; and the verifier. */
function PeopleFields({ action, form }: FieldsProps) {
  const { owner, coowners } = form.values;
  const groupId = action.group.id;
  return (
    <>
      {UNDECIDED.has(action.state) && (
        <>
          <OwnerField
            groupId={groupId}
            person={owner.id === action.owner.id ? action.owner_person : null}
            {...form.value("owner")}
            onChange={(chosen) => form.change(givenTo(chosen, form.values))}
            problem={form.command.error}
          />
          <CriteriaField {...form.value("criteria")} />
        </>
      )}
      <VerifierField
        groupId={groupId}
        apart={[owner.id, ...coowners]}
        present={action.verifier}
        {...form.value("verifier")}
      />
    </>
  );
}

function PriorityField({ form }: Pick<FieldsProps, "form">) {
  const { t } = useLingui();
  const priorities = usePriorities();
  return (
    <Select label={t`Важливість`} data={priorities} allowDeselect={false} {...form.choice("priority")} />
  );
}
