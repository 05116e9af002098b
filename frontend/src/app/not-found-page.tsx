import { NoSuchPage } from "@/modules/access/no-access";
import { Page } from "@/ui/page";

export function NotFoundPage() {
  return (
    <Page>
      <NoSuchPage />
    </Page>
  );
}
