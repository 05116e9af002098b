import { useQuery } from "@tanstack/react-query";
import type { ThreadOut } from "@/api/generated/types.gen";
import classes from "@/modules/asking/asking.module.css";
import { WaitingRequests } from "@/modules/asking/waiting-requests";
import { accessRequestsQuery } from "@/queries/announced";
import { useThreadDialog } from "../active-dialog";

/** For those who lead the thread: who waits to be let in. */
export function AccessRequests({ thread }: { thread: ThreadOut }) {
  const { data = [] } = useQuery(accessRequestsQuery(thread.id));
  const open = useThreadDialog();
  const waiting = data.filter(({ state }) => state === "pending");
  if (waiting.length === 0) return null;
  return (
    <div className={classes.requests}>
      <WaitingRequests
        requests={waiting}
        mayAnswer={({ allowed }) => allowed.includes("grant")}
        onAnswer={(kind, request, name) => open({ kind, request, name })}
      />
    </div>
  );
}
