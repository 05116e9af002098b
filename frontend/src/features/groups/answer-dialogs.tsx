import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { AnswerInRequest, JoinRequestOut, MembershipOut } from "@/api/generated/types.gen";
import { refusedAt } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { useReader } from "@/lib/reader";
import { Unclaimed } from "@/widgets/unclaimed";
import { useChange } from "@/widgets/use-change";
import { useRoleName } from "@/widgets/words";
import { WordsDialog } from "@/widgets/words-dialog";

const ROLES: MembershipOut["role"][] = ["facilitator", "secretary", "member", "observer"];

interface AnswerDialogProps {
  request: JoinRequestOut;
  groupId: string;
  onClose: () => void;
}

function useAnswering({ request, groupId, onClose }: AnswerDialogProps, said: string) {
  return useChange({
    ask: (body: AnswerInRequest) =>
      answered(postJoinRequestDetails({ path: { join_request_id: request.id }, body })),
    said,
    onDone: onClose,
    forget: (client) => {
      const about = [keys.joinRequests(groupId), keys.members(groupId), keys.group(groupId)];
      for (const queryKey of [...about, keys.groups]) void client.invalidateQueries({ queryKey });
    },
  });
}

/** Gives the seat. Who has no mandate yet is appointed by a document. */
export function AdmitDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const roleName = useRoleName();
  const [role, setRole] = useState(props.request.role);
  const [document, setDocument] = useState("");
  const [reason, setReason] = useState("");
  const answering = useAnswering(props, t`Місце надано. Людина вже бачить групу`);
  const { name, gender } = { name: say(props.request.person.name), gender: props.request.person.gender };
  return (
    <Dialog
      opened
      title={t`Прийняти: ${name}`}
      submit={t`Надати місце`}
      busy={answering.isPending}
      onClose={props.onClose}
      onSubmit={() =>
        answering.mutate({ to: "admitted", role, document: document.trim(), reason: reason.trim() })
      }
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
        error={fieldError(refusedAt(answering.error, "/document"))}
      />
      <Textarea
        label={t`Причина (необов’язково)`}
        description={t`Людина прочитає її разом із відповіддю`}
        rows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(refusedAt(answering.error, "/reason"))}
      />
      <Unclaimed error={answering.error} />
    </Dialog>
  );
}

/** Says no, and why. */
export function DeclineDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const answering = useAnswering(props, t`Відповідь надіслано`);
  const name = say(props.request.person.name);
  return (
    <WordsDialog
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й зможе попросити ще раз.</Trans>}
      label={t`Причина`}
      missing={t`Напишіть причину: її прочитає людина`}
      most={1000}
      submit={t`Відмовити`}
      submitKind="danger"
      busy={answering.isPending}
      problem={answering.error}
      onClose={props.onClose}
      onSubmit={(reason) => answering.mutate({ to: "declined", reason })}
    />
  );
}
