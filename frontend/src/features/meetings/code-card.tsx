import { Trans } from "@lingui/react/macro";
import { IconMaximize } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNow } from "@/lib/use-now";
import classes from "@/modules/meetings/meetings.module.css";
import type { MeetingProps } from "@/modules/meetings/use-meeting-command";
import { meetingCodeQuery } from "@/queries/meetings";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";

/** How long a code stands, in seconds. */
const CODE_SECONDS = 30;

/** The code that the room sees, and how soon it changes; over the whole screen for a hall. */
export function CodeCard({ meeting }: MeetingProps) {
  const shows = meeting.allowed.includes("keep_floor");
  const hall = useRef<HTMLDivElement>(null);
  const { data } = useQuery({ ...meetingCodeQuery(meeting.id), enabled: shows });
  const now = useNow();
  if (!shows || !data) return null;
  const left = Math.min(CODE_SECONDS, Math.ceil((Date.parse(data.until) - now) / 1000));
  return (
    <Card title={<Trans>Код на вході</Trans>} padded>
      <div ref={hall} className={classes.hall}>
        {left > 0 ? <Code code={data.code} left={left} /> : <NoCode />}
      </div>
      {document.fullscreenEnabled && (
        <Button kind="quiet" onClick={() => void hall.current?.requestFullscreen()}>
          <Icon of={IconMaximize} />
          <Trans>На весь екран</Trans>
        </Button>
      )}
    </Card>
  );
}

function Code({ code, left }: { code: string; left: number }) {
  return (
    <>
      <p className={classes.code}>{code}</p>
      <p className="v-t2">
        <Trans>зміниться через {left} с</Trans>
      </p>
      <div className={classes.bar} aria-hidden="true">
        <i style={{ width: `${(100 * left) / CODE_SECONDS}%` }} />
      </div>
    </>
  );
}

/** A code that is over checks nobody in. */
function NoCode() {
  return (
    <p>
      <Trans>Чекаємо нового коду. Поки його немає, позначайте присутніх поіменно.</Trans>
    </p>
  );
}
