import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { DeliveryOut } from "@/api/generated/types.gen";
import { SectionCard } from "@/kit/section-card";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { DOT } from "@/lib/text";
import { deliveriesQuery } from "@/queries/me";
import { AppLink } from "@/ui/app-link";
import { ListRow } from "@/ui/list-row";

const STATES: Record<DeliveryOut["state"], MessageDescriptor> = {
  waiting: msg`Чекає`,
  sent: msg`Надіслано`,
  failed: msg`Не вдалося надіслати`,
  dropped: msg`Не надсилали: уже неактуально або вимкнено`,
};

const WAYS: Record<DeliveryOut["channel"], MessageDescriptor> = {
  email: msg`Поштою`,
  push: msg`На пристрої`,
};

/** What went to the reader by mail and to devices, and what became of it. */
export function DeliveriesCard() {
  const deliveries = useInfiniteQuery(deliveriesQuery);
  return (
    <SectionCard title={<Trans>Що надіслано поштою й на пристрої</Trans>} query={deliveries} older>
      {(row) => <Delivery key={row.id} row={row} />}
    </SectionCard>
  );
}

function Delivery({ row }: { row: DeliveryOut }) {
  const { i18n } = useLingui();
  const { localize: say, dates } = useLocale();
  const at = row.sent_at ?? row.created_at;
  return (
    <ListRow
      title={
        row.title && row.url ? (
          <AppLink href={givenPath(row.url)}>{say(row.title)}</AppLink>
        ) : (
          <Trans>Сповіщення, якого ви вже не бачите</Trans>
        )
      }
      meta={[i18n._(WAYS[row.channel]), i18n._(STATES[row.state])].join(DOT)}
      status={
        <time className="v-small v-t2" dateTime={at}>
          {dates.full(at)}
        </time>
      }
    />
  );
}
