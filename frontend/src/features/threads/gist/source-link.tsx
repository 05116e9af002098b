import { Trans } from "@lingui/react/macro";
import type { CitedOut } from "@/api/generated/types.gen";
import { useFailureToast } from "@/kit/failure-toast";
import { TextButton } from "@/modules/threads/message-view";
import { useJump } from "../use-jump";

/** Leads to a message of the thread; of one that nobody reads any more it says so. */
export function SourceLink({ threadId, source }: { threadId: string; source: CitedOut }) {
  const jump = useJump(threadId);
  const failed = useFailureToast();
  return (
    <>
      <TextButton onClick={() => void jump(source.number).catch(failed)}>
        <Trans>повідомлення #{source.number}</Trans>
      </TextButton>
      {source.state === "withdrawn" && (
        <>
          {" "}
          (<Trans>видалене повідомлення</Trans>)
        </>
      )}
      {source.state === "hidden" && (
        <>
          {" "}
          (<Trans>приховане повідомлення</Trans>)
        </>
      )}
    </>
  );
}
