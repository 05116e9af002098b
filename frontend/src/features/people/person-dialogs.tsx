import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import {
  deleteAdministration,
  deleteKeys,
  patchPerson,
  postAdministration,
  postDeactivation,
  postSignOuts,
} from "@/api/generated/sdk.gen";
import type { PersonOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { ConfirmDialog } from "@/kit/confirm-dialog";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { englishOf } from "@/lib/text";
import { useOutcome } from "@/modules/approvals/use-outcome";
import { keys } from "@/queries/keys";

export interface PersonDialogProps {
  person: PersonOut;
  onClose: () => void;
}

const INVALIDATES = [keys.people];

export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const command = useCommand({
    run: (body: { reason: string }) => unwrap(postDeactivation({ path: { person_id: person.id }, body })),
    success: t`Обліковий запис вимкнено, усі входи завершено`,
    invalidates: INVALIDATES,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Вимкнути обліковий запис?`}
      lead={
        <Trans>
          {name}: кожна відкрита сторінка закриється, токени й посилання перестануть діяти тієї ж миті. Усе
          зроблене лишиться. Гостьові доступи й право призначати представників завершаться і самі не
          повернуться, як і права адміністратора та ролі поза групами. Якщо якась група втратить останнього
          фасилітатора, ми сповістимо координатора.
        </Trans>
      }
      submit={t`Вимкнути`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її бачать лише адміністратори`}
        rows={3}
        maxLength={500}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}

/** Requests or revokes the administrator role. The server asks for a fresh proof of identity. */
export function AdministrationDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const ending = person.is_administrator;
  const command = useCommand({
    run: (body: { reason: string }): Promise<unknown> => {
      const asked = { path: { person_id: person.id }, body };
      return ending ? unwrap(deleteAdministration(asked)) : unwrap(postAdministration(asked));
    },
    invalidates: INVALIDATES,
    onSuccess: useOutcome(
      ending ? t`Права адміністратора припинено` : t`Права адміністратора надано`,
      onClose,
    ),
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={ending ? t`Припинити права адміністратора?` : t`Надати права адміністратора?`}
      lead={
        ending ? (
          <Trans>{name}: доступ до системних сторінок і екстрений доступ припиниться тієї ж миті.</Trans>
        ) : (
          <Trans>
            {name}: керування обліковими записами, ролями й налаштуваннями системи. Розмов груп ці права не
            відкривають. Діятимуть вони, коли їх підтвердить інший адміністратор.
          </Trans>
        )
      }
      submit={ending ? t`Припинити` : t`Надати`}
      submitKind={ending ? "danger" : undefined}
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її прочитають ця людина й усі адміністратори`}
        rows={3}
        maxLength={500}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}

export function SignOutDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const command = useCommand({
    run: (body: { keys: boolean }) => unwrap(postSignOuts({ path: { person_id: person.id }, body })),
    success: t`Усі входи завершено`,
    invalidates: INVALIDATES,
    onSuccess: onClose,
  });
  const form = useForm({ initial: { keys: true }, command });
  return (
    <FormDialog
      form={form}
      title={t`Завершити всі входи?`}
      lead={<Trans>{name}: кожна відкрита сторінка закриється тієї ж миті. Людина про це дізнається.</Trans>}
      submit={t`Завершити`}
      submitKind="danger"
      onClose={onClose}
    >
      <Checkbox
        label={t`Відкликати й ключі`}
        description={t`Токени, адресу календаря та вхід через організації. Інакше вони діятимуть далі.`}
        {...form.check("keys")}
      />
    </FormDialog>
  );
}

/** For a key that has leaked: nobody is signed out. */
export function RevokeKeysDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(person.name);
  const command = useCommand({
    run: () => unwrap(deleteKeys({ path: { person_id: person.id } })),
    success: t`Ключі відкликано`,
    invalidates: INVALIDATES,
  });
  return (
    <ConfirmDialog
      title={t`Відкликати всі ключі?`}
      text={
        <Trans>
          {name}: токени, адреса календаря та вхід через організації перестануть діяти тієї ж миті. Відкриті
          сторінки лишаться. Людина про це дізнається.
        </Trans>
      }
      submit={t`Відкликати`}
      danger
      command={command}
      onClose={onClose}
    />
  );
}

export function RenameDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui();
  const command = useCommand({
    run: (body: { name_uk: string; name_en: string; reason: string }, { ifMatch }) =>
      unwrap(patchPerson({ path: { person_id: person.id }, headers: ifMatch, body })),
    version: person.version,
    success: t`Ім’я виправлено`,
    invalidates: INVALIDATES,
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { name_uk: person.name.uk, name_en: englishOf(person.name), reason: "" },
    command,
    required: { name_uk: t`Напишіть ім’я`, reason: t`Поясніть причину` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Виправити ім’я`}
      lead={<Trans>Під цим ім’ям стоятиме й усе, що людина вже написала.</Trans>}
      submit={t`Виправити`}
      onClose={onClose}
    >
      <TextInput
        label={t`Ім’я та прізвище українською`}
        maxLength={120}
        data-autofocus
        {...form.text("name_uk")}
      />
      <TextInput label={t`Англійською, якщо відомо`} maxLength={120} {...form.text("name_en")} />
      <Textarea
        label={t`Причина`}
        description={t`Її прочитає ця людина`}
        rows={2}
        maxLength={500}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
