"use strict";
// Text from the report only ever becomes text: no markup is made from strings.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50;
  const FIELDS = ["severity", "certainty", "state", "rule", "model", "surface", "project", "owner"];
  const GROUPS = { project: "Project", owner: "Owner", folder: "Folder", surface: "Surface", model: "Model", rule: "Rule" };
  const words = data.words || {};
  const fixes = new Map(data.fixes);
  const say = (text, parts = {}) => (words[text] || text).replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? parts[name] : whole));
  const find = (id) => document.getElementById(id);

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
    return element;
  }

  // What stands between backticks is code.
  function prose(text) {
    return text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
  }

  const filters = { text: "", folder: "" };
  for (const finding of data.findings) {
    const fix = finding.fix ? fixes.get(finding.fix).map((file) => file.path).join(" ") : "";
    finding.words = [
      finding.path, finding.message, finding.rule, finding.name, finding.model, finding.replacement, finding.surface, finding.inside,
      finding.refusal ? finding.refusal.join(" ") : "", finding.print, fix,
    ].join(" ").toLowerCase();
  }

  function matches(finding) {
    for (const field of FIELDS) if (filters[field] && finding[field] !== filters[field]) return false;
    if (filters.folder && finding.folder !== filters.folder && !finding.folder.startsWith(`${filters.folder}/`)) return false;
    return filters.text.split(/\s+/).every((word) => finding.words.includes(word));
  }

  function tally(field, findings) {
    const counts = new Map();
    for (const finding of findings) counts.set(finding[field], (counts.get(finding[field]) || 0) + 1);
    return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  }

  // The filters

  function setUpFilters() {
    const bar = find("filters");
    if (!bar) return;
    const search = make("input", { type: "search", id: "search", placeholder: say("Search path, message, model, rule…"), "aria-label": say("Search") });
    search.addEventListener("input", () => { filters.text = search.value.trim().toLowerCase(); show(); });
    bar.append(search);
    for (const field of FIELDS) {
      const values = tally(field, data.findings);
      if (values.length < 2) continue;
      const select = make("select", { id: `by-${field}`, "aria-label": say(field) }, make("option", { value: "" }, say("{field}: all", { field: say(field) })));
      for (const [value, count] of values) select.append(make("option", { value }, `${say(value)} (${count})`));
      select.addEventListener("change", () => { filters[field] = select.value; show(); });
      bar.append(select);
    }
    bar.append(make("button", { type: "button", id: "reset", onclick: () => narrow({}) }, say("Reset")));
  }

  function narrow(wanted) {
    for (const name of [...FIELDS, "text", "folder"]) filters[name] = wanted[name] || "";
    find("search").value = filters.text;
    for (const field of FIELDS) { const select = find(`by-${field}`); if (select) select.value = filters[field]; }
    show();
    if (Object.keys(wanted).length) find("findings").scrollIntoView({ block: "start" });
  }

  // The list

  let listed = [];
  let shown = 0;

  function show() {
    listed = data.findings.filter(matches);
    shown = 0;
    find("list").replaceChildren();
    const parts = { n: listed.length.toLocaleString("en"), m: data.findings.length.toLocaleString("en"), folder: filters.folder };
    find("count").textContent = say(filters.folder ? "{n} of {m} findings below {folder}" : "{n} of {m} findings", parts);
    more();
  }

  function more(number = PAGE) {
    const next = listed.slice(shown, shown + number);
    find("list").append(...next.map(card));
    shown += next.length;
    find("more").hidden = shown >= listed.length;
    find("more").textContent = say("Show more ({n} left)", { n: (listed.length - shown).toLocaleString("en") });
  }

  function card(finding) {
    const head = make("div", { class: "head" },
      make("span", { class: `pill ${finding.severity}` }, say(finding.severity)),
      make("span", { class: "pill plain" }, say(finding.certainty)),
      make("span", { class: `pill ${finding.state}` }, finding.status),
      make("span", { class: "soft" }, `${finding.rule} ${finding.name}`));
    const place = `${finding.path}:${finding.line}:${finding.column}${finding.cell ? ` (${finding.cell})` : ""}`;
    const element = make("details", { class: "finding", id: `f${finding.n}` },
      make("summary", {}, head, make("div", { class: "place" }, place), make("div", {}, prose(finding.message))));
    element.fill = () => { if (element.children.length === 1) element.append(body(finding)); };
    element.addEventListener("toggle", () => { if (element.open) element.fill(); });
    return element;
  }

  function body(finding) {
    const parts = [];
    if (finding.source) parts.push(make("h3", {}, finding.inside ? say("Source, in {name}", { name: finding.inside }) : say("Source")), source(finding));
    if (finding.evidence) {
      parts.push(make("h3", {}, say("Evidence: {certainty}", { certainty: say(finding.certainty) })));
      parts.push(make("ul", { class: "steps" }, finding.evidence.map(([place, note]) => make("li", {}, make("code", {}, place), " ", prose(note)))));
    }
    if (finding.fix) {
      parts.push(make("h3", {}, finding.state === "fixed" ? say("Fix, applied") : say("Fix ({state})", { state: say(finding.state) })));
      for (const file of fixes.get(finding.fix)) parts.push(sides(file.rows, say("{path}, before", { path: file.path }), say("after")));
    }
    if (finding.refusal) {
      parts.push(make("h3", {}, say("For a person to do ({what})", { what: finding.refusal[0] })), make("p", {}, prose(finding.refusal[1])));
      parts.push(make("p", { class: "soft" }, say("Verify: "), make("code", {}, finding.refusal[2])));
    }
    if (finding.request !== undefined) {
      const request = data.requests[finding.request];
      const before = say("Request now");
      const after = !request.after ? null : say(finding.refusal ? "Request wanted" : "Request after");
      parts.push(make("h3", {}, say("On the wire")), sides(request.rows, before, after, request.raises));
    }
    if (finding.notes) parts.push(make("h3", {}, say("To check by hand")), make("ul", { class: "steps" }, finding.notes.map((note) => make("li", {}, prose(note)))));
    if (finding.reason) parts.push(make("h3", {}, say("Suppressed because")), make("p", {}, finding.reason));
    parts.push(make("p", { class: "soft mono" }, say("fingerprint {print}", { print: finding.print })));
    return make("div", { class: "body" }, parts);
  }

  function row(number, text, kind, content) {
    return make("span", { class: `row ${kind}` }, make("span", { class: "no" }, number ? String(number) : ""), content || text || " ");
  }

  function source(finding) {
    const [first, lines, start, end] = finding.source;
    return make("pre", {}, lines.map((text, index) => {
      if (first + index !== finding.line) return row(first + index, text, "");
      return row(first + index, text, "here", [text.slice(0, start), make("mark", {}, text.slice(start, Math.max(end, start + 1))), text.slice(end)]);
    }));
  }

  function sides(rows, left, right, raises = false) {
    const column = (title, at, side) => make("figure", {}, make("figcaption", {}, title),
      make("pre", {}, raises && at === 0 ? row(0, say("Nothing: the call raises first."), "nothing") : rows.map((each) => row(each[at], each[at + 1], `${each[4]} ${side}`, each[4] === "gap" ? "⋮" : null))));
    return right === null ? column(left, 0, "left") : make("div", { class: "sides" }, column(left, 0, "left"), column(right, 2, "right"));
  }

  // Where they are

  function breakdown(field, most_rows = 10) {
    for (const button of find("tabs").children) button.setAttribute("aria-pressed", String(button.dataset.field === field));
    const rows = tally(field, data.findings);
    const most = rows.length ? rows[0][1] : 1;
    const kept = rows.slice(0, most_rows);
    const body = kept.map(([value, count]) => {
      const bar = make("span", { class: "bar" });
      bar.style.width = `${(100 * count) / most}%`;
      return make("tr", {},
        make("td", { class: "wrap" }, make("button", { class: "link mono", type: "button", onclick: () => narrow({ [field]: value }) }, value), bar),
        make("td", { class: "number" }, count.toLocaleString("en")));
    });
    const rest = rows.length - kept.length;
    find("breakdown").replaceChildren(make("table", {}, make("tbody", {}, body)), 
      rest > 0 ? make("button", { class: "more", type: "button", onclick: () => breakdown(field, 500) }, say("Show {n} more", { n: Math.min(rest, 490) })) : "");
  }

  function setUpTabs() {
    const tabs = find("tabs");
    if (!tabs) return;
    for (const [field, title] of Object.entries(GROUPS)) {
      if (!data.findings.some((finding) => finding[field])) continue;
      tabs.append(make("button", { type: "button", "data-field": field, onclick: () => breakdown(field) }, say(title)));
    }
    // Over many repositories, these come first.
    breakdown(data.findings.some((finding) => finding.owner) ? "project" : "folder");
  }

  // What is left to a person

  function setUpTodo() {
    const list = find("todo");
    if (!list) return;
    const weight = (finding) => 4 * ["error", "warning", "note"].indexOf(finding.severity) + ["certain", "likely", "possible"].indexOf(finding.certainty);
    const open = data.findings.filter((finding) => finding.state === "refused").sort((one, other) => weight(one) - weight(other));
    const key = (finding) => `deepseek-migrate/${finding.print}`;
    const remembered = (finding) => { try { return localStorage.getItem(key(finding)) === "done"; } catch { return false; } };
    const remember = (finding, done) => { try { if (done) localStorage.setItem(key(finding), "done"); else localStorage.removeItem(key(finding)); } catch { /* not kept */ } };
    let at = 0;
    const button = find("more-todo");
    function next(number = PAGE) {
      for (const finding of open.slice(at, at + number)) {
        const done = remembered(finding);
        const item = make("li", { class: done ? "done" : null });
        const box = make("input", { type: "checkbox", "aria-label": say("done"), checked: done });
        box.addEventListener("change", () => { item.className = box.checked ? "done" : ""; remember(finding, box.checked); });
        item.append(box, make("div", {},
          make("button", { class: "link mono", type: "button", onclick: () => open_(finding) }, `${finding.path}:${finding.line}`), " ",
          make("span", { class: "pill refused" }, finding.refusal[0]), " ", prose(finding.refusal[1])));
        list.append(item);
      }
      at += number;
      button.hidden = at >= open.length;
      button.textContent = say("Show more ({n} left)", { n: Math.max(open.length - at, 0).toLocaleString("en") });
    }
    button.addEventListener("click", () => next());
    next(20);
  }

  function open_(finding) {
    narrow({ text: finding.print.toLowerCase() });
    const element = find(`f${finding.n}`);
    if (element) { element.open = true; element.scrollIntoView({ block: "center" }); }
  }

  if (data.findings.length) {
    setUpFilters();
    setUpTabs();
    setUpTodo();
    find("more").addEventListener("click", () => more());
    show();
    // On paper nobody can ask for more.
    window.addEventListener("beforeprint", () => {
      more(500);
      for (const each of document.querySelectorAll("details.finding")) { each.fill(); each.open = true; }
    });
  }
  document.documentElement.dataset.ready = "yes";
})();
