import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { postGroupInvitations } from "@/api/generated/sdk.gen";
import type { InviteInRequest, MadeInvitationOut, MembershipOut } from "@/api/generated/types.gen";
import { fieldErrorAt, isValidationError } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { useRoleName } from "@/modules/groups/words";
import { type Position, PositionFields, trimmed } from "@/modules/mandates/position-fields";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

type Role = MembershipOut["role"];

interface Form extends Position {
  organisation: string;
  whom: "anybody" | "one";
  email: string;
  role: Role;
  uses: number;
  last: string;
  /** The last day of the seat; empty: without an end. */
  seatLast: string;
  document: string;
}

const NOTHING: Form = {
  organisation: "",
  whom: "one",
  email: "",
  role: "member",
  uses: 10,
  last: "",
  seatLast: "",
  position: "",
  position_en: "",
  document: "",
};
/** A link that goes from hand to hand opens no seat from which others are led. */
const ROLES: Record<Form["whom"], Role[]> = {
  one: ["facilitator", "secretary", "member", "observer"],
  anybody: ["member", "observer"],
};

function asked(form: Form, timeZone: string): InviteInRequest {
  const one = form.whom === "one";
  return {
    organisation: form.organisation,
    role: form.role,
    email: one ? form.email.trim() : "",
    uses: one ? 1 : form.uses,
    expires_at: zonedMoment(dayAfter(form.last), "00:00", timeZone),
    ends_on: form.seatLast || null,
    ...trimmed(form),
    document: one ? form.document.trim() : "",
  };
}

/** The secret leaves this mutation only as its result: it is never put into the cache. */
function useInviting(groupId: string, onMade: (made: MadeInvitationOut) => void) {
  const { dates } = useLocale();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (form: Form) =>
      unwrap(postGroupInvitations({ path: { group_id: groupId }, body: asked(form, dates.timeZone) })),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: keys.invitations(groupId) });
      onMade(made);
    },
    onError: (error) => {
      if (!isValidationError(error)) failed(error);
    },
    gcTime: 0,
  });
}

/** What is missing in the form, by field. */
function useProblems(): (form: Form) => Partial<Record<keyof Form, string>> {
  const { t } = useLingui();
  return ({ organisation, whom, email, last }) => ({
    ...(organisation ? {} : { organisation: t`Виберіть організацію` }),
    ...(whom === "one" && !email.includes("@") ? { email: t`Впишіть адресу електронної пошти` } : {}),
    ...(last ? {} : { last: t`Впишіть дату: день, місяць і рік` }),
  });
}

interface InviteDialogProps {
  groupId: string;
  onMade: (made: MadeInvitationOut) => void;
  onClose: () => void;
}

/** Offers a seat to one person, or to whoever comes with the link. */
export function InviteDialog({ groupId, onMade, onClose }: InviteDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const roleName = useRoleName();
  const [form, setForm] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const inviting = useInviting(groupId, onMade);
  const problems = useProblems()(form);
  const change = (part: Partial<Form>) => setForm((known) => ({ ...known, ...part }));
  const error = (field: keyof Form, pointer: string) => {
    const refused = fieldErrorAt(inviting.error, pointer);
    return fieldError((tried && problems[field]) || refused);
  };
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) inviting.mutate(form);
  };
  return (
    <Dialog
      opened
      title={t`Запросити до групи`}
      submit={form.whom === "one" ? t`Надіслати запрошення` : t`Створити посилання`}
      busy={inviting.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <OrganisationField
        value={form.organisation}
        onChange={(organisation) => change({ organisation })}
        error={error("organisation", "/organisation")}
      />
      <WhomFields form={form} change={change} error={error} />
      <Select
        label={t`Роль`}
        data={ROLES[form.whom].map((value) => ({ value, label: roleName(value, "either") }))}
        value={form.role}
        onChange={(value) => change({ role: ROLES[form.whom].find((one) => one === value) ?? "member" })}
        error={error("role", "/role")}
      />
      <DateField
        label={t`Запрошення діє до (включно)`}
        description={t`Щонайбільше 90 днів`}
        value={form.last}
        min={dates.today()}
        onChange={(last) => change({ last })}
        error={error("last", "/expires_at")}
      />
      <DateField
        label={t`Останній день місця (необов’язково)`}
        description={t`Порожньо — без кінцевої дати`}
        value={form.seatLast}
        min={dates.today()}
        onChange={(seatLast) => change({ seatLast })}
        error={error("seatLast", "/ends_on")}
      />
      <PositionFields
        label={t`Посада (необов’язково)`}
        value={form}
        onChange={change}
        refused={(pointer) => fieldErrorAt(inviting.error, pointer)}
      />
      {form.whom === "one" && (
        <TextInput
          label={t`Документ про призначення (необов’язково)`}
          description={t`З ним людина одразу дістає повноваження. Призначає координатор громади.`}
          maxLength={300}
          value={form.document}
          onChange={(event) => change({ document: event.currentTarget.value })}
          error={error("document", "/document")}
        />
      )}
      <FormErrors error={inviting.error} />
    </Dialog>
  );
}

interface WhomFieldsProps {
  form: Form;
  change: (part: Partial<Form>) => void;
  error: (field: keyof Form, pointer: string) => ReturnType<typeof fieldError>;
}

function WhomFields({ form, change, error }: WhomFieldsProps) {
  const { t } = useLingui();
  const choose = (whom: string) => {
    const anybody = whom === "anybody";
    change(anybody ? { whom: "anybody", role: "member" } : { whom: "one" });
  };
  return (
    <>
      <Radio.Group label={t`Кого запрошуєте`} value={form.whom} onChange={choose}>
        <Radio value="one" label={<Trans>Одну людину, за електронною адресою</Trans>} />
        <Radio value="anybody" label={<Trans>Усіх, хто матиме посилання чи QR-код</Trans>} />
      </Radio.Group>
      {form.whom === "one" ? (
        <TextInput
          label={t`Електронна пошта`}
          description={t`Туди піде лист із посиланням, лише для цієї людини`}
          type="email"
          autoComplete="off"
          value={form.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
          error={error("email", "/email")}
        />
      ) : (
        <TextInput
          label={t`Скільки людей може ним скористатися`}
          inputMode="numeric"
          maxLength={3}
          value={form.uses || ""}
          onChange={(event) => change({ uses: Number(event.currentTarget.value.replace(/\D/g, "")) })}
          error={error("uses", "/uses")}
        />
      )}
    </>
  );
}
