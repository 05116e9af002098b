import { Page } from "@/design/page";
import { NoSuchPage } from "@/widgets/no-access";

export function NotFoundPage() {
  return (
    <Page>
      <NoSuchPage />
    </Page>
  );
}
