import { useLingui } from "@lingui/react/macro";
import type { NotificationOffer, NotificationOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { givenPath } from "@/lib/paths";
import { HelpDialog } from "@/modules/actions/help-dialog";
import { SnoozeMenu } from "@/modules/reminders/snooze-menu";
import { Button, ButtonLink } from "@/ui/button";
import classes from "./inbox.module.css";

interface OffersProps {
  item: NotificationOut;
  onDone: () => void;
}

/** What can be done at once about a reminder: what needs no more than a word is done here. */
export function Offers({ item, onDone }: OffersProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const title = say(item.title);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.offers} role="group" aria-label={t`Що можна зробити: ${title}`}>
      {item.offers.map((offer) => (
        <One key={offer.do} offer={offer} onDone={onDone} />
      ))}
    </div>
  );
}

function One({ offer, onDone }: { offer: NotificationOffer; onDone: () => void }) {
  const { localize: say } = useLocale();
  const help = useDialog();
  const label = say(offer.label);
  if (offer.do === "snooze")
    return (
      <SnoozeMenu actionId={offer.about} onDone={onDone}>
        <Button kind="quiet">{label}</Button>
      </SnoozeMenu>
    );
  if (offer.do !== "help")
    return (
      <ButtonLink kind="quiet" href={givenPath(offer.url)} onClick={onDone}>
        {label}
      </ButtonLink>
    );
  return (
    <>
      <Button
        kind="quiet"
        onClick={() => {
          onDone();
          help.open();
        }}
      >
        {label}
      </Button>
      {help.render((_, close) => (
        <HelpDialog actionId={offer.about} onClose={close} />
      ))}
    </>
  );
}
