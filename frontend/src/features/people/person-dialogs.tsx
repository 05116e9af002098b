import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import type { QueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  deleteAdministration,
  deleteKeys,
  patchPerson,
  postAdministration,
  postDeactivation,
  postSignOuts,
} from "@/api/generated/sdk.gen";
import type { PersonOut } from "@/api/generated/types.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { FormErrors } from "@/kit/form-errors";
import { ReasonDialog } from "@/kit/reason-dialog";
import { useCommand } from "@/kit/use-change";
import { useEdit } from "@/kit/use-edit";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { keys } from "@/queries/keys";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

export interface PersonDialogProps {
  person: PersonOut;
  onClose: () => void;
}

const forgetPeople = (client: QueryClient) => client.invalidateQueries({ queryKey: keys.people });

/** A change of an account. */
function useAccountChange<In>(ask: (input: In) => Promise<unknown>, said: string, onDone: () => void) {
  return useCommand({ ask, said, onDone, forget: forgetPeople });
}

export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const deactivating = useAccountChange(
    (reason: string) => unwrap(postDeactivation({ path: { person_id: person.id }, body: { reason } })),
    t`Обліковий запис вимкнено, усі входи завершено`,
    onClose,
  );
  return (
    <ReasonDialog
      title={t`Вимкнути обліковий запис?`}
      lead={
        <Trans>
          {name}: кожна відкрита сторінка закриється, токени й посилання перестануть діяти тієї ж миті. Усе
          зроблене лишиться. Гостьові доступи й право призначати представників завершаться і самі не
          повернуться. Якщо якась група втратить останнього фасилітатора, ми сповістимо координатора.
        </Trans>
      }
      label={t`Причина`}
      description={t`Її бачать лише адміністратори`}
      missing={t`Поясніть причину`}
      most={500}
      submit={t`Вимкнути`}
      submitKind="danger"
      busy={deactivating.isPending}
      problem={deactivating.error}
      onClose={onClose}
      onSubmit={(reason) => deactivating.mutate(reason)}
    />
  );
}

/** Gives or takes away the running of the system. The server asks for a fresh proof of who decides. */
export function AdministrationDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const ending = person.is_administrator;
  const decide = (reason: string): Promise<unknown> => {
    const asked = { path: { person_id: person.id }, body: { reason } };
    return ending ? unwrap(deleteAdministration(asked)) : unwrap(postAdministration(asked));
  };
  const deciding = useAccountChange(
    decide,
    ending ? t`Права адміністратора припинено` : t`Права адміністратора надано`,
    onClose,
  );
  return (
    <ReasonDialog
      title={ending ? t`Припинити права адміністратора?` : t`Надати права адміністратора?`}
      lead={
        ending ? (
          <Trans>{name}: доступ до системних сторінок і екстрений доступ припиниться тієї ж миті.</Trans>
        ) : (
          <Trans>
            {name}: керування обліковими записами, ролями й налаштуваннями системи. Розмов груп ці права не
            відкривають.
          </Trans>
        )
      }
      label={t`Причина`}
      description={t`Її прочитають ця людина й усі адміністратори`}
      missing={t`Поясніть причину`}
      most={500}
      submit={ending ? t`Припинити` : t`Надати`}
      submitKind={ending ? "danger" : undefined}
      busy={deciding.isPending}
      problem={deciding.error}
      onClose={onClose}
      onSubmit={(reason) => deciding.mutate(reason)}
    />
  );
}

export function SignOutDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const [keysToo, setKeysToo] = useState(true);
  const ending = useAccountChange(
    () => unwrap(postSignOuts({ path: { person_id: person.id }, body: { keys: keysToo } })),
    t`Усі входи завершено`,
    onClose,
  );
  return (
    <Dialog
      opened
      title={t`Завершити всі входи?`}
      lead={<Trans>{name}: кожна відкрита сторінка закриється тієї ж миті. Людина про це дізнається.</Trans>}
      submit={t`Завершити`}
      submitKind="danger"
      busy={ending.isPending}
      onClose={onClose}
      onSubmit={() => ending.mutate(undefined)}
    >
      <Checkbox
        label={t`Відкликати й ключі`}
        description={t`Токени, адресу календаря та вхід через організації. Інакше вони діятимуть далі.`}
        checked={keysToo}
        onChange={(event) => setKeysToo(event.currentTarget.checked)}
      />
      <FormErrors error={ending.error} />
    </Dialog>
  );
}

/** For a key that has leaked: nobody is signed out. */
export function RevokeKeysDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const revoking = useAccountChange(
    () => unwrap(deleteKeys({ path: { person_id: person.id } })),
    t`Ключі відкликано`,
    onClose,
  );
  return (
    <Dialog
      opened
      title={t`Відкликати всі ключі?`}
      lead={
        <Trans>
          {name}: токени, адреса календаря та вхід через організації перестануть діяти тієї ж миті. Відкриті
          сторінки лишаться. Людина про це дізнається.
        </Trans>
      }
      submit={t`Відкликати`}
      submitKind="danger"
      busy={revoking.isPending}
      onClose={onClose}
      onSubmit={() => revoking.mutate(undefined)}
    >
      <FormErrors error={revoking.error} />
    </Dialog>
  );
}

export function RenameDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const from = { name_uk: person.name.uk, name_en: englishOf(person.name), reason: "" };
  const { form, change, send } = useEdit(from, person.version);
  const [tried, setTried] = useState(false);
  const body = { name_uk: form.name_uk.trim(), name_en: form.name_en.trim(), reason: form.reason.trim() };
  const renaming = useAccountChange(
    () => send((headers) => unwrap(patchPerson({ path: { person_id: person.id }, headers, body }))),
    t`Ім’я виправлено`,
    onClose,
  );
  const missing = (value: string, words: string) => tried && !value && words;
  const submit = () => {
    setTried(true);
    if (body.name_uk && body.reason) renaming.mutate(undefined);
  };
  return (
    <Dialog
      opened
      title={t`Виправити ім’я`}
      lead={<Trans>Під цим ім’ям стоятиме й усе, що людина вже написала.</Trans>}
      submit={t`Виправити`}
      busy={renaming.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Ім’я та прізвище українською`}
        maxLength={120}
        data-autofocus
        value={form.name_uk}
        onChange={(event) => change({ name_uk: event.currentTarget.value })}
        error={fieldError(
          missing(body.name_uk, t`Напишіть ім’я`) || fieldErrorAt(renaming.error, "/name_uk"),
        )}
      />
      <TextInput
        label={t`Англійською, якщо відомо`}
        maxLength={120}
        value={form.name_en}
        onChange={(event) => change({ name_en: event.currentTarget.value })}
        error={fieldError(fieldErrorAt(renaming.error, "/name_en"))}
      />
      <Textarea
        label={t`Причина`}
        description={t`Її прочитає ця людина`}
        rows={2}
        maxLength={500}
        value={form.reason}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        error={fieldError(
          missing(body.reason, t`Поясніть причину`) || fieldErrorAt(renaming.error, "/reason"),
        )}
      />
      <FormErrors error={renaming.error} />
    </Dialog>
  );
}
