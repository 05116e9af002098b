import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  deleteOneOrganisationAdministrator,
  postAdministratorInvitations,
  postOrganisationAdministrators,
} from "@/api/generated/sdk.gen";
import type { OrganisationAdministratorOut, OrganisationOut } from "@/api/generated/types.gen";
import { idempotencyKey } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { SectionCard } from "@/kit/section-card";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { useInviting } from "@/modules/invitations/use-inviting";
import { PersonAvatar } from "@/modules/organisations/person-avatar";
import { PersonDialog, usePersonRules } from "@/modules/registers/person-dialog";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { administratorsQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/feedback";
import { ListRow } from "@/ui/list-row";
import own from "./organisations.module.css";

/** Who names the organisation's representatives, and who did. */
export function AdministratorsCard({ organisation }: { organisation: OrganisationOut }) {
  const rows = useInfiniteQuery(administratorsQuery(organisation.id));
  const [naming, setNaming] = useState(false);
  const [ending, setEnding] = useState<OrganisationAdministratorOut | null>(null);
  const may = organisation.allowed.includes("set_administrators");
  return (
    <SectionCard
      title={<Trans>Хто призначає представників</Trans>}
      query={rows}
      older
      empty={
        <EmptyState title={<Trans>Поки що лише координатор</Trans>}>
          <Trans>Назвіть особу з організації: вона призначатиме представників і вестиме контакти.</Trans>
        </EmptyState>
      }
      add={
        may && (
          <Button kind="quiet" onClick={() => setNaming(true)}>
            <Trans>Назвати особу</Trans>
          </Button>
        )
      }
      dialogs={
        <>
          {naming && <NameDialog organisation={organisation} onClose={() => setNaming(false)} />}
          {ending && <EndDialog organisation={organisation} row={ending} onClose={() => setEnding(null)} />}
        </>
      }
    >
      {(row) => (
        <Line
          key={row.id}
          row={row}
          organisation={organisation}
          onEnd={may && row.until === null ? () => setEnding(row) : undefined}
        />
      )}
    </SectionCard>
  );
}

interface LineProps {
  row: OrganisationAdministratorOut;
  organisation: OrganisationOut;
  onEnd?: () => void;
}

function Line({ row, organisation, onEnd }: LineProps) {
  const { t } = useLingui();
  const { localize: say, dates } = useLocale();
  const name = say(row.person.name);
  const since = dates.numeric(dates.day(row.since));
  const until = row.until && dates.numeric(dates.lastDay(row.until));
  const reason = row.end_reason;
  return (
    <ListRow
      className={until ? own.over : ""}
      lead={<PersonAvatar name={name} sector={organisation.sector} />}
      title={name}
      meta={row.document}
      status={
        onEnd && (
          <Button kind="ghost" aria-label={t`Припинити: ${name}`} onClick={onEnd}>
            <Trans>Припинити</Trans>
          </Button>
        )
      }
    >
      <p className="v-tiny v-t2">{until ? t`з ${since} до ${until}: ${reason}` : t`з ${since}`}</p>
    </ListRow>
  );
}

function NameDialog({ organisation, onClose }: { organisation: OrganisationOut; onClose: () => void }) {
  const { t } = useLingui();
  const naming = useRegisterChange({
    ask: (body: { email: string; document: string }) =>
      unwrap(
        postOrganisationAdministrators({
          path: { organisation_id: organisation.id },
          body,
          headers: idempotencyKey(),
        }),
      ),
    said: t`Право надано. Особа вже отримала сповіщення`,
    onDone: onClose,
  });
  const inviting = useInviting(
    (body: { email: string; document: string }) =>
      unwrap(
        postAdministratorInvitations({
          path: { organisation_id: organisation.id },
          body,
          headers: idempotencyKey(),
        }),
      ),
    onClose,
  );
  const form = useForm({
    initial: { email: "", document: "" },
    command: naming,
    refusal: inviting.error,
    ...usePersonRules(),
  });
  return (
    <PersonDialog
      title={t`Хто призначає представників`}
      lead={
        <Trans>
          Ця особа призначатиме представників організації та її підрозділів і вестиме контакти. Груп і розмов
          їй це не відкриває.
        </Trans>
      }
      submit={t`Надати право`}
      form={form}
      email={form.text("email")}
      document={form.text("document")}
      invite={inviting}
      onClose={onClose}
    />
  );
}

interface EndDialogProps {
  organisation: OrganisationOut;
  row: OrganisationAdministratorOut;
  onClose: () => void;
}

function EndDialog({ organisation, row, onClose }: EndDialogProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const name = say(row.person.name);
  const command = useRegisterChange({
    ask: (body: { reason: string }) =>
      unwrap(
        deleteOneOrganisationAdministrator({
          path: { organisation_id: organisation.id, administrator_id: row.id },
          body,
        }),
      ),
    said: t`Право припинено цієї ж миті`,
    onDone: onClose,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Припинити право: ${name}`}
      lead={<Trans>Надані цією особою повноваження лишаться чинними.</Trans>}
      submit={t`Припинити`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea
        label={t`Причина`}
        description={t`Її побачить ця особа`}
        rows={3}
        maxLength={1000}
        data-autofocus
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
