// Copy buttons on code; where the browser gives no clipboard (no https), there are none.
if (navigator.clipboard) {
  const { copy, copied } = document.currentScript.dataset;
  for (const code of document.querySelectorAll(".body pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    const box = document.createElement("div");
    box.className = "code";
    code.replaceWith(box);
    box.append(code, button);
  }
}
