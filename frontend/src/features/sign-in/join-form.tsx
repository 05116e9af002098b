import { Trans, useLingui } from "@lingui/react/macro";
import { postArrivals } from "@/api/generated/sdk.gen";
import type { ArrivalOut, OfferOut } from "@/api/generated/types.gen";
import { fieldErrorAt, isNotFound } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useFailureToast } from "@/kit/failure-toast";
import { InlineForm } from "@/kit/inline-form";
import { PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { RequestReaders } from "@/modules/threads/asking/request-readers";
import { NO_PLACE, type Place, PlaceFields } from "./place-fields";
import { VoidInvitation } from "./void-invitation";

export interface OfferProps {
  offer: OfferOut;
  secret: string;
  onArrived: (arrival: ArrivalOut) => void;
}

function useArriving(secret: string, onArrived: (arrival: ArrivalOut) => void) {
  const failed = useFailureToast();
  return useCommand({
    run: (place: Place, { confirmed }) => unwrap(postArrivals({ body: { secret, ...place, confirmed } })),
    onSuccess: (arrival, _place, client) => {
      void client.invalidateQueries();
      onArrived(arrival);
    },
    tellError: (error) => {
      if (!isNotFound(error)) failed(error);
    },
  });
}

/** The way in for who is signed in. */
export function JoinForm({ offer, secret, onArrived }: OfferProps) {
  const { t } = useLingui();
  const arriving = useArriving(secret, onArrived);
  const form = useForm({ initial: NO_PLACE, command: arriving });
  if (isNotFound(arriving.error)) return <VoidInvitation />;
  return (
    <>
      <InlineForm form={form} className="v-stack" submit={<Trans>Долучитися</Trans>} submitKind="primary">
        {!offer.appoints && (
          <PlaceFields
            lead={
              <Trans>
                Якщо ви вже маєте повноваження від цієї організації, місце буде одразу. Якщо ні, фасилітатор
                чи координатор спершу розгляне ваше прохання.
              </Trans>
            }
            place={form.values}
            onChange={form.change}
            refused={(pointer) => fieldErrorAt(arriving.error, pointer)}
          />
        )}
      </InlineForm>
      <PersonalDataGuardFields
        change={{ ...arriving, mutate: arriving.confirm }}
        texts={form.texts()}
        anyway={t`Усе одно надіслати`}
        lead={<RequestReaders />}
      />
    </>
  );
}
