import { Trans } from "@lingui/react/macro";
import { useThreadDialog } from "../active-dialog";
import classes from "./floor.module.css";

/** For everybody who reads the thread: who opened and closed it and why, who decided who speaks and leads. */
export function FloorRecordButton() {
  const open = useThreadDialog();
  return (
    <p>
      <button
        type="button"
        className={`v-small ${classes.link}`}
        onClick={() => open({ kind: "floorRecord" })}
      >
        <Trans>Як вели обговорення</Trans>
      </button>
    </p>
  );
}
