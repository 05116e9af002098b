import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postOffer } from "@/api/generated/sdk.gen";
import type { ArrivalOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { QueryBoundary } from "@/kit/query-boundary";
import { useEndDateText } from "@/kit/use-end-date-text";
import { TimeZoneProvider, useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { useRoleName } from "@/modules/groups/words";
import { useLinkSecret } from "@/modules/invitations/link-secret";
import { SectorLabel } from "@/modules/organisations/sector";
import { meQuery } from "@/queries/me";
import { ButtonLink } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { AuthLayout } from "./auth-layout";
import { JoinForm, type OfferProps } from "./join-form";
import { JoinOptions } from "./join-options";
import classes from "./sign-in.module.css";
import { VoidInvitation as Void } from "./void-invitation";

/** While somebody signs in, the link waits in this tab and nowhere else. */
const KEPT = "viche.join";

/** Where a link into a group leads: what it offers, and the way in. */
export function JoinPage() {
  const { t } = useLingui();
  const secret = useLinkSecret(() => sessionStorage.getItem(KEPT) ?? "");
  const me = useQuery(meQuery);
  useTitle(t`Запрошення до групи`);
  return (
    <AuthLayout title={<Trans>Запрошення до групи</Trans>}>
      <TimeZoneProvider timeZone={me.data?.time_zone}>
        {secret ? <OfLink key={secret} secret={secret} /> : <Void />}
      </TimeZoneProvider>
    </AuthLayout>
  );
}

function OfLink({ secret }: { secret: string }) {
  const [arrival, setArrival] = useState<ArrivalOut | null>(null);
  const offer = useQuery({
    queryKey: ["offer", secret],
    queryFn: () => unwrap(postOffer({ body: { secret } })),
    gcTime: 0,
    retry: false,
    // Used up, it opens nothing any more.
    enabled: arrival === null,
  });
  const arrived = (where: ArrivalOut) => {
    sessionStorage.removeItem(KEPT);
    setArrival(where);
  };
  if (arrival) return <Arrived arrival={arrival} />;
  return (
    <QueryBoundary query={offer} missing={<Void />} loading={<Trans>Відкриваємо запрошення…</Trans>}>
      {(found) => <Offer offer={found} secret={secret} onArrived={arrived} />}
    </QueryBoundary>
  );
}

function Offer(props: OfferProps) {
  const { offer } = props;
  const { localize: say, dates } = useLocale();
  const until = useEndDateText();
  const roleName = useRoleName();
  const me = useQuery(meQuery);
  const last = offer.ends_on && dates.long(offer.ends_on);
  return (
    <div className="v-stack">
      <h2>{say(offer.group.name)}</h2>
      <p className="v-t2">{say(offer.territory.name)}</p>
      <div className={classes.offer}>
        <SectorLabel sector={offer.organisation.sector}>{say(offer.organisation.name)}</SectorLabel>
        <p>{roleName(offer.role, me.data?.gender ?? "either")}</p>
        {say(offer.position) && <p>{say(offer.position)}</p>}
        {last && (
          <p>
            <Trans>Місце до кінця дня {last}</Trans>
          </p>
        )}
        <p className="v-small v-t2">{until(offer.expires_at)}</p>
      </div>
      {me.data ? (
        <JoinForm {...props} />
      ) : (
        me.isFetched && <JoinOptions {...props} onSignIn={() => sessionStorage.setItem(KEPT, props.secret)} />
      )}
    </div>
  );
}

function Arrived({ arrival }: { arrival: ArrivalOut }) {
  const { localize: say } = useLocale();
  const name = say(arrival.group.name);
  return (
    <div role="status" className="v-stack">
      <h2>{arrival.seated ? <Trans>Ви за столом</Trans> : <Trans>Прохання надіслано</Trans>}</h2>
      {arrival.lapsed && (
        <p>
          <Trans>
            Це запрошення вже не дає місця в групі: той, хто запросив, надати його не може. Тому ми передали
            групі ваше прохання про місце.
          </Trans>
        </p>
      )}
      <p>
        {arrival.seated ? (
          <Trans>Тепер ви берете участь у групі «{name}».</Trans>
        ) : (
          <Trans>
            Фасилітатор групи «{name}» і координатор громади вже бачать його. Відповідь прийде у «Вхідні».
          </Trans>
        )}
      </p>
      <ButtonLink
        href={arrival.seated ? pathTo("/groups/$groupId", { groupId: arrival.group.id }) : "/groups"}
      >
        {arrival.seated ? <Trans>Відкрити групу</Trans> : <Trans>До моїх груп</Trans>}
      </ButtonLink>
    </div>
  );
}
