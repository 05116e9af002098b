import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answered } from "@/api/answered";
import { postArrivals } from "@/api/generated/sdk.gen";
import type { ArrivalOut, OfferOut } from "@/api/generated/types.gen";
import { ApiProblem, isNotFound } from "@/api/problem";
import { Button } from "@/design/button";
import { useFailureToast } from "@/widgets/failure-toast";
import { NO_PLACE, type Place, PlaceFields } from "./place-fields";
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
    mutationFn: ({ position, words }: Place) =>
      answered(postArrivals({ body: { secret, position: position.trim(), words: words.trim() } })),
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
export function ArriveForm({ offer, secret, onArrived }: OfferProps) {
  const [place, setPlace] = useState(NO_PLACE);
  const arriving = useArriving(secret, onArrived);
  const refused = (pointer: string) =>
    arriving.error instanceof ApiProblem ? arriving.error.field(pointer) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    arriving.mutate(place);
  };
  if (isNotFound(arriving.error)) return <VoidInvitation />;
  return (
    <form className="v-stack" onSubmit={submit} noValidate>
      {!offer.appoints && (
        <PlaceFields
          lead={
            <Trans>
              Якщо ви вже маєте повноваження від цієї організації, місце буде одразу. Якщо ні, фасилітатор чи
              координатор спершу розгляне ваше прохання.
            </Trans>
          }
          place={place}
          onChange={setPlace}
          refused={refused}
        />
      )}
      <Button type="submit" busy={arriving.isPending}>
        <Trans>Долучитися</Trans>
      </Button>
    </form>
  );
}
