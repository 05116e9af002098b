import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import classes from "./format.module.css";

/** Where a link may lead that somebody writes without its beginning. */
function whole(address: string): string {
  const said = address.trim();
  if (said === "" || /^(?:https?|mailto|tel):/i.test(said)) return said;
  return /^[^\s/@]+@[^\s/@]+$/.test(said) ? `mailto:${said}` : `https://${said}`;
}

/** Asks where the chosen words lead; null: nowhere. */
export function LinkRow({ onLink }: { onLink: (address: string | null) => void }) {
  const { t } = useLingui();
  const [address, setAddress] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const link = () => onLink(whole(address) || null);
  return (
    <div className={classes.link}>
      <input
        ref={input}
        type="text"
        inputMode="url"
        aria-label={t`Адреса посилання`}
        placeholder="https://"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          // The form around it would send the message.
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Enter") link();
          else onLink(null);
        }}
      />
      <Button kind="quiet" onClick={link}>
        <Trans>Додати посилання</Trans>
      </Button>
    </div>
  );
}
