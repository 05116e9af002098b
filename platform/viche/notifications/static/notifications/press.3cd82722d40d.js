// Sends the form of a page that an e-mail leads to as a person opens it, once: who comes back to the page, or
// loads it again, may have taken back what it did. Without scripts its button waits to be pressed.
(() => {
  const form = document.querySelector("form[data-at-once]");

  const press = () => {
    if (history.state === "pressed") return;
    history.replaceState("pressed", "");
    form.submit();
  };

  // A browser that makes the page ready beforehand does not know yet whether anybody will look at it.
  if (document.prerendering) document.addEventListener("prerenderingchange", press, { once: true });
  else press();
})();
