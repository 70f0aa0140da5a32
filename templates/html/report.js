"use strict";
(async function () {
  const holder = document.getElementById("data");
  if (!holder) return;
  async function load() {
    const raw = holder.textContent.trim();
    if (holder.dataset.encoding !== "gzip") return JSON.parse(raw);
    const bytes = Uint8Array.from(atob(raw), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }
  const data = await load();
  const names = ["n", "verdict", "confidence", "provider", "model", "relation", "tokens", "jaccard", "source", "row", "id"];
  const numeric = new Set(["n", "tokens", "jaccard", "row"]);
  const rank = {
    verdict: {prohibited: 0, conditional: 1, undetermined: 2, allowed: 3},
    confidence: {high: 0, medium: 1, low: 2}
  };
  const words = JSON.parse(document.getElementById("words").textContent);
  const column = name => {
    const c = data.columns[name];
    return c.words ? i => c.words[c.values[i]] : i => c.values[i];
  };
  const get = {};
  for (const name of [...names, "field"]) get[name] = column(name);
  const search = new Array(data.size);
  const text = i => search[i] || (search[i] = [...names, "field"].map(n => get[n](i)).join("\u0001").toLowerCase());
  let shown = Array.from({length: data.size}, (_, i) => i);
  let sorted = {name: "n", down: false};

  const view = document.querySelector(".view");
  const body = view.querySelector("tbody");
  const status = document.getElementById("count");
  const HEIGHT = 33;
  function cell(name, value) {
    const td = document.createElement("td");
    if (name === "verdict") {
      const tag = document.createElement("span");
      tag.className = "tag " + value;
      tag.textContent = words[value];
      td.append(tag);
    } else {
      const inner = name === "source" ? td.appendChild(document.createElement("bdi")) : td;
      inner.textContent = name === "jaccard" ? Number(value).toFixed(2) : String(value);
      td.title = td.textContent;
    }
    if (numeric.has(name)) td.className = "num";
    if (name === "source") td.className = "place";
    return td;
  }
  function spacer(height) {
    const tr = document.createElement("tr");
    const td = document.createElement("td");
    td.colSpan = names.length;
    td.height = height;
    tr.append(td);
    return tr;
  }
  function draw(all) {
    const first = all ? 0 : Math.max(0, Math.floor(view.scrollTop / HEIGHT) - 20);
    const last = Math.min(shown.length, all ? 1000 : first + 80);
    const rows = [];
    if (first) rows.push(spacer(first * HEIGHT));
    for (let k = first; k < last; k++) {
      const i = shown[k];
      const tr = document.createElement("tr");
      tr.className = "row";
      tr.tabIndex = 0;
      tr.setAttribute("aria-rowindex", String(k + 2));
      for (const name of names) tr.append(cell(name, get[name](i)));
      tr.addEventListener("click", () => open(i));
      tr.addEventListener("keydown", e => { if (e.key === "Enter") open(i); });
      rows.push(tr);
    }
    if (last < shown.length && !all) rows.push(spacer((shown.length - last) * HEIGHT));
    body.replaceChildren(...rows);
    view.querySelector("table").setAttribute("aria-rowcount", String(shown.length + 1));
    status.textContent = shown.length.toLocaleString("en") + " of " + data.size.toLocaleString("en") + " findings";
  }
  function order() {
    const value = get[sorted.name];
    const ranks = rank[sorted.name];
    const key = ranks ? i => ranks[value(i)] : value;
    shown.sort((a, b) => {
      const x = key(a), y = key(b);
      return (x < y ? -1 : x > y ? 1 : a - b) * (sorted.down ? -1 : 1);
    });
  }
  const filters = [...document.querySelectorAll("[data-filter]")];
  function filter() {
    const asked = document.getElementById("q").value.trim().toLowerCase();
    const chosen = filters.filter(f => f.value).map(f => [get[f.dataset.filter], f.value]);
    shown = [];
    for (let i = 0; i < data.size; i++) {
      if (chosen.every(([g, v]) => g(i) === v) && (!asked || text(i).includes(asked))) shown.push(i);
    }
    order();
    view.scrollTop = 0;
    draw();
  }
  for (const f of filters) {
    const values = new Set();
    for (let i = 0; i < data.size; i++) values.add(get[f.dataset.filter](i));
    for (const v of [...values].sort()) {
      const option = document.createElement("option");
      option.value = v;
      option.textContent = words[v] || v;
      f.append(option);
    }
    f.addEventListener("change", filter);
  }
  document.getElementById("q").addEventListener("input", filter);
  for (const button of view.querySelectorAll("th button")) {
    button.addEventListener("click", () => {
      const name = button.dataset.sort;
      sorted = {name, down: sorted.name === name && !sorted.down};
      for (const th of view.querySelectorAll("th")) th.removeAttribute("aria-sort");
      button.parentElement.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      order();
      draw();
    });
  }
  function element(tag, className, content) {
    const e = document.createElement(tag);
    if (className) e.className = className;
    if (content !== undefined) e.textContent = content;
    return e;
  }
  function column2(title, pieces) {
    const div = element("div");
    div.append(element("h4", "", title));
    const block = element("div", "text");
    for (const [piece, marked] of pieces) block.append(element(marked ? "mark" : "span", "", piece));
    div.append(block);
    return div;
  }
  const dialog = document.querySelector("dialog");
  function open(i) {
    const card = data.cards[get.n(i) - 1];
    const article = element("article", "card v-" + get.verdict(i));
    const head = element("header");
    article.append(head);
    if (!card) {
      head.textContent = "Finding " + get.n(i) + ": the evidence of this one stands in the JSON document.";
    } else {
      head.append(element("b", "", "Finding " + card.n + ", " + words[card.verdict] + ", confidence " + card.confidence));
      head.append(element("div", "", card.place + (card.id ? " id " + card.id : "")));
      head.append(element("div", "", card.origin + "; generated " + card.generated + "; " + card.scores));
      if (card.record.length) {
        const pair = element("div", "pair");
        pair.append(column2("Audited record", card.record), column2("Known provider output: " + card.reference, card.known));
        article.append(pair);
      }
      for (const line of [...card.clues, ...card.others.map(o => "also " + o)]) article.append(element("div", "note", line));
      article.append(element("div", "note", card.decision + ": " + card.reason));
      article.append(element("div", "note", "Remedy: " + card.remedy));
    }
    dialog.querySelector(".slot").replaceChildren(article);
    dialog.showModal();
  }
  view.addEventListener("scroll", () => draw());
  window.addEventListener("beforeprint", () => draw(true));
  window.addEventListener("afterprint", () => draw());
  document.documentElement.dataset.ready = "yes";
  draw();
})();
