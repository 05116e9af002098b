import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteOrganisationVerification, postOrganisationVerification } from "@/api/generated/sdk.gen";
import type { OrganisationOut, WithdrawnMarkOut } from "@/api/generated/types.gen";
import { ifMatch } from "@/api/headers";
import { unwrap } from "@/api/unwrap";
import { FormDialog } from "@/kit/form-dialog";
import { PagedList } from "@/kit/paged-list";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { VerifiedMark } from "@/modules/registers/organisation-row";
import classes from "@/modules/registers/registers.module.css";
import { useRegisterChange } from "@/modules/registers/use-register-change";
import { withdrawnMarksQuery } from "@/queries/registers";
import { Button } from "@/ui/button";
import { ByLine } from "@/ui/by-line";
import { Card } from "@/ui/card";
import own from "./organisations.module.css";

/** Who has checked on which document that the institution is what it says; and the step that is open. */
export function VerificationCard({ organisation }: { organisation: OrganisationOut }) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const may = (step: OrganisationOut["allowed"][number]) => organisation.allowed.includes(step);
  return (
    <Card padded title={<Trans>Перевірка</Trans>}>
      {organisation.verified_at ? <Verified organisation={organisation} /> : <NotVerified />}
      {(may("verify") || may("withdraw_mark")) && (
        <div className={classes.buttons}>
          <Button kind={may("verify") ? "primary" : "quiet"} onClick={() => setAsking(true)}>
            {may("verify") ? <Trans>Підтвердити</Trans> : <Trans>Зняти позначку</Trans>}
          </Button>
        </div>
      )}
      {may("see_record") && <Before organisationId={organisation.id} />}
      {asking && may("verify") && <VerifyDialog organisation={organisation} onClose={close} />}
      {asking && may("withdraw_mark") && <WithdrawDialog organisation={organisation} onClose={close} />}
    </Card>
  );
}

function Verified({ organisation }: { organisation: OrganisationOut }) {
  const { localize: say } = useLocale();
  const { verified_at, verified_by, verified_document } = organisation;
  return (
    <>
      <VerifiedMark />
      <p className="v-small">{verified_document}</p>
      <ByLine
        className="v-tiny v-t2"
        at={verified_at}
        day
        dayFirst
        actor={verified_by && say(verified_by.name)}
      />
    </>
  );
}

function NotVerified() {
  return (
    <p className="v-small v-t2">
      <Trans>Ніхто ще не підтвердив документом, що ця організація справді така.</Trans>
    </p>
  );
}

function Before({ organisationId }: { organisationId: string }) {
  const before = useInfiniteQuery(withdrawnMarksQuery(organisationId));
  return (
    <PagedList
      query={before}
      older
      bare
      loading={<Trans>Завантажуємо перевірку…</Trans>}
      empty={null}
      list={(marks) => (
        <ul className={own.marks}>
          {marks.map((mark) => (
            <PastMark key={mark.id} mark={mark} />
          ))}
        </ul>
      )}
    />
  );
}

function PastMark({ mark }: { mark: WithdrawnMarkOut }) {
  const { localize: say, dates } = useLocale();
  const day = dates.long(dates.day(mark.withdrawn_at));
  const who = mark.withdrawn_by ? ` · ${say(mark.withdrawn_by.name)}` : "";
  return (
    <li className="v-small">
      <p>
        <Trans>Позначку знято {day}</Trans>
        {who}
      </p>
      <p className="v-t2">{mark.document}</p>
      <p className={own.reason}>{mark.reason}</p>
    </li>
  );
}

interface StepProps {
  organisation: OrganisationOut;
  onClose: () => void;
}

function VerifyDialog({ organisation, onClose }: StepProps) {
  const { t } = useLingui();
  const command = useRegisterChange({
    ask: (body: { document: string }) =>
      unwrap(
        postOrganisationVerification({
          path: { organisation_id: organisation.id },
          body,
          headers: ifMatch(organisation.version),
        }),
      ),
    said: t`Організацію підтверджено`,
    onDone: onClose,
  });
  const form = useForm({
    initial: { document: "" },
    command,
    required: { document: t`Назвіть документ, який ви перевірили` },
  });
  return (
    <FormDialog
      form={form}
      title={t`Підтвердити організацію`}
      lead={<Trans>Позначку, ваше ім’я й документ бачитимуть усі, хто входить у Віче.</Trans>}
      submit={t`Підтвердити`}
      onClose={onClose}
    >
      <Textarea
        label={t`Документ`}
        description={t`Наприклад: витяг із ЄДР № 123 від 12.01.2026`}
        rows={3}
        maxLength={300}
        data-autofocus
        {...form.text("document")}
      />
    </FormDialog>
  );
}

function WithdrawDialog({ organisation, onClose }: StepProps) {
  const { t } = useLingui();
  const command = useRegisterChange({
    ask: (body: { reason: string }) =>
      unwrap(
        deleteOrganisationVerification({
          path: { organisation_id: organisation.id },
          body,
          headers: ifMatch(organisation.version),
        }),
      ),
    said: t`Позначку знято`,
    onDone: onClose,
  });
  const form = useForm({ initial: { reason: "" }, command, required: { reason: t`Поясніть причину` } });
  return (
    <FormDialog
      form={form}
      title={t`Зняти позначку?`}
      lead={
        <Trans>Повноваження представників лишаться. Хто і на чому її поставив, теж лишиться в журналі.</Trans>
      }
      submit={t`Зняти позначку`}
      submitKind="danger"
      onClose={onClose}
    >
      <Textarea label={t`Причина`} rows={3} maxLength={1000} data-autofocus {...form.text("reason")} />
    </FormDialog>
  );
}
