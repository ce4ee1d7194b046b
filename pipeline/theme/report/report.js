// Each head of a sortable table becomes a button: figures begin with the most, words with the first.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const words = new Intl.Collator(undefined, { numeric: true });
  heads.forEach((head, column) => {
    const figures = head.classList.contains("figure");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : figures;
      const key = (row) => {
        const text = row.cells[column].textContent;
        return figures ? Number(text.replace(/[^0-9]/g, "")) : text;
      };
      const rows = [...body.rows].map((row, at) => [key(row), at, row]);
      const order = figures ? (a, b) => a - b : words.compare;
      rows.sort((a, b) => (down ? order(b[0], a[0]) : order(a[0], b[0])) || a[1] - b[1]);
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows.map((each) => each[2]));
    });
  });
}
