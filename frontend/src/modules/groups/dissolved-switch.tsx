import { Trans } from "@lingui/react/macro";
import { Button } from "@/ui/button";

interface DissolvedSwitchProps {
  /** The dissolved groups are shown in place of the others. */
  shown: boolean;
  onChange: (shown: boolean) => void;
}

/** The way from a list of groups to the dissolved ones, and back. */
export function DissolvedSwitch({ shown, onChange }: DissolvedSwitchProps) {
  return (
    <Button kind="ghost" onClick={() => onChange(!shown)}>
      {shown ? <Trans>Чинні групи</Trans> : <Trans>Розпущені групи</Trans>}
    </Button>
  );
}
