import { Page } from "@/design/page";
import { LoadingState } from "@/design/states";

export function PendingPage() {
  return (
    <Page>
      <LoadingState delay={0} />
    </Page>
  );
}
