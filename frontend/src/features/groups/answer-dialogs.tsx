import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postJoinRequestDetails } from "@/api/generated/sdk.gen";
import type { AnswerInRequest, JoinRequestOut, MembershipOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { useRoleName } from "@/widgets/words";

const ROLES: MembershipOut["role"][] = ["facilitator", "secretary", "member", "observer"];

interface AnswerDialogProps {
  request: JoinRequestOut;
  groupId: string;
  onClose: () => void;
}

function useAnswering({ request, groupId, onClose }: AnswerDialogProps, told: string) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (body: AnswerInRequest) =>
      answered(postJoinRequestDetails({ path: { join_request_id: request.id }, body })),
    onSuccess: () => {
      for (const queryKey of [keys.joinRequests(groupId), keys.members(groupId), keys.group(groupId)])
        void client.invalidateQueries({ queryKey });
      toast(told);
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
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
  const answering = useAnswering(props, t`Місце надано. Людина вже бачить групу`);
  const { name, gender } = { name: say(props.request.person.name), gender: props.request.person.gender };
  const refused = answering.error instanceof ApiProblem ? answering.error.field("/document") : undefined;
  return (
    <Dialog
      opened
      title={t`Прийняти: ${name}`}
      submit={t`Надати місце`}
      busy={answering.isPending}
      onClose={props.onClose}
      onSubmit={() => answering.mutate({ to: "admitted", role, document: document.trim() })}
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
        error={fieldError(refused)}
      />
    </Dialog>
  );
}

/** Says no, and why. */
export function DeclineDialog(props: AnswerDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const answering = useAnswering(props, t`Відповідь надіслано`);
  const name = say(props.request.person.name);
  const submit = () => {
    setTried(true);
    if (reason.trim()) answering.mutate({ to: "declined", reason: reason.trim() });
  };
  return (
    <Dialog
      opened
      title={t`Відмовити: ${name}`}
      lead={<Trans>Людина прочитає причину й зможе попросити ще раз.</Trans>}
      submit={t`Відмовити`}
      submitKind="danger"
      busy={answering.isPending}
      onClose={props.onClose}
      onSubmit={submit}
    >
      <Textarea
        label={t`Причина`}
        rows={2}
        data-autofocus
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(tried && !reason.trim() && t`Напишіть причину: її прочитає людина`)}
      />
    </Dialog>
  );
}
