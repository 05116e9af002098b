import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { postPersonalOffer, postPersonalSignUps, postPersonalTakings } from "@/api/generated/sdk.gen";
import type { PersonalOfferOut } from "@/api/generated/types.gen";
import { isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useEndDateText } from "@/kit/use-end-date-text";
import { TimeZoneProvider, useLocale } from "@/lib/locale";
import { pathTo } from "@/lib/paths";
import { useLinkSecret } from "@/modules/invitations/link-secret";
import { useInvitationText } from "@/modules/invitations/use-invitation-text";
import { meQuery } from "@/queries/me";
import { Button, ButtonLink } from "@/ui/button";
import { useTitle } from "@/ui/page";
import { AccountForm } from "./account-form";
import { AuthLayout } from "./auth-layout";
import classes from "./sign-in.module.css";
import { VoidInvitation } from "./void-invitation";

/** While somebody signs in, the link waits in this tab and nowhere else. */
const KEPT = "viche.invitation";
const SIGN_IN = pathTo("/sign-in", {}, { next: "/invitation" });

/** Where the letter leads that offers something in person: what it is, and the way to it. */
export function InvitationPage() {
  const { t } = useLingui();
  const secret = useLinkSecret(() => sessionStorage.getItem(KEPT) ?? "");
  const me = useQuery(meQuery);
  useTitle(t`Запрошення до Віче`);
  return (
    <AuthLayout title={<Trans>Запрошення до Віче</Trans>}>
      <TimeZoneProvider timeZone={me.data?.time_zone}>
        {secret ? <OfLetter key={secret} secret={secret} /> : <VoidInvitation />}
      </TimeZoneProvider>
    </AuthLayout>
  );
}

function OfLetter({ secret }: { secret: string }) {
  const [taken, setTaken] = useState<PersonalOfferOut | null>(null);
  const offer = useQuery({
    queryKey: ["personal-offer", secret],
    queryFn: () => unwrap(postPersonalOffer({ body: { secret } })),
    gcTime: 0,
    retry: false,
    // Used up, it opens nothing any more.
    enabled: taken === null,
  });
  if (taken) return <Taken offer={taken} />;
  return (
    <QueryBoundary
      query={offer}
      missing={<VoidInvitation />}
      loading={<Trans>Відкриваємо запрошення…</Trans>}
    >
      {(found) => (
        <Offer
          offer={found}
          secret={secret}
          onTaken={() => {
            sessionStorage.removeItem(KEPT);
            setTaken(found);
          }}
        />
      )}
    </QueryBoundary>
  );
}

interface OfferProps {
  offer: PersonalOfferOut;
  secret: string;
  onTaken: () => void;
}

function Offer(props: OfferProps) {
  const { offer } = props;
  const { localize: say } = useLocale();
  const until = useEndDateText();
  const offered = useInvitationText();
  const me = useQuery(meQuery);
  const by = say(offer.invited_by.name);
  if (!offer.holds)
    return <VoidInvitation why={<Trans>Той, хто його надіслав, уже не може цього надати.</Trans>} />;
  return (
    <div className="v-stack">
      <p>
        <Trans>{by} запрошує вас:</Trans>
      </p>
      <div className={classes.offer}>
        <h2>{offered(offer)}</h2>
        {offer.document && <p>{offer.document}</p>}
        <p className="v-small v-t2">{until(offer.expires_at)}</p>
      </div>
      {me.data ? <TakeButton {...props} /> : me.isFetched && <Newcomer {...props} />}
    </div>
  );
}

function TakeButton({ secret, onTaken }: OfferProps) {
  const failed = useFailureToast();
  const taking = useCommand({
    run: () => unwrap(postPersonalTakings({ body: { secret } })),
    onSuccess: (_out, _input, client) => {
      void client.invalidateQueries();
      onTaken();
    },
    tellError: (error) => {
      if (!isNotFound(error)) failed(error);
    },
  });
  if (isNotFound(taking.error)) return <VoidInvitation />;
  return (
    <Button busy={taking.isPending} onClick={() => taking.mutate()}>
      <Trans>Погодитися</Trans>
    </Button>
  );
}

function Newcomer({ offer, secret, onTaken }: OfferProps) {
  const { t } = useLingui();
  const { email, has_account } = offer.proof;
  if (!has_account)
    return (
      <AccountForm
        email={email}
        submit={t`Створити запис і погодитися`}
        ask={(account) => unwrap(postPersonalSignUps({ body: { ...account, secret } }))}
        onArrived={onTaken}
      />
    );
  return (
    <>
      <p>
        <Trans>
          На адресу <b>{email}</b> вже є обліковий запис. Увійдіть, указавши її, щоб погодитися.
        </Trans>
      </p>
      <ButtonLink href={SIGN_IN} onClick={() => sessionStorage.setItem(KEPT, secret)}>
        <Trans>Увійти</Trans>
      </ButtonLink>
    </>
  );
}

function Taken({ offer }: { offer: PersonalOfferOut }) {
  const offered = useInvitationText();
  return (
    <div role="status" className="v-stack">
      <h2>
        <Trans>Готово</Trans>
      </h2>
      <p>{offered(offer)}</p>
      {offer.office && (
        <p>
          <Trans>Роль почне діяти, коли її підтвердить друга особа. Тоді ви отримаєте сповіщення.</Trans>
        </p>
      )}
      <ButtonLink
        href={
          offer.organisation
            ? pathTo("/organisations/$organisationId", { organisationId: offer.organisation.id })
            : "/"
        }
      >
        {offer.organisation ? <Trans>Відкрити організацію</Trans> : <Trans>На головну</Trans>}
      </ButtonLink>
    </div>
  );
}
