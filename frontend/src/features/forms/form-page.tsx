import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import type { FormOut } from "@/api/generated/types.gen";
import { QueryBoundary } from "@/kit/query-boundary";
import { useLocale } from "@/lib/locale";
import { AccessLost, NoSuchPage, ToHome } from "@/modules/access/no-access";
import { useItemNumber } from "@/modules/actions/item-number";
import { dossierPath, formPath } from "@/modules/entities/paths";
import { BackBar } from "@/modules/layout/app-layout";
import { useOutgoingAnswers } from "@/outbox/outbox-provider";
import { dossierQuery } from "@/queries/dossiers";
import { formQuery } from "@/queries/forms";
import { useTopic } from "@/realtime/realtime-provider";
import { PageHeader, useTitle } from "@/ui/page";
import { type AskedSection, askForm } from "./asked-form";
import classes from "./forms.module.css";
import { LineStrip } from "./line-strip";
import { Overview } from "./overview";
import { SectionView } from "./section-view";
import type { FormPlace } from "./use-answering";

/** A form of a dossier, filled in where there may be no line: one section at a time. */
export function FormPage() {
  const { dossierId = "", submissionId = "" } = useParams({ strict: false });
  const lost = useTopic(`dossier:${dossierId}`);
  const form = useQuery({ ...formQuery(dossierId, submissionId), enabled: !lost });
  if (lost) {
    return (
      <Sheet>
        <AccessLost title={<Trans>Ви більше не маєте доступу до цієї справи</Trans>} />
      </Sheet>
    );
  }
  if (form.data) return <FormView key={submissionId} form={form.data} place={{ dossierId, submissionId }} />;
  return (
    <Sheet>
      <QueryBoundary
        query={form}
        missing={<NoSuchPage />}
        onward={<ToHome />}
        loading={<Trans>Завантажуємо протокол…</Trans>}
      >
        {() => null}
      </QueryBoundary>
    </Sheet>
  );
}

function Sheet({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={classes.page}>
      {children}
    </main>
  );
}

function FormView({ form, place }: { form: FormOut; place: FormPlace }) {
  const { language } = useLocale();
  const { section: named, question } = useSearch({ strict: false });
  const { outgoing, outbox } = useOutgoingAnswers(place.submissionId);
  const asked = useMemo(() => askForm(form, outgoing, language), [form, outgoing, language]);
  const section = asked.sections.find(({ name }) => name === named);
  return (
    <>
      <Head form={form} place={place} section={section} />
      <LineStrip place={place} form={asked} />
      <Sheet>
        <DeskHeader form={form} place={place} section={section} />
        {section ? (
          <SectionView
            key={section.name}
            place={place}
            section={section}
            form={asked}
            // What is said before the store is open would be lost.
            mayAnswer={outbox !== null && form.allowed.includes("answer")}
            question={question}
          />
        ) : (
          <Overview place={place} form={form} asked={asked} />
        )}
      </Sheet>
    </>
  );
}

interface HeadProps {
  form: FormOut;
  place: FormPlace;
  section: AskedSection | undefined;
}

function useHead({ form, section }: HeadProps) {
  const { localize } = useLocale();
  const name = localize(form.title);
  return { name, title: section?.title ?? name };
}

/** The bar of a phone: one step back, and where one is. */
function Head(props: HeadProps) {
  const { t } = useLingui();
  const numbered = useItemNumber();
  const { form, place, section } = props;
  const { name, title } = useHead(props);
  // Not on the device where it is not open to the whole group: without it the form goes by its name.
  const { data: dossier } = useQuery(dossierQuery(place.dossierId));
  useTitle(section ? `${title}, ${name}` : title);
  const number = dossier && dossier.number !== null ? numbered(dossier.number) : "";
  const rest = section ? name : t`Форма версії ${form.version}`;
  return (
    <BackBar
      href={section ? formPath(place.dossierId, place.submissionId) : dossierPath(place.dossierId)}
      label={section ? t`До огляду протоколу` : t`До справи`}
      title={title}
      note={[rest, number && t`справа ${number}`].filter(Boolean).join(", ")}
    />
  );
}

/** The heading; with the way back where there is no bar for that. */
function DeskHeader(props: HeadProps) {
  const { t } = useLingui();
  const { place, section } = props;
  const { name, title } = useHead(props);
  const { dossierId, submissionId } = place;
  const crumbs = [
    { label: t`Справа`, href: dossierPath(dossierId) },
    ...(section ? [{ label: name, href: formPath(dossierId, submissionId) }] : []),
  ];
  return (
    <div className={classes.header}>
      <PageHeader crumbsLabel={t`Де ви`} crumbs={crumbs} title={title} />
    </div>
  );
}
