import { Trans, useLingui } from "@lingui/react/macro";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postDossierForms } from "@/api/generated/sdk.gen";
import type { FormItem, FormOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useLocale } from "@/lib/locale";
import { StatusGlyph } from "@/modules/actions/status";
import { formPath } from "@/modules/entities/paths";
import { dossierFormsQuery, formQuery } from "@/queries/forms";
import { keys } from "@/queries/keys";
import { staleAfter } from "@/queries/resources";
import { Button, ButtonLink } from "@/ui/button";
import { Card, CardFoot, CardList } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { ListRow } from "@/ui/list-row";

/** The forms that are filled in for a dossier, one card for each; nothing where it has none. */
export function FormCards({ dossierId }: { dossierId: string }) {
  const { data: forms = [] } = useQuery(dossierFormsQuery(dossierId));
  return forms.map((form, index) => (
    <FormCard key={form.name} id={index === 0 ? "forms" : undefined} dossierId={dossierId} form={form} />
  ));
}

interface FormCardProps {
  id?: string;
  dossierId: string;
  form: FormItem;
}

function FormCard({ id, dossierId, form }: FormCardProps) {
  const { localize } = useLocale();
  const { submission_id: submission, answered, total, title } = form;
  const count = (
    <span className="v-small v-t2 v-num">
      <Trans>
        {answered} з {total}
      </Trans>
    </span>
  );
  return (
    <Card id={id} title={localize(title)} count={count}>
      {submission ? (
        <BegunForm dossierId={dossierId} form={form} submissionId={submission} />
      ) : (
        <CardFoot>
          <StartButton dossierId={dossierId} form={form} />
        </CardFoot>
      )}
    </Card>
  );
}

/** Its sections. They are loaded here already, so that it opens where there is no line. */
function BegunForm({ dossierId, form, submissionId }: FormCardProps & { submissionId: string }) {
  const { data } = useQuery(formQuery(dossierId, submissionId));
  const mayAnswer = form.allowed.includes("answer");
  return (
    <>
      <CardList>
        {data?.sections.filter(isShown(data)).map((section) => (
          <SectionRow
            key={section.name}
            dossierId={dossierId}
            submissionId={submissionId}
            section={section}
          />
        ))}
      </CardList>
      <CardFoot>
        <ButtonLink kind={mayAnswer ? "primary" : "quiet"} href={formPath(dossierId, submissionId)}>
          <Trans>Відкрити протокол</Trans>
        </ButtonLink>
        {form.completed_at && <CompletedAt at={form.completed_at} />}
      </CardFoot>
    </>
  );
}

/** Of a completed form, what nobody was asked is left out. */
const isShown =
  ({ completed_at }: FormOut) =>
  ({ total }: FormOut["sections"][number]) =>
    completed_at === null || total > 0;

interface SectionRowProps {
  dossierId: string;
  submissionId: string;
  section: FormOut["sections"][number];
}

function SectionRow({ dossierId, submissionId, section }: SectionRowProps) {
  const { localize } = useLocale();
  const { name, title, answered, total } = section;
  return (
    <ListRow
      title={localize(title)}
      href={formPath(dossierId, submissionId, { section: name })}
      lead={
        <StatusGlyph
          state={total > 0 && answered === total ? "verified" : answered > 0 ? "in_progress" : "proposed"}
        />
      }
      status={
        <span className="v-small v-t2 v-num">
          <Trans>
            {answered} з {total}
          </Trans>
        </span>
      }
    />
  );
}

function CompletedAt({ at }: { at: string }) {
  const { dates } = useLocale();
  const moment = dates.full(at);
  return (
    <span className="v-meta">
      <span>
        <Icon of={IconCircleCheck} size={16} />
        <Trans>Завершено {moment}</Trans>
      </span>
    </span>
  );
}

/** Nothing for those who only read. */
function StartButton({ dossierId, form: { name, allowed } }: FormCardProps) {
  const { t } = useLingui();
  const router = useRouter();
  const starting = useCommand({
    run: () => unwrap(postDossierForms({ path: { dossier_id: dossierId }, body: { name } })),
    onSuccess: (form, _nothing, client) => {
      client.setQueryData(keys.form(dossierId, form.id), form);
      return router.navigate({ href: formPath(dossierId, form.id) });
    },
    invalidates: staleAfter("dossier", { dossier: dossierId }),
    tellsErrors: true,
  });
  if (!allowed.includes("start")) return <span className="v-small v-t2">{t`Ще не почато`}</span>;
  return (
    <Button busy={starting.isPending} onClick={() => starting.mutate()}>
      <Trans context="form">Почати</Trans>
    </Button>
  );
}
