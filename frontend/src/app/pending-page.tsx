import { LoadingState } from "@/ui/feedback";
import { Page } from "@/ui/page";

export function PendingPage() {
  return (
    <Page>
      <LoadingState delay={0} />
    </Page>
  );
}
