// Runs before the first paint. A file of its own: inline scripts are refused.
(() => {
  // A dark screen never flashes white.
  const wanted = localStorage.getItem("mantine-color-scheme-value");
  const dark =
    wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";

  // What the page at this address loads is asked for at once, its words in the language that it begins in: see
  // `scripts/preload.ts` and `src/lib/language.ts`.
  const told = document.querySelector('meta[name="viche-preloads"]');
  const page = JSON.parse(told?.content ?? "[]").find(([path]) => new RegExp(path).test(location.pathname));
  if (!page) return;
  const [, files, words, framed] = page;
  if (framed) document.documentElement.dataset.framed = "";
  const languages = [
    localStorage.getItem("viche-language"),
    ...navigator.languages.map((tag) => tag.slice(0, 2)),
  ];
  const language = languages.find((name) => name === "uk" || name === "en") ?? "uk";
  for (const file of [...files, ...words[language]]) {
    const link = document.createElement("link");
    const isStyle = file.endsWith(".css");
    link.rel = isStyle ? "preload" : "modulepreload";
    if (isStyle) link.as = "style";
    link.crossOrigin = "";
    link.href = `/${file}`;
    document.head.append(link);
  }
})();
