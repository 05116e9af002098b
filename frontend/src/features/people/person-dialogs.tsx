import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { answered } from "@/api/answered";
import {
  deleteAdministration,
  patchPerson,
  postAdministration,
  postDeactivation,
  postSignOuts,
} from "@/api/generated/sdk.gen";
import type { PersonOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { NotConfirmed, useConfirmation } from "@/widgets/factors/confirm-dialog";
import { useFailureToast } from "@/widgets/failure-toast";

export interface PersonDialogProps {
  person: PersonOut;
  onClose: () => void;
}

/** Does something to an account, then closes. What the server says of a field is shown there. */
function useDone(work: () => Promise<unknown>, words: string, onClose: () => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: work,
    onSuccess: () => {
      toast(words);
      onClose();
    },
    onError: (error) => {
      const told = error instanceof NotConfirmed || (error instanceof ApiProblem && error.fields.length > 0);
      if (!told) failed(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.people }),
  });
}

const problemAt = (error: unknown, pointer: string) =>
  error instanceof ApiProblem ? error.field(pointer) : undefined;

interface ReasonedProps {
  title: string;
  lead: ReactNode;
  submit: string;
  danger?: boolean;
  hint: string;
  done: string;
  work: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** One question with a reason. */
function ReasonedDialog({ title, lead, submit, danger, hint, done, work, onClose }: ReasonedProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const doing = useDone(() => work(reason.trim()), done, onClose);
  const send = () => {
    setTried(true);
    if (reason.trim()) doing.mutate();
  };
  const missing = tried && !reason.trim() && t`Поясніть причину`;
  return (
    <Dialog
      opened
      title={title}
      lead={lead}
      submit={submit}
      submitKind={danger ? "danger" : undefined}
      busy={doing.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <Textarea
        label={t`Причина`}
        description={hint}
        rows={3}
        maxLength={500}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(missing || problemAt(doing.error, "/reason"))}
      />
    </Dialog>
  );
}

export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const name = say(person.name);
  return (
    <ReasonedDialog
      title={t`Вимкнути обліковий запис?`}
      lead={
        <Trans>
          {name}: кожна відкрита сторінка закриється, токени й посилання перестануть діяти тієї ж миті. Усе
          зроблене лишиться. Якщо якась група втратить останнього фасилітатора, ми сповістимо координатора.
        </Trans>
      }
      submit={t`Вимкнути`}
      danger
      hint={t`Її бачать лише адміністратори`}
      done={t`Обліковий запис вимкнено, усі входи завершено`}
      work={(reason) => answered(postDeactivation({ path: { person_id: person.id }, body: { reason } }))}
      onClose={onClose}
    />
  );
}

/** Gives or takes away the running of the system. The server asks for a fresh proof of who decides. */
export function AdministrationDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const { confirmed, dialog } = useConfirmation();
  const name = say(person.name);
  const ending = person.is_administrator;
  const decide = (reason: string) => {
    const asked = { path: { person_id: person.id }, body: { reason } };
    return ending ? answered(deleteAdministration(asked)) : answered(postAdministration(asked));
  };
  return (
    <>
      <ReasonedDialog
        title={ending ? t`Забрати адміністрування?` : t`Дати адміністрування?`}
        lead={
          ending ? (
            <Trans>{name}: доступ до системних сторінок і екстрений доступ припиниться тієї ж миті.</Trans>
          ) : (
            <Trans>
              {name}: керування обліковими записами, ролями й налаштуваннями системи. Розмов груп
              адміністрування не відкриває.
            </Trans>
          )
        }
        submit={ending ? t`Забрати` : t`Дати`}
        danger={ending}
        hint={t`Її прочитають ця людина й усі адміністратори`}
        done={ending ? t`Адміністрування забрано` : t`Адміністрування надано`}
        work={(reason) => confirmed<unknown>(() => decide(reason))}
        onClose={onClose}
      />
      {dialog}
    </>
  );
}

export function SignOutDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const name = say(person.name);
  const ending = useDone(
    () => answered(postSignOuts({ path: { person_id: person.id } })),
    t`Усі входи завершено`,
    onClose,
  );
  return (
    <Dialog
      opened
      title={t`Завершити всі входи?`}
      lead={
        <Trans>
          {name}: кожна відкрита сторінка закриється тієї ж миті. Токени діють далі. Людина про це дізнається.
        </Trans>
      }
      submit={t`Завершити`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={() => ending.mutate()}
    />
  );
}

export function RenameDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const [uk, setUk] = useState(person.name.uk);
  const [en, setEn] = useState(person.name.en === person.name.uk ? "" : person.name.en);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const body = { name_uk: uk.trim(), name_en: en.trim(), reason: reason.trim() };
  const renaming = useDone(
    () => answered(patchPerson({ path: { person_id: person.id }, headers: ifMatch(person.version), body })),
    t`Ім’я виправлено`,
    onClose,
  );
  const missing = (value: string, words: string) => tried && !value && words;
  const send = () => {
    setTried(true);
    if (body.name_uk && body.reason) renaming.mutate();
  };
  return (
    <Dialog
      opened
      title={t`Виправити ім’я`}
      lead={<Trans>Під цим ім’ям стоятиме й усе, що людина вже написала.</Trans>}
      submit={t`Виправити`}
      busy={renaming.isPending}
      onClose={onClose}
      onSubmit={send}
    >
      <TextInput
        label={t`Ім’я та прізвище українською`}
        maxLength={120}
        data-autofocus
        value={uk}
        onChange={(event) => setUk(event.currentTarget.value)}
        error={fieldError(missing(body.name_uk, t`Напишіть ім’я`) || problemAt(renaming.error, "/name_uk"))}
      />
      <TextInput
        label={t`Англійською, якщо відомо`}
        maxLength={120}
        value={en}
        onChange={(event) => setEn(event.currentTarget.value)}
        error={fieldError(problemAt(renaming.error, "/name_en"))}
      />
      <Textarea
        label={t`Причина`}
        description={t`Її прочитає ця людина`}
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(missing(body.reason, t`Поясніть причину`) || problemAt(renaming.error, "/reason"))}
      />
    </Dialog>
  );
}
