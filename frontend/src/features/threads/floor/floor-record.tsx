import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { ThreadOut } from "@/api/generated/types.gen";
import { FloorRecordDialog } from "../on-demand";
import classes from "./floor.module.css";

/** For everybody who reads the thread: who opened and closed it and why, who decided who speaks and leads. */
export function FloorRecordButton({ thread }: { thread: ThreadOut }) {
  const [opened, setOpened] = useState(false);
  return (
    <p>
      <button type="button" className={`v-small ${classes.link}`} onClick={() => setOpened(true)}>
        <Trans>Як вели обговорення</Trans>
      </button>
      {opened && <FloorRecordDialog threadId={thread.id} onClose={() => setOpened(false)} />}
    </p>
  );
}
