import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { SectionCard } from "@/kit/section-card";
import { OrganisationRow } from "@/modules/registers/organisation-row";
import { organisationsFoundQuery } from "@/queries/registers";

/** The organisations whose representatives the reader appoints; nothing for who appoints nowhere. */
export function OrganisationsCard() {
  const mine = useInfiniteQuery(organisationsFoundQuery({ administered_by: "me" }));
  return (
    <SectionCard title={<Trans>Мої організації</Trans>} query={mine}>
      {(one) => <OrganisationRow key={one.id} organisation={one} />}
    </SectionCard>
  );
}
