import { useLingui } from "@lingui/react/macro";
import type { NotificationOffer, NotificationOut } from "@/api/generated/types.gen";
import { useDialog } from "@/kit/use-dialog";
import { useLocale } from "@/lib/locale";
import { HelpDialog } from "@/modules/actions/help-dialog";
import { SnoozeMenu } from "@/modules/reminders/snooze-menu";
import { Button, ButtonLink } from "@/ui/button";
import classes from "./inbox.module.css";

/** What is offered by which notification: of several that remind of one thing, the newest alone. */
export function offersOf(newestFirst: NotificationOut[]): Map<string, NotificationOffer[]> {
  const seen = new Set<string>();
  const found = new Map<string, NotificationOffer[]>();
  for (const { id, offers } of newestFirst) {
    const about = offers[0]?.about;
    if (about === undefined || seen.has(about)) continue;
    seen.add(about);
    found.set(id, offers);
  }
  return found;
}

interface OffersProps {
  item: NotificationOut;
  offers: NotificationOffer[];
  onDone: () => void;
}

/** What can be done at once about a reminder: what needs no more than a word is done here. */
export function Offers({ item, offers, onDone }: OffersProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const title = say(item.title);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div className={classes.offers} role="group" aria-label={t`Що можна зробити: ${title}`}>
      {offers.map((offer) => (
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
      <ButtonLink kind="quiet" href={offer.url} onClick={onDone}>
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
