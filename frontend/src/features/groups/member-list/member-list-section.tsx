import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { postGroupMemberList, postMemberListPreview } from "@/api/generated/sdk.gen";
import type { GroupOut, MemberFaultOut, MemberListOut, MemberRowOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { ImportWizard } from "@/kit/importing/import-wizard";
import { useImport } from "@/kit/importing/use-import";
import { currentLanguage } from "@/lib/language";
import { Count } from "@/modules/actions/status";
import { groupPath } from "@/modules/entities/paths";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/feedback";
import { CheckedRow } from "./checked-row";
import classes from "./member-list.module.css";
import { COLUMNS, useDoneWords } from "./words";

/** A row as it goes back: what was shown of it, and nothing else. */
function sent({ person: _person, organisation, ...row }: MemberRowOut) {
  return { ...row, organisation: organisation.id };
}

function useMemberList(groupId: string) {
  const client = useQueryClient();
  const path = { group_id: groupId };
  return useImport({
    preview: (file): Promise<MemberListOut> => unwrap(postMemberListPreview({ path, body: { file } })),
    run: (rows, key) =>
      unwrap(postGroupMemberList({ path, body: { rows: rows.map(sent) }, headers: idempotencyKey(key) })),
    onDone: () => void client.invalidateQueries(),
  });
}

/** Brings a list of people into a group: a file, what it would do, and then exactly that. */
export function MemberListSection({ group }: { group: GroupOut }) {
  const { t, i18n } = useLingui();
  const steps = useMemberList(group.id);
  const doneWords = useDoneWords();
  if (steps.done)
    return (
      <Done groupId={group.id} title={<Trans>Список опрацьовано</Trans>}>
        {doneWords(steps.done)}
      </Done>
    );
  return (
    <ImportWizard
      steps={steps}
      title={t`Список учасників`}
      lead={
        <Trans>
          Візьміть таблицю з людьми, яких хочете долучити. Спершу покажемо, що з кожним рядком, і нічого не
          змінимо, доки ви не підтвердите.
        </Trans>
      }
      columns={{
        required: <Trans>Електронна пошта, Організація (назва, як у реєстрі)</Trans>,
        optional: (
          <Trans>
            Ім’я та прізвище, Посада, Роль (без неї людина бере участь), Останній день, Документ про
            призначення
          </Trans>
        ),
      }}
      templates={<Templates />}
      limit={<Trans>XLSX або CSV, до 200 людей</Trans>}
      unchanged={<Trans>Поки що нічого не змінено. Запрошення діятимуть 30 днів.</Trans>}
      columnName={(column) => i18n._(COLUMNS[column as MemberFaultOut["column"]])}
      rowName={(row) => row.email}
      row={(row) => <CheckedRow row={row} />}
      rowsTitle={<Trans>Можна долучити</Trans>}
      count={(value) => <Count value={value} quiet />}
      submit={(people) =>
        t`${plural(people, { one: "Долучити # людину", few: "Долучити # людини", many: "Долучити # людей", other: "Долучити # людини" })}`
      }
      ownWords={["too_many_letters"]}
    />
  );
}

function Templates() {
  const { t } = useLingui();
  const address = (kind: string) =>
    `/api/v1/member-lists/template?kind=${kind}&language=${currentLanguage()}`;
  return (
    <p className={classes.templates}>
      <a className="v-reach" href={address("xlsx")} download>
        {t`Зразок XLSX`}
      </a>
      <a className="v-reach" href={address("csv")} download>
        {t`Зразок CSV`}
      </a>
    </p>
  );
}

function Done({ groupId, title, children }: { groupId: string; title: ReactNode; children: ReactNode }) {
  return (
    <Card>
      <div role="status">
        <EmptyState
          title={title}
          button={
            <ButtonLink href={groupPath(groupId, "joining")}>
              <Trans>До запрошень</Trans>
            </ButtonLink>
          }
        >
          {children}
        </EmptyState>
      </div>
    </Card>
  );
}
