import { Trans, useLingui } from "@lingui/react/macro";
import { Radio, Select, TextInput } from "@mantine/core";
import { postGroupInvitations } from "@/api/generated/sdk.gen";
import type { InviteInRequest, MadeInvitationOut, MembershipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { type Form, useForm } from "@/kit/use-form";
import { dayAfter } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { zonedMoment } from "@/lib/zoned-moment";
import { useRoleName } from "@/modules/groups/words";
import { type Position, PositionFields, positionOf, trimmed } from "@/modules/mandates/position-fields";
import { OrganisationField } from "@/modules/registers/organisation-field";
import { keys } from "@/queries/keys";
import { DateField } from "@/ui/date-field";
import { Disclosure } from "@/ui/disclosure";
import { WholeNumberField } from "@/ui/whole-number-field";

type Role = MembershipOut["role"];

interface Invitation extends Position {
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

const NOTHING: Invitation = {
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
const ROLES: Record<Invitation["whom"], Role[]> = {
  one: ["facilitator", "secretary", "member", "observer"],
  anybody: ["member", "observer"],
};

/** How long an invitation is valid unless another day is chosen. */
const VALID_DAYS = 14;
/** Fields that are folded until they are opened or have an error. */
const FOLDED = ["role", "last", "seatLast", "position", "position_en", "document"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Where anybody may come, the role is the least of those that take part. */
const ANYBODY = { whom: "anybody", role: "member" } as const;

function asked(form: Invitation, timeZone: string): InviteInRequest {
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

interface InviteDialogProps {
  groupId: string;
  onMade: (made: MadeInvitationOut) => void;
  onClose: () => void;
}

function useInviteForm({ groupId, onMade }: InviteDialogProps): Form<Invitation> {
  const { t } = useLingui();
  const { dates } = useLocale();
  const command = useCommand({
    run: (invitation: Invitation) =>
      unwrap(postGroupInvitations({ path: { group_id: groupId }, body: asked(invitation, dates.timeZone) })),
    invalidates: [keys.invitations(groupId)],
    onSuccess: onMade,
  });
  return useForm({
    initial: { ...NOTHING, last: dayAfter(dates.today(), VALID_DAYS) },
    command,
    required: { organisation: t`Виберіть організацію`, last: t`Впишіть дату: день, місяць і рік` },
    validate: ({ whom, email }) => ({
      email: whom === "one" && !email.includes("@") && t`Впишіть адресу електронної пошти`,
    }),
    pointers: { last: ["/expires_at"], seatLast: ["/ends_on"] },
  });
}

/** Offers a seat to one person, or to whoever comes with the link. */
export function InviteDialog(props: InviteDialogProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useInviteForm(props);
  const { whom } = form.values;
  const role = useRoleName()(form.values.role, "either");
  return (
    <FormDialog
      form={form}
      title={t`Запросити до групи`}
      submit={whom === "one" ? t`Надіслати запрошення` : t`Створити посилання`}
      onClose={props.onClose}
    >
      {whom === "one" ? <EmailField form={form} /> : <UsesField form={form} />}
      <OrganisationField {...form.value("organisation")} />
      {DAY.test(form.values.last) && <Terms until={dates.long(form.values.last)} role={role} />}
      <Disclosure
        label={<Trans>Ще</Trans>}
        opened={false}
        faulty={FOLDED.some((name) => form.value(name).error)}
      >
        <WhomField form={form} />
        <TermFields form={form} />
        <PositionFields label={t`Посада (необов’язково)`} {...positionOf(form)} />
        {whom === "one" && (
          <TextInput
            label={t`Документ про призначення (необов’язково)`}
            description={t`З ним людина одразу дістає повноваження. Призначає координатор громади.`}
            maxLength={300}
            {...form.text("document")}
          />
        )}
      </Disclosure>
    </FormDialog>
  );
}

/** The terms of the invitation, unless others are chosen below. */
function Terms({ until, role }: { until: string; role: string }) {
  return (
    <p className="v-small v-t2">
      <Trans>
        Діє до {until} включно · роль: {role}
      </Trans>
    </p>
  );
}

function TermFields({ form }: { form: Form<Invitation> }) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const roleName = useRoleName();
  return (
    <>
      <Select
        label={t`Роль`}
        data={ROLES[form.values.whom].map((value) => ({ value, label: roleName(value, "either") }))}
        allowDeselect={false}
        {...form.choice("role")}
      />
      <DateField
        label={t`Запрошення діє до (включно)`}
        description={t`Щонайбільше 90 днів`}
        min={dates.today()}
        {...form.value("last")}
      />
      <DateField
        label={t`Останній день місця (необов’язково)`}
        description={t`Порожньо — без кінцевої дати`}
        min={dates.today()}
        {...form.value("seatLast")}
      />
    </>
  );
}

function WhomField({ form }: { form: Form<Invitation> }) {
  const { t } = useLingui();
  const choose = (chosen: string) => form.change(chosen === "anybody" ? ANYBODY : { whom: "one" });
  return (
    <Radio.Group label={t`Кого запрошуєте`} value={form.values.whom} onChange={choose}>
      <Radio value="one" label={<Trans>Одну людину, за електронною адресою</Trans>} />
      <Radio value="anybody" label={<Trans>Усіх, хто матиме посилання чи QR-код</Trans>} />
    </Radio.Group>
  );
}

function EmailField({ form }: { form: Form<Invitation> }) {
  const { t } = useLingui();
  return (
    <TextInput
      label={t`Електронна пошта`}
      description={t`Туди піде лист із посиланням, лише для цієї людини`}
      type="email"
      autoComplete="off"
      {...form.text("email")}
    />
  );
}

function UsesField({ form }: { form: Form<Invitation> }) {
  const { t } = useLingui();
  const label = t`Скільки людей може ним скористатися`;
  return <WholeNumberField label={label} maxLength={3} {...form.value("uses")} />;
}
