import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { postJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { AnswerInRequest, JoinRequestOut, MembershipOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { AnswerReaders } from "@/modules/asking/answer-readers";
import { useRoleName } from "@/modules/groups/words";
import { keys } from "@/queries/keys";

const ROLES: MembershipOut["role"][] = ["facilitator", "secretary", "member", "observer"];

interface AnswerDialogProps {
  request: JoinRequestOut;
  groupId: string;
  onClose: () => void;
}

function useAnswering({ request, groupId, onClose }: AnswerDialogProps, success: string) {
  const { t } = useLingui();
  return useCommand({
    run: (answer: AnswerInRequest, { confirmed }) =>
      unwrap(
        postJoinRequestDetails({
          path: { join_request_id: request.id },
          body: { confirmed, ...answer },
        }),
      ),
    success,
    invalidates: [
      keys.joinRequests(groupId),
      keys.members(groupId),
      keys.group(groupId),
      keys.today,
      keys.groups,
    ],
    onSuccess: onClose,
    personalData: { anyway: t`Усе одно надіслати`, lead: <AnswerReaders /> },
  });
}

/** Gives the seat. Who has no mandate yet is appointed by a document. */
export function AdmitDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const { person, role } = props.request;
  const form = useForm({
    initial: { to: "admitted" as const, role, document: "", reason: "" },
    command: useAnswering(props, t`Місце надано. Людина вже бачить групу`),
  });
  const name = say(person.name);
  return (
    <FormDialog form={form} title={t`Прийняти: ${name}`} submit={t`Надати місце`} onClose={props.onClose}>
      <Select
        label={t`Роль`}
        data={ROLES.map((value) => ({ value, label: roleName(value, person.gender) }))}
        allowDeselect={false}
        {...form.choice("role")}
      />
      <TextInput
        label={t`Документ про призначення`}
        description={t`Потрібен, якщо людина ще не має повноважень від цієї організації`}
        maxLength={300}
        {...form.text("document")}
      />
      <Textarea
        label={t`Причина (необов’язково)`}
        description={t`Людина прочитає її разом із відповіддю`}
        rows={2}
        maxLength={1000}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}

/** Says no, and why. */
export function DeclineDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const form = useForm({
    initial: { to: "declined" as const, reason: "" },
    command: useAnswering(props, t`Відповідь надіслано`),
    required: { reason: t`Напишіть причину: її прочитає людина` },
  });
  const name = say(props.request.person.name);
  return (
    <FormDialog
      form={form}
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й зможе попросити ще раз.</Trans>}
      submit={t`Відмовити`}
      submitKind="danger"
      onClose={props.onClose}
    >
      <Textarea label={t`Причина`} rows={3} maxLength={1000} data-autofocus {...form.text("reason")} />
    </FormDialog>
  );
}
