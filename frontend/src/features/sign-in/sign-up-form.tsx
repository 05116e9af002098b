import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { postSignUps } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { AccountForm } from "./account-form";
import type { OfferProps } from "./join-form";
import { NO_PLACE, PlaceFields, said } from "./place-fields";

interface SignUpFormProps extends OfferProps {
  email: string;
}

/** An account for who has read the letter at `email`, made together with the way in. */
export function SignUpForm({ email, secret, offer, onArrived }: SignUpFormProps) {
  const { t } = useLingui();
  const [place, setPlace] = useState(NO_PLACE);
  return (
    <AccountForm
      email={email}
      submit={t`Створити запис і долучитися`}
      ask={(account) => unwrap(postSignUps({ body: { ...account, secret, ...said(place) } }))}
      texts={{ "/words": place.words.trim() }}
      onArrived={onArrived}
    >
      {(refused) =>
        !offer.appoints && (
          <PlaceFields
            lead={<Trans>Фасилітатор чи координатор розгляне ваше прохання. Скажіть, хто ви.</Trans>}
            place={place}
            onChange={setPlace}
            refused={refused}
          />
        )
      }
    </AccountForm>
  );
}
