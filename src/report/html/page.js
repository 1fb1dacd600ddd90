"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const { questions, notes, accounts } = read("data");
  const WORDS = { a: ["✓", "answered"], i: ["~", "implied"], u: ["?", "unclear"], m: ["✗", "missing"], "-": ["·", "not asked"] };
  const CHOOSE = "Choose a question to see the sentence that answers it.";
  const CHUNK = 150;
  const VIEWS = ["findings", "answers", "accounts"];
  const filter = $("filter"), problems = $("problems"), group = $("group"), live = $("live"), reader = $("reader"), fresh = $("fresh");
  let bodies = null; // Parsed when the first note is opened.
  const body = (index) => (bodies ??= read("bodies"))[index];

  /** An element with properties, attributes (in `$`) and children. */
  const make = (tag, props = {}, ...children) => {
    const element = document.createElement(tag);
    const { $: attributes = {}, ...rest } = props;
    Object.assign(element, rest);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const many = (count, one, more = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
  /** `Missing: nothing says who`, without saying the word twice. */
  const verdict = (status, reason) => {
    const word = WORDS[status][1], text = !reason ? word : reason.startsWith(word) ? reason : `${word}: ${reason}`;
    return text[0].toUpperCase() + text.slice(1);
  };
  let speaking;
  const say = (text) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => { live.textContent = text; }, 120);
  };
  const path = (note) => "#answers=" + encodeURIComponent(note.path);

  document.documentElement.classList.add("js");
  document.querySelector(".tools").hidden = false;

  // Light and dark.
  const theme = $("theme"), root = document.documentElement;
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const showTheme = () => theme.setAttribute("aria-pressed", dark());
  try {
    const kept = localStorage.getItem("ase-lint-theme");
    if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  } catch { /* No storage here: the system's choice holds. */ }
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("ase-lint-theme", root.dataset.theme); } catch { /* As above. */ }
    showTheme();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
  showTheme();

  // What the filter asks for.
  const terms = () => filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (hay, wanted) => wanted.every((term) => hay.includes(term));
  const lacks = (status) => /[mu]/.test(status);
  const troubled = (item) => item.counts.errors + item.counts.warnings > 0 || lacks(item.status ?? "") || item.row === false || item.gap;
  for (const account of accounts) {
    const note = notes[account.note];
    account.status = note?.status ?? "";
    account.gap = account.row && !note && notes.length > 0;
    account.open = note ? [...note.status].filter((s) => s === "m").length + [...note.status].filter((s) => s === "u").length / 10 : notes.length ? questions.length + 1 : -1;
    account.weight = account.counts.errors * 1e6 + account.counts.warnings * 1e3 + account.counts.infos;
    account.hay = [account.name, account.ase, account.region, account.organization, account.id, note?.path ?? "", note?.ases ?? ""].join(" ").toLowerCase();
  }
  const regions = new Map(accounts.filter((a) => a.note !== null).map((a) => [a.note, a.region]));
  notes.forEach((note, index) => { note.hay = [note.name, note.ases, note.id, note.path, regions.get(index) ?? ""].join(" ").toLowerCase(); });

  // Findings: the page brings them; they are hidden and moved, never made.
  const files = $("files");
  const sections = [...files.children];
  const spots = sections.flatMap((section) => [...section.querySelectorAll(".spot")].map((element) => ({
    element, section, owner: element.dataset.owner,
    items: [...element.querySelectorAll("li[data-severity]")].map((item) => ({ item, severity: item.dataset.severity, hay: null })),
  })));
  const hayOf = (spot, entry) => (entry.hay ??= [spot.section.dataset.path, spot.section.dataset.name, spot.owner, spot.element.dataset.account, entry.item.textContent].join(" ").toLowerCase());
  let grouped = "file";
  const regroup = () => {
    if (group.value === grouped) return;
    grouped = group.value;
    for (const spot of spots) spot.section.append(spot.element);
    if (grouped === "file") return files.replaceChildren(...sections);
    const owners = new Map();
    for (const spot of spots) {
      const byFile = owners.get(spot.owner) ?? owners.set(spot.owner, new Map()).get(spot.owner);
      const list = byFile.get(spot.section) ?? byFile.set(spot.section, []).get(spot.section);
      list.push(spot.element);
    }
    const names = [...owners.keys()].sort((a, b) => (a === "") - (b === "") || a.localeCompare(b));
    files.replaceChildren(...names.flatMap((name) => {
      const heading = make("h3", { className: "owner", textContent: name || "No ASE in the account table" });
      return [heading, ...[...owners.get(name)].map(([section, elements]) => {
        const copy = section.cloneNode(false);
        copy.append(...[...section.children].filter((child) => !child.classList.contains("spot")).map((child) => child.cloneNode(true)), ...elements);
        copy.querySelector("h3")?.replaceWith(make("h4", { className: "file-title" }, ...copy.querySelector("h3").cloneNode(true).childNodes));
        copy.querySelectorAll(".about > :not(.see)").forEach((count) => count.remove());
        return copy;
      })];
    }));
  };
  const filterFindings = () => {
    regroup();
    const wanted = terms();
    const severities = new Set([...document.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    let shown = 0;
    for (const spot of spots) {
      let any = false;
      for (const entry of spot.items) {
        const keep = severities.has(entry.severity) && !(fresh?.checked && entry.item.dataset.state === "known") && (!wanted.length || matches(hayOf(spot, entry), wanted));
        entry.item.hidden = !keep;
        any ||= keep;
        shown += keep;
      }
      spot.element.hidden = !any;
    }
    let owner = null, ownerShown = false;
    for (const child of files.children) {
      if (child.classList.contains("owner")) {
        if (owner) owner.hidden = !ownerShown;
        [owner, ownerShown] = [child, false];
        continue;
      }
      child.hidden = !child.querySelector(".spot:not([hidden])");
      ownerShown ||= !child.hidden;
    }
    if (owner) owner.hidden = !ownerShown;
    $("no-findings").hidden = shown > 0;
    return [shown, spots.reduce((sum, spot) => sum + spot.items.length, 0), "finding"];
  };

  // The questions of a note as six small signs.
  const signs = (status) => {
    if (!status) return make("span", { className: "dim", textContent: "–" });
    const named = (letter) => questions.filter((_, i) => status[i] === letter).map((q) => q.label);
    const parts = ["m", "u", "i"].filter((s) => named(s).length).map((s) => `${WORDS[s][1]}: ${named(s).join(", ")}`);
    const label = parts.length ? parts.join("; ") : "all questions answered";
    return make("span", { className: "qs", title: label, $: { role: "img", "aria-label": label } },
      ...[...status].map((s) => make("i", { className: s, textContent: WORDS[s][0] })));
  };

  // Accounts: rows are made as they are scrolled to.
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  let order = { key: null, down: false }, rows = [], drawn = 0;
  const counted = (counts, target) => {
    const parts = [["e", counts.errors, "error"], ["w", counts.warnings, "warning"], ["dim", counts.infos, "info"]].filter(([, n]) => n);
    if (!parts.length) return make("span", { className: "dim", textContent: "none" });
    const words = parts.flatMap(([name, n, word], i) => [i ? ", " : "", make("span", { className: name, textContent: many(n, word) })]);
    return target ? make("a", { href: "#findings=" + encodeURIComponent(target) }, ...words) : make("span", {}, ...words);
  };
  const row = (account) => {
    const note = notes[account.note];
    const link = note ? make("a", { href: path(note), textContent: account.id || "note" }) : null;
    const id = link ?? (account.gap ? make("span", { className: "lack", textContent: "no note" }) : make("span", { className: "dim", textContent: account.id || "–" }));
    const extra = account.row ? account.organization && account.organization !== account.name ? make("small", { textContent: account.organization }) : null
      : make("small", { className: "lack", textContent: "not in the account table" });
    const cell = (...children) => make("td", { $: { role: "cell" } }, ...children); // The roles hold where a narrow page lays the cells out anew.
    return make("tr", { $: { role: "row" } },
      make("th", { $: { scope: "row", role: "rowheader" } }, make("bdi", { textContent: account.name || "–" }), extra),
      account.ase ? cell(make("bdi", { textContent: account.ase })) : cell(), cell(...[account.region].filter(Boolean)),
      cell(id), cell(signs(account.status)), cell(counted(account.counts, note?.path ?? account.name)));
  };
  const draw = (count) => {
    $("rows").append(...rows.slice(drawn, drawn + count).map(row));
    drawn = Math.min(rows.length, drawn + count);
    $("rows-more").hidden = drawn >= rows.length;
    $("rows-more").textContent = `Show more (${(rows.length - drawn).toLocaleString("en")} left)`;
  };
  const filterAccounts = () => {
    const wanted = terms();
    rows = accounts.filter((account) => (!problems.checked || troubled(account)) && matches(account.hay, wanted));
    if (order.key) {
      const { key, down } = order;
      rows.sort((a, b) => (typeof a[key] === "number" ? a[key] - b[key] : collator.compare(a[key], b[key])) * (down ? -1 : 1));
    }
    $("rows").replaceChildren();
    drawn = 0;
    draw(CHUNK);
    $("overview").hidden = !accounts.length;
    $("no-rows").hidden = rows.length > 0 || !accounts.length;
    return [rows.length, accounts.length, "account"];
  };
  $("rows-more").addEventListener("click", () => draw(CHUNK));
  new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) draw(CHUNK); }, { rootMargin: "600px" }).observe($("rows-more"));
  for (const head of document.querySelectorAll("[data-sort]")) {
    head.querySelector("button").addEventListener("click", () => {
      const key = head.dataset.sort, first = key === "open" || key === "weight";
      order = { key, down: order.key === key ? !order.down : first };
      document.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      filterAccounts();
      say(`Sorted by ${head.textContent}, ${order.down ? "descending" : "ascending"}`);
    });
  }

  // Answers: a list of the notes, and the one that is open.
  let listed = [], listDrawn = 0, open = null, pressed = null;
  const drawList = (count) => {
    const item = (index) => make("li", {}, make("a", { href: path(notes[index]), $: { "data-index": index, ...(index === open ? { "aria-current": "true" } : {}) } },
      make("bdi", { textContent: notes[index].name }), make("small", {}, make("bdi", { textContent: notes[index].ases }), signs(notes[index].status))));
    $("index-list").append(...listed.slice(listDrawn, listDrawn + count).map(item));
    listDrawn = Math.min(listed.length, listDrawn + count);
    $("index-more").hidden = listDrawn >= listed.length;
    $("index-more").textContent = `Show more (${(listed.length - listDrawn).toLocaleString("en")} left)`;
  };
  $("index-more").addEventListener("click", () => drawList(CHUNK));
  const filterAnswers = () => {
    const wanted = terms();
    listed = notes.flatMap((note, index) => (!problems.checked || troubled(note)) && matches(note.hay, wanted) ? [index] : []);
    $("index-list").replaceChildren();
    listDrawn = 0;
    drawList(CHUNK);
    reader.hidden = !notes.length;
    if (open !== null) walk();
    return [listed.length, notes.length, "note"];
  };
  const walk = () => {
    const at = listed.indexOf(open);
    const [before, count, after] = $("note").querySelectorAll(".walk > *");
    if (!after) return;
    before.disabled = at <= 0;
    after.disabled = at < 0 ? !listed.length : at + 1 >= listed.length;
    count.textContent = at < 0 ? "" : `${at + 1} of ${listed.length.toLocaleString("en")}`;
  };
  const step = (by) => {
    const at = listed.indexOf(open);
    const next = listed[at < 0 ? 0 : at + by];
    if (next !== undefined) location.hash = path(notes[next]);
  };

  /** The note at `index` with its chips. Its HTML was made safe when the page was written; the policy runs no script in it. */
  const article = (index, live) => {
    const note = notes[index], { html, reasons } = body(index);
    const account = accounts.find((a) => a.note === index && a.row);
    const template = document.createElement("template");
    template.innerHTML = html;
    const prose = make("div", { className: "prose", $: { dir: "auto" } }, template.content);
    const facts = [note.ases && `ASE: ${note.ases}`, account?.region && `Region: ${account.region}`, note.path].filter(Boolean);
    const button = (text, label, by) => make("button", { type: "button", className: "quiet", textContent: text, $: { "aria-label": label }, onclick: () => step(by) });
    const chips = make("div", { className: "chips", $: { role: "toolbar", "aria-label": "Questions" } });
    const why = make("p", { className: "why", textContent: CHOOSE });
    questions.forEach((question, q) => {
      const s = note.status[q];
      if (s === "-") return;
      chips.append(make("button", {
        type: "button", className: `chip ${s}`, title: question.text, tabIndex: chips.childElementCount ? -1 : 0,
        $: { "aria-pressed": "false", "data-q": q }, onclick: () => press(pressed === q ? null : q),
      }, make("b", { textContent: WORDS[s][0], $: { "aria-hidden": "true" } }), question.label, make("span", { className: "sr", textContent: ": " + WORDS[s][1] })));
    });
    const list = make("ul", { className: "reasons" }, ...questions.flatMap((question, q) => note.status[q] === "-" ? [] :
      [make("li", {}, make("strong", { textContent: `${WORDS[note.status[q]][0]} ${question.label}: ` }), verdict(note.status[q], reasons[q]))]));
    const head = make("header", {},
      live ? make("div", { className: "walk" }, button("←", "Previous note", -1), make("span", {}), button("→", "Next note", 1)) : null,
      make("h3", { tabIndex: -1 }, make("bdi", { textContent: note.name })),
      make("p", { className: "facts" }, ...facts.map((fact) => make("bdi", { textContent: fact })), note.counts.errors + note.counts.warnings + note.counts.infos ? counted(note.counts, note.path) : null),
      live ? chips : null, live ? why : null, list);
    return make("article", { className: "note" }, head, prose);
  };
  const show = (index) => {
    open = index;
    pressed = null;
    $("note").replaceChildren(article(index, true));
    document.querySelectorAll("#index-list [aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = document.querySelector(`#index-list [data-index="${index}"]`);
    link?.setAttribute("aria-current", "true");
    if (matchMedia("(min-width: 62.01rem)").matches) link?.scrollIntoView({ block: "nearest" });
    walk();
  };
  const press = (q) => {
    pressed = q;
    const note = notes[open], prose = $("note").querySelector(".prose");
    for (const chip of $("note").querySelectorAll(".chip")) chip.setAttribute("aria-pressed", chip.dataset.q === String(q));
    const lit = [...prose.querySelectorAll("mark")].filter((mark) => {
      const on = q !== null && mark.dataset.q.split(" ").includes(String(q));
      mark.classList.toggle("on", on);
      return on;
    });
    const why = $("note").querySelector(".why");
    delete prose.dataset.on;
    why.textContent = CHOOSE;
    if (q === null) return;
    const s = note.status[q], reason = body(open).reasons[q];
    prose.dataset.on = s;
    why.replaceChildren(make("strong", { textContent: questions[q].text }), " " + verdict(s, reason));
    say(`${why.textContent} ${lit.map((mark) => mark.textContent).join(" ")}`);
    lit[0]?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  };

  // Views, by the part of the address behind #.
  const APPLY = { findings: filterFindings, answers: filterAnswers, accounts: filterAccounts };
  let view = null;
  const stale = new Set(VIEWS);
  const apply = () => {
    if (!stale.delete(view)) return;
    const [shown, all, word] = APPLY[view]();
    document.querySelector(`[data-view="${view}"] .n`).textContent = shown === all ? all.toLocaleString("en") : `${shown.toLocaleString("en")} of ${all.toLocaleString("en")}`;
    return `${shown === all ? "All " : `${shown.toLocaleString("en")} of `}${many(all, word)} shown`;
  };
  const change = () => {
    VIEWS.forEach((name) => stale.add(name));
    say(apply());
  };
  const turn = (name) => {
    view = name;
    for (const other of VIEWS) $(other).hidden = other !== name;
    for (const link of document.querySelectorAll("[data-view]")) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const tool of document.querySelectorAll("[data-for]")) tool.hidden = !tool.dataset.for.split(" ").includes(name);
    apply();
  };
  const route = (first) => {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { /* Not ours: shown as it is. */ }
    const [name, value] = hash.includes("=") ? [hash.slice(0, hash.indexOf("=")), hash.slice(hash.indexOf("=") + 1)] : [hash, null];
    if (name === "findings" && value !== null) {
      filter.value = value;
      VIEWS.forEach((other) => stale.add(other));
    }
    if (VIEWS.includes(name)) {
      turn(name);
      if (name === "answers" && notes.length) {
        let index = notes.findIndex((note) => note.path === value);
        if (index < 0) index = open ?? Math.max(0, notes.findIndex((note) => lacks(note.status)));
        if (index !== open) show(index);
        if (value !== null && !first) $("note").querySelector("h3").focus();
      } else if (!first) {
        $(name + "-title").focus({ preventScroll: true });
      }
      return;
    }
    turn("findings");
    const target = hash && document.getElementById(hash);
    if (!target) return;
    if (target.closest("[hidden]")) {
      filter.value = "";
      document.querySelectorAll("[name=severity]").forEach((box) => { box.checked = true; });
      if (fresh) fresh.checked = false;
      change();
    }
    if (target.closest("details")) target.closest("details").open = true;
    target.scrollIntoView({ block: hash.startsWith("f-") ? "center" : "start" });
    if (target.tabIndex === -1 && target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => route(false));

  let typing;
  filter.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(change, accounts.length + spots.length > 1000 ? 120 : 0);
  });
  for (const control of [problems, group, ...(fresh ? [fresh] : []), ...document.querySelectorAll("[name=severity]")]) control.addEventListener("change", change);

  document.addEventListener("keydown", (event) => {
    const active = document.activeElement;
    const writing = active.matches("input[type=search], select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !writing) {
      event.preventDefault();
      filter.focus();
      filter.select();
    } else if (event.key === "Escape") {
      if (active === filter && filter.value) {
        filter.value = "";
        change();
      } else if (active === filter) filter.blur();
      else if (pressed !== null) press(null);
    } else if (active.matches(".chip") && ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      const chips = [...active.parentElement.children], at = chips.indexOf(active), to = { Home: 0, End: chips.length - 1 }[event.key] ?? (at + (/Right|Down/.test(event.key) ? 1 : chips.length - 1)) % chips.length;
      chips.forEach((chip, i) => { chip.tabIndex = i === to ? 0 : -1; });
      chips[to].focus();
    }
  });

  // Paper shows everything that the filter leaves.
  let printing = null;
  const expand = () => {
    if (printing) return;
    printing = [...document.querySelectorAll("#findings details:not([open])")];
    printing.forEach((details) => { details.open = true; });
    for (const name of VIEWS) if (stale.delete(name)) APPLY[name]();
    draw(rows.length);
    $("print-notes").replaceChildren(...listed.map((index) => article(index, false)));
  };
  const restore = () => {
    printing?.forEach((details) => { details.open = false; });
    $("print-notes").replaceChildren();
    printing = null;
  };
  addEventListener("beforeprint", expand);
  addEventListener("afterprint", restore);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? expand() : restore()));

  $("index").open = matchMedia("(min-width: 62.01rem)").matches;
  route(true);
})();
