import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { postArrivals } from "@/api/generated/sdk.gen";
import type { ArrivalOut, OfferOut } from "@/api/generated/types.gen";
import { ApiProblem, fieldErrorAt, isNotFound, type PersonalDataKind } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { FormErrors } from "@/kit/form-errors";
import { PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
import { Button } from "@/ui/button";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import { NO_PLACE, type Place, PlaceFields, said } from "./place-fields";
import { VoidInvitation } from "./void-invitation";

export interface OfferProps {
  offer: OfferOut;
  secret: string;
  onArrived: (arrival: ArrivalOut) => void;
}

function useArriving(secret: string, onArrived: (arrival: ArrivalOut) => void) {
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: ({ place, confirmed }: { place: Place; confirmed?: PersonalDataKind[] }) =>
      unwrap(postArrivals({ body: { secret, ...said(place), confirmed } })),
    onSuccess: (arrival) => {
      void client.invalidateQueries();
      onArrived(arrival);
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && (error.fields.length > 0 || isNotFound(error)))) failed(error);
    },
    gcTime: 0,
  });
}

/** The way in for who is signed in. */
export function JoinForm({ offer, secret, onArrived }: OfferProps) {
  const { t } = useLingui();
  const [place, setPlace] = useState(NO_PLACE);
  const repairs = useFocusFirstInvalid();
  const arriving = useArriving(secret, onArrived);
  const refused = (pointer: string) => fieldErrorAt(arriving.error, pointer);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    arriving.mutate({ place });
  };
  if (isNotFound(arriving.error)) return <VoidInvitation />;
  return (
    <>
      <form {...repairs} className="v-stack" onSubmit={submit} noValidate>
        {!offer.appoints && (
          <PlaceFields
            lead={
              <Trans>
                Якщо ви вже маєте повноваження від цієї організації, місце буде одразу. Якщо ні, фасилітатор
                чи координатор спершу розгляне ваше прохання.
              </Trans>
            }
            place={place}
            onChange={setPlace}
            refused={refused}
          />
        )}
        <FormErrors error={arriving.error} />
        <Button type="submit" busy={arriving.isPending}>
          <Trans>Долучитися</Trans>
        </Button>
      </form>
      <PersonalDataGuardFields
        change={{ ...arriving, mutate: (confirmed) => arriving.mutate({ place, confirmed }) }}
        texts={{ "/words": place.words.trim() }}
        anyway={t`Усе одно надіслати`}
        lead={<RequestReaders />}
      />
    </>
  );
}
