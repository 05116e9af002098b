import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProofGate } from "@/kit/reauthentication/confirm-dialog";
import { theme } from "@/ui/theme";
import { ToastRegion } from "@/ui/toast";

interface ProvidersProps {
  queryClient: QueryClient;
  children: ReactNode;
}

export function Providers({ queryClient, children }: ProvidersProps) {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <ProofGate>{children}</ProofGate>
          <ToastRegion />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
}
