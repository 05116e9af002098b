// Runs before the first paint, so that a dark screen never flashes white. A file of its own: inline scripts are refused.
(() => {
  const wanted = localStorage.getItem("mantine-color-scheme-value");
  const dark =
    wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
})();
