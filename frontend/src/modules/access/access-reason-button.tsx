import { Trans, useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { IconEyeQuestion } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryBoundary } from "@/kit/query-boundary";
import { type Ruled, whyQuery } from "@/queries/why";
import { ToolButton } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Rules } from "./access-reason";
import classes from "./access-reason.module.css";

interface WhyButtonProps {
  kind: Ruled;
  id: string;
  /** What is asked about: who or what a row is of. */
  name: string;
}

/** Why the reader sees one row of a list, for who asks. */
export function AccessReasonButton({ kind, id, name }: WhyButtonProps) {
  const { t } = useLingui();
  const [asked, setAsked] = useState(false);
  return (
    <Popover opened={asked} onChange={setAsked} trapFocus returnFocus>
      <Popover.Target>
        <ToolButton label={t`Чому ви це бачите: ${name}`} onClick={() => setAsked(!asked)}>
          <Icon of={IconEyeQuestion} />
        </ToolButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.told}>
        <div role="status">
          <Answer kind={kind} id={id} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Answer({ kind, id }: { kind: Ruled; id: string }) {
  const query = useQuery(whyQuery(kind, id));
  return (
    <QueryBoundary query={query} loading={<Trans>Шукаємо підставу…</Trans>}>
      {(ways) => <Rules ways={ways} />}
    </QueryBoundary>
  );
}
