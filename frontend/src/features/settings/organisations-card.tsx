import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { organisationsFoundQuery } from "@/data/registers";
import { PagedCard } from "@/widgets/paged-list";
import { OrganisationRow } from "@/widgets/registers/organisation-row";

/** The organisations whose representatives the reader appoints; nothing for who appoints nowhere. */
export function OrganisationsCard() {
  const mine = useInfiniteQuery(organisationsFoundQuery({ administered_by: "me" }));
  return (
    <PagedCard title={<Trans>Мої організації</Trans>} query={mine}>
      {(one) => <OrganisationRow key={one.id} organisation={one} />}
    </PagedCard>
  );
}
