// The search page: asks Pagefind's index, shows what it finds. All words come from the page.
const place = document.getElementById("Search");
const form = place.querySelector("form");
const field = form.elements.q;
const status = place.querySelector("[role=status]");
const list = place.querySelector("ol");
const more = place.querySelector(".more");
const said = place.dataset;
const SHOWN = 10;
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/u;
let engine;
let asked = 0;
let rest = [];

form.hidden = false;
field.value = new URLSearchParams(location.search).get("q") ?? "";

async function pagefind() {
  const found = await import(new URL(said.index + "pagefind.js", document.baseURI));
  await found.options({ baseUrl: "/", excerptLength: 28 });
  return found;
}

// Pagefind answers a word that nobody wrote with any word that begins alike, be it by one letter.
// What it marks must be alike in half of the word, or a part of what is written without blanks.
function alike(query, excerpt) {
  const marked = [...parsed(excerpt).querySelectorAll("mark")].flatMap((each) => parts(each.textContent));
  const words = parts(query);
  return !marked.length || marked.some((found) => words.some((word) => {
    let same = 0;
    while (same < Math.min(word.length, found.length) && word[same] === found[same]) same += 1;
    const enough = Math.min(word.length, Math.max(2, Math.ceil(word.length / 2)));
    return same >= enough || found.includes(word) || (UNSPACED.test(found) && word.includes(found));
  }));
}

function parts(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.split(/[\s\p{P}\p{S}]+/u).filter(Boolean);
}

function parsed(html) {
  const inert = document.createElement("template");
  inert.innerHTML = html;
  return inert.content;
}

async function search() {
  const turn = ++asked;
  const query = field.value.trim();
  history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
  if (!query) return show("", []);
  try {
    engine ??= await pagefind();
    let { results } = await engine.search(query);
    if (results.length && !alike(query, (await results[0].data()).excerpt)) results = [];
    const told = results.length
      ? said.count.replace("{count}", results.length)
      : said.none.replace("{query}", () => query);
    if (turn === asked) await show(told, results);
  } catch (error) {
    console.error(error);
    if (turn === asked) show(said.failed, []);
  }
}

async function show(told, results) {
  status.textContent = told;
  list.replaceChildren();
  rest = results;
  more.hidden = true;
  if (rest.length) await next(asked);
}

async function next(turn) {
  const part = await Promise.all(rest.slice(0, SHOWN).map((each) => each.data()));
  if (turn !== asked) return;
  rest = rest.slice(SHOWN);
  list.append(...part.map(item));
  more.hidden = !rest.length;
}

function item(data) {
  const link = document.createElement("a");
  link.href = said.root + data.url.replace(/^\//, "").split("/").map(encodeURIComponent).join("/");
  link.textContent = data.meta.title;
  const heading = document.createElement("h2");
  heading.append(link);
  const text = document.createElement("p");
  // Only the marks of what was found are taken over, whatever else the excerpt may hold.
  for (const node of parsed(data.excerpt).childNodes) {
    const part = node.nodeName === "MARK" ? document.createElement("mark") : new Text();
    part.textContent = node.textContent;
    text.append(part);
  }
  const entry = document.createElement("li");
  entry.append(heading, text);
  return entry;
}

let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
more.addEventListener("click", async () => {
  const first = list.children.length;
  await next(asked);
  list.children[first]?.querySelector("a").focus();
});
if (field.value) search();
