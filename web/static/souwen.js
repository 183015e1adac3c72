// Makes the page instant. It asks for the same addresses as a person without it, gets a part of the
// same page, and puts that in the place of what is there: HTML is made on the server alone.
"use strict";

(() => {
  const TYPING = 120; // ms that what is typed stands before it is searched
  const TOUCH = 700; // likewise on touch keyboards, which compose Latin letters too
  const ENDED = 30; // ms in which Safari still sends the key that ended a composition
  const SUGGESTED = 6;

  const main = document.getElementById("main");
  const field = document.getElementById("q");
  const list = document.getElementById("suggestions");
  const status = document.getElementById("said");
  const words = document.body.dataset;
  const isTouch = matchMedia("(pointer: coarse)");
  const isWide = matchMedia("(min-width: 84rem)");

  // --- Asking: an older request is given up, and a late answer is dropped.

  class Asker {
    #asking = null;

    stop() {
      this.#asking?.abort();
      this.#asking = null;
    }

    // Returns the reply, or null where something newer was asked meanwhile.
    async ask(url, read) {
      this.stop();
      const mine = (this.#asking = new AbortController());
      try {
        const reply = await fetch(url, { signal: mine.signal });
        const value = await read(reply);
        return mine === this.#asking ? value : null;
      } catch (error) {
        if (mine !== this.#asking) return null;
        throw error;
      }
    }
  }

  const results = new Asker();
  const suggesting = new Asker();
  const previewing = new Asker();
  const opening = new Asker();

  async function nodeOf(asker, url, selector) {
    const html = await asker.ask(url, (reply) => reply.text());
    if (html === null) return null;
    const node = new DOMParser().parseFromString(html, "text/html").querySelector(selector);
    if (!node) throw new Error("no such part in the answer");
    return document.adoptNode(node);
  }

  // --- The address is the state. While one types the entry of the history is written over; when it
  // is settled (Enter, a link) the entry gets back what it was, and the new state is one of its own.

  let settled = location.href;

  function settle(url) {
    if (url === settled) {
      if (location.href !== url) history.replaceState({ y: 0 }, "", url);
      return;
    }
    history.replaceState({ y: scrollY }, "", settled);
    history.pushState({ y: 0 }, "", url);
    settled = url;
  }

  // A last word in letters or digits that is still being typed counts as a beginning.
  function addressOf(isTyped) {
    const query = field.value.trim();
    const url = new URL("/", location.href);
    const given = new URLSearchParams(location.search);
    if (query) url.searchParams.set("q", query);
    for (const [name, value] of given) {
      if (!["q", "offset", "part", "prefix_last"].includes(name)) url.searchParams.append(name, value);
    }
    if (isTyped && /[^\s\p{Script=Han}]$/u.test(field.value)) url.searchParams.set("prefix_last", "true");
    return url.href;
  }

  const queryOf = (url) => new URL(url).searchParams.get("q") ?? "";

  // --- Results

  let shown = location.pathname === "/" ? sourceOf(location.href) : null;

  // Where the results of an address come from.
  function sourceOf(url) {
    const source = new URL(url);
    source.searchParams.set("fragment", "true");
    return source.href;
  }

  async function load(source, y = 0) {
    shown = source;
    let found;
    try {
      found = await nodeOf(results, source, "#found");
    } catch {
      shown = null;
      return fail();
    }
    if (!found) return;
    previewing.stop();
    const { facet, value, sort } = document.activeElement?.dataset ?? {};
    const wasOpen = main.querySelector(".filters")?.open;
    main.replaceChildren(found);
    if (wasOpen) main.querySelector(".filters")?.setAttribute("open", "");
    // Who goes by the keyboard stays at the filter or order that was taken.
    const place = facet ? `[data-facet="${facet}"][data-value="${CSS.escape(value)}"]` : sort && `[data-sort="${sort}"]`;
    if (place) main.querySelector(`a${place}`)?.focus({ preventScroll: true });
    document.title = found.dataset.title;
    enhance(found);
    scrollTo(0, y);
    const counted = found.querySelector(".counted strong")?.parentElement ?? found.querySelector("h1");
    say(counted?.textContent.replace(/\s+/gu, " ").trim() ?? "");
  }

  function fail() {
    say(words.failed);
    const found = document.getElementById("found");
    if (!found || found.querySelector(".failed")) return;
    found.prepend(Object.assign(document.createElement("p"), { className: "note failed", textContent: words.failed }));
  }

  function say(text) {
    status.textContent = text;
  }

  function search() {
    clearTimeout(waiting);
    const url = addressOf(true);
    const source = sourceOf(url);
    if (shown === source) return;
    if (location.pathname === "/") history.replaceState({ y: 0 }, "", url);
    else settle(url);
    load(source);
    suggest();
  }

  function commit(url) {
    clearTimeout(waiting);
    suggesting.stop();
    closeList();
    settle(url);
    const source = sourceOf(url);
    if (shown !== source) load(source);
  }

  addEventListener("popstate", (event) => {
    settled = location.href;
    clearTimeout(waiting);
    closeList();
    if (location.pathname !== "/") return location.reload();
    if (!composing) field.value = queryOf(location.href);
    load(sourceOf(location.href), event.state?.y ?? 0);
  });

  // --- The field. It is never written by an answer, and while an input method composes nothing is
  // sent: what stands there is not what is meant yet.

  let waiting = 0;
  let composing = false;
  let ended = -Infinity;

  const isOfComposition = (event) =>
    composing || event.isComposing || event.keyCode === 229 || performance.now() - ended < ENDED;

  function wait(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(search, milliseconds);
  }

  field.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(waiting);
    suggesting.stop();
    closeList();
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    ended = performance.now();
    wait(TYPING);
  });
  field.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) wait(TYPING);
    else if (isTouch.matches) wait(TOUCH);
    else clearTimeout(waiting);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (composing || performance.now() - ended < ENDED) return;
    commit(addressOf(false));
    if (isTouch.matches) field.blur();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault(); // browsers would empty the field
    if (event.key === "Tab") closeList();
    if (isOfComposition(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const options = [...list.children];
    const at = options.findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      // One place more than options: the field itself.
      const places = options.length + 1;
      activate(((at + 1 + step + places) % places) - 1);
    } else if (step === 1) {
      choose(0, { isFocused: true });
    } else if (event.key === "Enter" && at >= 0) {
      pick(options[at]);
    } else if (event.key === "Escape") {
      if (options.length) closeList();
      else field.blur();
    } else {
      return;
    }
    event.preventDefault();
  });

  // --- Suggestions

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  async function suggest() {
    const text = field.value.trim();
    if (!text || document.activeElement !== field) return closeList();
    const url = `/api/v1/suggest?${new URLSearchParams({ q: text, limit: SUGGESTED })}`;
    let found;
    try {
      found = await suggesting.ask(url, (reply) => (reply.ok ? reply.json() : []));
    } catch {
      return closeList();
    }
    if (!found || composing || document.activeElement !== field || field.value.trim() !== text) return;
    const others = found.filter((one) => one.text !== text);
    list.replaceChildren(...others.map(option));
    list.hidden = !others.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }

  function option(suggestion, place) {
    const item = document.createElement("li");
    item.id = `suggestion-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = suggestion.text;
    const text = document.createElement("bdi");
    const letters = Array.from(suggestion.text); // spans count code points
    let last = 0;
    for (const [start, end] of suggestion.spans) {
      const meant = document.createElement("b");
      meant.textContent = letters.slice(start, end).join("");
      text.append(letters.slice(last, start).join(""), meant);
      last = end;
    }
    text.append(letters.slice(last).join(""));
    item.append(text);
    const how = suggestion.how === "prefix" ? suggestion.kind === "title" && words.ofTitle : words[suggestion.how];
    if (how) item.append(Object.assign(document.createElement("small"), { textContent: how }));
    return item;
  }

  function activate(place) {
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    const active = list.children[place];
    active?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (active) field.setAttribute("aria-activedescendant", active.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function pick(item) {
    field.value = item.dataset.text;
    commit(addressOf(false));
  }

  function closeList() {
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) pick(item);
  });

  // --- Links: those to the page itself are followed in place, and parts are opened in place. What
  // was typed is there when one comes back.

  document.addEventListener("click", (event) => {
    // Not where the field loses the focus: what is pressed would move away below the pointer.
    if (!field.form.contains(event.target)) closeList();
    const button = event.target.closest("button");
    if (button?.dataset.copy !== undefined) return copy(button);
    if (button?.dataset.step) return stepMarks(Number(button.dataset.step));
    const link = event.target.closest("a[href]");
    if (!link) return pointAt(event);
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !main.contains(link)) return;
    if (link.dataset.part) {
      event.preventDefault();
      openPart(link, url);
    } else if (url.pathname === "/" && document.getElementById("found")) {
      event.preventDefault();
      settle(location.href);
      field.value = queryOf(url);
      commit(url.href);
    } else {
      settle(location.href);
    }
  });

  async function openPart(link, url) {
    const article = link.closest("article");
    const part = link.dataset.part;
    const open = article.querySelector(`.opened[data-of="${part}"]`);
    link.setAttribute("aria-expanded", String(!open));
    if (open) return open.remove();
    url.searchParams.set("part", part);
    url.hash = "";
    try {
      const node = await nodeOf(opening, url, "[data-part-is]");
      if (!node) return link.setAttribute("aria-expanded", "false");
      const opened = document.createElement("div");
      opened.className = "opened";
      opened.dataset.of = part;
      opened.append(node);
      article.append(opened);
    } catch {
      link.setAttribute("aria-expanded", "false");
      say(words.failed);
    }
  }

  async function copy(button) {
    const url = new URL(button.dataset.copy || location.href, location.href).href;
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      // Without https the clipboard is reached in the old way only.
      const text = Object.assign(document.createElement("textarea"), { value: url, readOnly: true });
      document.body.append(text);
      text.select();
      document.execCommand("copy");
      text.remove();
    }
    say(words.copied);
    const label = button.textContent;
    if (label === words.copied) return;
    button.textContent = words.copied;
    setTimeout(() => (button.textContent = label), 1500);
  }

  // --- Hits: gone through with keys or chosen by a click; beside them, where there is room, the text.

  const hits = () => [...main.querySelectorAll(".hit")];

  function choose(place, { isFocused = false } = {}) {
    const all = hits();
    const hit = all[Math.min(place, all.length - 1)];
    if (!hit) return;
    all.forEach((one) => one.classList.toggle("chosen", one === hit));
    const link = hit.querySelector("h2 a");
    if (isFocused) {
      link.focus({ preventScroll: true });
      hit.scrollIntoView({ block: "nearest" });
    }
    preview(link.href);
  }

  function pointAt(event) {
    const hit = event.target.closest(".hit");
    if (hit && !event.target.closest(".opened, button") && getSelection().isCollapsed) choose(hits().indexOf(hit));
  }

  async function preview(href) {
    if (!isWide.matches) return;
    const url = new URL(href);
    url.searchParams.set("part", "text");
    try {
      const text = await nodeOf(previewing, url, ".text");
      const found = document.getElementById("found");
      if (!text || !found) return;
      let aside = found.querySelector(".preview");
      if (!aside) {
        aside = Object.assign(document.createElement("aside"), { className: "preview" });
        found.append(aside);
      }
      const title = text.querySelector("h1");
      const heading = document.createElement("h2");
      heading.append(...title.childNodes);
      title.replaceWith(heading);
      aside.replaceChildren(text);
      aside.scrollTop = 0;
      enhance(aside);
    } catch {
      say(words.failed);
    }
  }

  // --- Marks of a document

  let marks = [];
  let mark = -1;

  function stepMarks(step) {
    if (!marks.length) return;
    marks[mark]?.classList.remove("here");
    mark = mark < 0 && step < 0 ? marks.length - 1 : (mark + step + marks.length) % marks.length;
    marks[mark].classList.add("here");
    marks[mark].scrollIntoView({ block: "center" });
    countMarks();
  }

  function countMarks() {
    for (const at of document.querySelectorAll("[data-at]")) at.textContent = `${mark + 1}/${marks.length}`;
  }

  // --- Keys outside of the field

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const all = hits();
    const at = all.findIndex((hit) => hit.classList.contains("chosen"));
    const isAtHit = event.target.closest("h2 a") !== null;
    if (event.key === "/") {
      field.focus();
      field.select();
    } else if (event.key === "j" || (event.key === "ArrowDown" && isAtHit)) {
      choose(at + 1, { isFocused: true });
    } else if (event.key === "k" || (event.key === "ArrowUp" && isAtHit)) {
      if (at <= 0) field.focus();
      else choose(at - 1, { isFocused: true });
    } else if (event.key === "n" || event.key === "N") {
      stepMarks(event.key === "n" ? 1 : -1);
    } else if (event.key === "Escape") {
      previewing.stop();
      main.querySelector(".preview")?.remove();
      all[at]?.classList.remove("chosen");
      document.activeElement?.blur();
    } else {
      return;
    }
    event.preventDefault();
  });

  main.addEventListener("focusin", (event) => {
    const hit = event.target.closest(".hit");
    if (hit && event.target.closest("h2 a") && !hit.classList.contains("chosen")) choose(hits().indexOf(hit));
  });

  // --- What only works with a script is shown by it.

  function enhance(root) {
    for (const button of root.querySelectorAll("button.copy")) button.hidden = false;
    if (root.querySelector(".text")) {
      marks = [...root.querySelectorAll(".text mark")];
      mark = -1;
      for (const steps of root.querySelectorAll(".steps")) steps.hidden = !marks.length;
      countMarks();
    }
  }

  enhance(document);
})();
