import "./styles.css";
import { QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { speak, storedLanguage } from "@/lib/language";
import { Providers } from "./providers";
import { makeRouter } from "./router";

const host = document.getElementById("root");
if (!host) throw new Error("index.html has no #root");

await speak(storedLanguage());
createRoot(host).render(
  <StrictMode>
    <Providers queryClient={new QueryClient()}>
      <RouterProvider router={makeRouter()} />
    </Providers>
  </StrictMode>,
);
