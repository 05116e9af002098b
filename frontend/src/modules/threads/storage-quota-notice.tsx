import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { fileSize } from "@/lib/dates";
import { useLocale } from "@/lib/locale";
import { fileUsageQuery } from "@/queries/files";

/** From this part of the room on it is said how much is left. */
const NEARLY = 0.8;

/** Where files are brought: how much room there is for more of the reader's, once most of it is taken. */
export function StorageQuotaNotice({ arrived }: { arrived: number }) {
  const { language } = useLocale();
  const { data } = useQuery(fileUsageQuery(arrived));
  if (!data || data.used <= data.most * NEARLY) return null;
  const left = fileSize(Math.max(0, data.most - data.used), language);
  const most = fileSize(data.most, language);
  return data.used < data.most ? (
    <Trans>
      Для ваших файлів лишилося {left} з {most}.
    </Trans>
  ) : (
    <Trans>Місце для ваших файлів ({most}) закінчилося.</Trans>
  );
}
