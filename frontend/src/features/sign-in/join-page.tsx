import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered } from "@/api/answered";
import { postArrivals, postOffer } from "@/api/generated/sdk.gen";
import type { ArrivalOut, OfferOut } from "@/api/generated/types.gen";
import { ApiProblem, isNotFound } from "@/api/problem";
import { meQuery } from "@/data/me";
import { Button, ButtonLink } from "@/design/button";
import { fieldError } from "@/design/field-error";
import { useTitle } from "@/design/page";
import { SectorLabel } from "@/design/sector";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { useLinkSecret } from "@/widgets/link-secret";
import { QueryGate } from "@/widgets/query-gate";
import { useUntil } from "@/widgets/until";
import { useRoleName } from "@/widgets/words";
import { Gate } from "./gate";
import classes from "./sign-in.module.css";

/** While somebody signs in, the link waits in this tab and nowhere else. */
const KEPT = "viche.join";

/** Where a link into a group leads: what it offers, and the way in. */
export function JoinPage() {
  const { t } = useLingui();
  const secret = useLinkSecret(() => sessionStorage.getItem(KEPT) ?? "");
  useTitle(t`Запрошення до групи`);
  return (
    <Gate title={<Trans>Запрошення до групи</Trans>}>
      {secret ? <OfLink key={secret} secret={secret} /> : <Void />}
    </Gate>
  );
}

function OfLink({ secret }: { secret: string }) {
  const [arrival, setArrival] = useState<ArrivalOut | null>(null);
  const offer = useQuery({
    queryKey: ["offer", secret],
    queryFn: () => answered(postOffer({ body: { secret } })),
    gcTime: 0,
    retry: false,
  });
  if (arrival) return <Arrived arrival={arrival} />;
  return (
    <QueryGate query={offer} missing={<Void />} loading={<Trans>Відкриваємо запрошення…</Trans>}>
      {(found) => <Offer offer={found} secret={secret} onArrived={setArrival} />}
    </QueryGate>
  );
}

function Void() {
  return (
    <div role="alert" className="v-stack">
      <h2>
        <Trans>Це запрошення не діє</Trans>
      </h2>
      <p>
        <Trans>
          Його вже використали, скасували або його строк минув. Попросіть нове в того, хто запросив.
        </Trans>
      </p>
      <ButtonLink kind="quiet" href="/">
        <Trans>На головну</Trans>
      </ButtonLink>
    </div>
  );
}

interface OfferProps {
  offer: OfferOut;
  secret: string;
  onArrived: (arrival: ArrivalOut) => void;
}

function Offer({ offer, secret, onArrived }: OfferProps) {
  const { say } = useReader();
  const until = useUntil();
  const roleName = useRoleName();
  const me = useQuery(meQuery);
  return (
    <div className="v-stack">
      <h2>{say(offer.group.name)}</h2>
      <p className="v-t2">{say(offer.territory.name)}</p>
      <div className={classes.offer}>
        <SectorLabel sector={offer.organisation.sector}>{say(offer.organisation.name)}</SectorLabel>
        <p>{roleName(offer.role, me.data?.gender ?? "")}</p>
        {say(offer.position) && <p>{say(offer.position)}</p>}
        <p className="v-small v-t2">{until(offer.expires_at)}</p>
      </div>
      {me.data ? (
        <ArriveForm offer={offer} secret={secret} onArrived={onArrived} />
      ) : (
        me.isFetched && <SignInFirst secret={secret} forAddress={offer.for_address} />
      )}
    </div>
  );
}

function SignInFirst({ secret, forAddress }: { secret: string; forAddress: boolean }) {
  return (
    <>
      <p>
        {forAddress ? (
          <Trans>Запрошення — на одну електронну адресу. Увійдіть з нею, щоб долучитися.</Trans>
        ) : (
          <Trans>Увійдіть, щоб долучитися.</Trans>
        )}
      </p>
      <ButtonLink href="/sign-in?next=%2Fjoin" onClick={() => sessionStorage.setItem(KEPT, secret)}>
        <Trans>Увійти</Trans>
      </ButtonLink>
    </>
  );
}

function useArriving(secret: string, onArrived: (arrival: ArrivalOut) => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (facts: { position: string; words: string }) =>
      answered(postArrivals({ body: { secret, ...facts } })),
    onSuccess: (arrival) => {
      sessionStorage.removeItem(KEPT);
      void client.invalidateQueries();
      onArrived(arrival);
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && (error.fields.length > 0 || isNotFound(error)))) failed(error);
    },
    gcTime: 0,
  });
}

function ArriveForm({ offer, secret, onArrived }: OfferProps) {
  const { t } = useLingui();
  const [position, setPosition] = useState("");
  const [words, setWords] = useState("");
  const arriving = useArriving(secret, onArrived);
  const refused = (pointer: string) =>
    fieldError(arriving.error instanceof ApiProblem ? arriving.error.field(pointer) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    arriving.mutate({ position: position.trim(), words: words.trim() });
  };
  if (isNotFound(arriving.error)) return <Void />;
  return (
    <form className="v-stack" onSubmit={submit} noValidate>
      {!offer.appoints && (
        <>
          <p className="v-t2">
            <Trans>
              Якщо ви вже маєте повноваження від цієї організації, місце буде одразу. Якщо ні, фасилітатор чи
              координатор спершу розгляне ваше прохання.
            </Trans>
          </p>
          <TextInput
            label={t`Ваша посада`}
            maxLength={200}
            value={position}
            onChange={(event) => setPosition(event.currentTarget.value)}
            error={refused("/position")}
          />
          <Textarea
            label={t`Кілька слів про себе (необов’язково)`}
            rows={2}
            maxLength={2000}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            error={refused("/words")}
          />
        </>
      )}
      <Button type="submit" busy={arriving.isPending}>
        <Trans>Долучитися</Trans>
      </Button>
    </form>
  );
}

function Arrived({ arrival }: { arrival: ArrivalOut }) {
  const { say } = useReader();
  const name = say(arrival.group.name);
  return (
    <div role="status" className="v-stack">
      <h2>{arrival.seated ? <Trans>Ви за столом</Trans> : <Trans>Прохання надіслано</Trans>}</h2>
      <p>
        {arrival.seated ? (
          <Trans>Тепер ви берете участь у групі «{name}».</Trans>
        ) : (
          <Trans>
            Фасилітатор групи «{name}» і координатор громади вже бачать його. Відповідь прийде у «Вхідні».
          </Trans>
        )}
      </p>
      <ButtonLink href={arrival.seated ? `/groups/${arrival.group.id}` : "/groups"}>
        {arrival.seated ? <Trans>Відкрити групу</Trans> : <Trans>До моїх груп</Trans>}
      </ButtonLink>
    </div>
  );
}
