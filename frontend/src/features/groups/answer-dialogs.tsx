import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { postJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { AnswerInRequest, JoinRequestOut, MembershipOut } from "@/api/generated/types.gen";
import { fieldErrorAt, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuard } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-change";
import { useLocale } from "@/lib/locale";
import { useRoleName } from "@/modules/groups/words";
import { PublicReasonDialog } from "@/modules/personal-data/public-reason-dialog";
import { AnswerReaders } from "@/modules/threads/asking/answer-readers";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

const ROLES: MembershipOut["role"][] = ["facilitator", "secretary", "member", "observer"];

interface AnswerDialogProps {
  request: JoinRequestOut;
  groupId: string;
  onClose: () => void;
}

function useAnswering({ request, groupId, onClose }: AnswerDialogProps, said: string) {
  return useCommand({
    ask: (body: AnswerInRequest) =>
      unwrap(postJoinRequestDetails({ path: { join_request_id: request.id }, body })),
    said,
    onDone: onClose,
    forget: (client) => {
      const about = [keys.joinRequests(groupId), keys.members(groupId), keys.group(groupId), keys.today];
      for (const queryKey of [...about, keys.groups]) void client.invalidateQueries({ queryKey });
    },
  });
}

/** Gives the seat. Who has no mandate yet is appointed by a document. */
export function AdmitDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const roleName = useRoleName();
  const [role, setRole] = useState(props.request.role);
  const [document, setDocument] = useState("");
  const [reason, setReason] = useState("");
  const answering = useAnswering(props, t`Місце надано. Людина вже бачить групу`);
  const send = (confirmed?: PersonalDataKind[]) => {
    const said = { document: document.trim(), reason: reason.trim(), confirmed };
    answering.mutate({ to: "admitted", role, ...said });
  };
  const { name, gender } = { name: say(props.request.person.name), gender: props.request.person.gender };
  return (
    <PersonalDataGuard
      change={{ ...answering, mutate: send }}
      texts={{ "/reason": reason.trim() }}
      anyway={t`Усе одно надіслати`}
      lead={<AnswerReaders />}
    >
      <Dialog
        opened
        title={t`Прийняти: ${name}`}
        submit={t`Надати місце`}
        busy={answering.isPending}
        onClose={props.onClose}
        onSubmit={() => send()}
      >
        <Select
          label={t`Роль`}
          data={ROLES.map((value) => ({ value, label: roleName(value, gender) }))}
          value={role}
          onChange={(value) => setRole(ROLES.find((one) => one === value) ?? role)}
        />
        <TextInput
          label={t`Документ про призначення`}
          description={t`Потрібен, якщо людина ще не має повноважень від цієї організації`}
          maxLength={300}
          value={document}
          onChange={(event) => setDocument(event.currentTarget.value)}
          error={fieldError(fieldErrorAt(answering.error, "/document"))}
        />
        <Textarea
          label={t`Причина (необов’язково)`}
          description={t`Людина прочитає її разом із відповіддю`}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(fieldErrorAt(answering.error, "/reason"))}
        />
        <FormErrors error={answering.error} />
      </Dialog>
    </PersonalDataGuard>
  );
}

/** Says no, and why. */
export function DeclineDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const answering = useAnswering(props, t`Відповідь надіслано`);
  const name = say(props.request.person.name);
  return (
    <PublicReasonDialog
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й зможе попросити ще раз.</Trans>}
      label={t`Причина`}
      missing={t`Напишіть причину: її прочитає людина`}
      most={1000}
      submit={t`Відмовити`}
      submitKind="danger"
      change={{
        ...answering,
        variables: { text: answering.variables?.reason ?? "" },
        mutate: ({ text, confirmed }) => answering.mutate({ to: "declined", reason: text, confirmed }),
      }}
      anyway={t`Усе одно надіслати`}
      readers={<AnswerReaders />}
      onClose={props.onClose}
    />
  );
}
