/* Each page works without this. Texts come from the page. */
const doc = document;
const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
const on = (type, handler, options) => doc.addEventListener(type, handler, options);
const near = (event, selector) => event.target.closest?.(selector);
const say = (text) => { const live = doc.getElementById("live"); if (live) live.textContent = text || ""; };

/* Theme: the server reads the cookie. */
on("click", (event) => {
  const choice = near(event, "[data-theme-set]");
  if (!choice) return;
  const theme = choice.dataset.themeSet;
  const age = theme ? 31536000 : 0;
  doc.cookie = `spona_theme=${theme};path=/;max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  if (theme) doc.documentElement.dataset.theme = theme; else delete doc.documentElement.dataset.theme;
  for (const other of all("[data-theme-set]")) other.ariaPressed = other.dataset.themeSet === theme;
});

/* Print, menus, second thoughts. */
const fold = (details) => { details.open = false; details.querySelector("summary")?.focus(); };
on("click", (event) => {
  if (near(event, "[data-print]")) print();
  const close = near(event, "[data-close]");
  if (close) fold(close.closest("details"));
  for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
on("keydown", (event) => {
  if (event.key === "Escape") {
    const open = near(event, "details[data-menu][open], details.confirm[open]");
    if (open) fold(open);
  }
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    const search = doc.getElementById("shell-search");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  }
});

/* Drafts: kept every three seconds; leaving with unsaved text asks first. */
const dirty = new Map();
const kept = (form) => form.matches("[data-draft], [data-guard]");
const changed = (event) => { const form = event.target.form; if (form && kept(form)) dirty.set(form, (dirty.get(form) || 0) + 1); };
on("input", changed);
on("change", changed);

const status = (form, state, text) => {
  const place = form.querySelector("[data-draft-status]");
  if (place) { place.dataset.state = state; place.textContent = text; }
};
const draftOf = (form) => {
  const body = new FormData(form);
  for (const field of form.elements) if (field.name && (field.type === "file" || field.type === "password")) body.delete(field.name);
  return body;
};
const saving = new Set();
const save = async (form) => {
  const edition = dirty.get(form);
  saving.add(form);
  try {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "", "X-Requested-With": "draft" };
    const answer = await fetch(form.dataset.draft, { method: "POST", body: draftOf(form), headers, credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) throw new Error(String(answer.status));
    if (dirty.get(form) === edition) dirty.delete(form);
    const time = new Date().toLocaleTimeString(doc.documentElement.lang || [], { timeStyle: "short" });
    status(form, "saved", (form.dataset.draftSaved || "{time}").replace("{time}", time));
  } catch {
    if (form.querySelector("[data-draft-status]")?.dataset.state !== "failed") say(form.dataset.draftFailed);
    status(form, "failed", form.dataset.draftFailed || "");
  } finally {
    saving.delete(form);
  }
};
setInterval(() => {
  for (const form of dirty.keys()) {
    if (!form.isConnected) dirty.delete(form);
    else if (form.dataset.draft && !saving.has(form)) save(form);
  }
}, 3000);
addEventListener("beforeunload", (event) => { if ([...dirty.keys()].some((form) => form.isConnected)) event.preventDefault(); });

/* A form is sent once: the button waits for the answer. */
const release = (form) => {
  delete form.dataset.sent;
  for (const button of all("[data-locked]", form)) { button.disabled = false; button.ariaBusy = null; delete button.dataset.locked; }
};
on("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  form.dataset.sent = "yes";
  dirty.delete(form);
  const button = event.submitter;
  setTimeout(() => {
    if (button) { button.dataset.locked = "yes"; button.ariaBusy = true; button.disabled = true; }
    if (event.defaultPrevented && !form.matches("[hx-post]")) release(form);
  });
  setTimeout(() => release(form), 15000);
}, true);
addEventListener("pageshow", () => all("form[data-sent]").forEach(release));
on("htmx:finally:request", (event) => { const form = near(event, "form"); if (form) release(form); });

/* Filters apply at once where the list is a fragment. */
on("change", (event) => {
  const form = near(event, "form[data-autosubmit]");
  if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
});

/* Focus after a fragment: on its errors, or near where it was. */
let held = null;
on("htmx:before:swap", (event) => {
  const target = event.detail?.ctx?.target;
  held = target && target !== doc.body && target.contains(doc.activeElement) ? { id: doc.activeElement.id, target: target.id } : null;
});
on("htmx:after:swap", (event) => {
  prepare();
  const place = held && (doc.getElementById(held.target) || event.detail?.ctx?.target);
  if (!place) return;
  const goal = place.querySelector("[data-focus]") || (held.id && doc.getElementById(held.id)) || place;
  if (goal === place && !place.hasAttribute("tabindex")) place.tabIndex = -1;
  if (!place.contains(doc.activeElement) || goal.matches("[data-focus]")) goal.focus({ preventScroll: goal === place });
  held = null;
});

/* Moving things, by pointer and by keys. */
let lifted = null;
const formFor = (element) => element.closest("[data-grid], [data-board]")?.querySelector("[data-grid-form]");
const post = (element, action, item, target) => {
  const form = formFor(element);
  if (!form) return;
  for (const [name, value] of Object.entries({ action, item, target })) form.elements.namedItem(name).value = value || "";
  form.requestSubmit();
};
const clear = (but) => all(".over").forEach((cell) => cell !== but && cell.classList.remove("over"));
const leave = () => { lifted?.classList.remove("lifted"); lifted = null; clear(); };
on("dragstart", (event) => {
  const item = near(event, "[data-draggable]");
  if (!item) return;
  leave();
  lifted = item;
  item.classList.add("lifted");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.dataset.draggable);
});
on("dragover", (event) => {
  const cell = lifted && near(event, "[data-drop]");
  if (!cell) return;
  event.preventDefault();
  clear(cell);
  cell.classList.add("over");
});
on("drop", (event) => {
  const cell = lifted && near(event, "[data-drop]");
  if (!cell) return;
  event.preventDefault();
  post(cell, "move", lifted.dataset.draggable, cell.dataset.drop);
  leave();
});
on("dragend", leave);

const rowsOf = (grid) => all("tbody tr", grid).map((row) => all("td", row));
const stopOf = (cell, lifting) => (lifting ? cell : cell?.querySelector("a, button")) || cell;
const go = (grid, cell, lifting) => {
  const stop = stopOf(cell, lifting);
  if (!stop) return;
  all("td[tabindex], td a[tabindex], td button[tabindex]", grid).forEach((other) => { other.tabIndex = -1; });
  stop.tabIndex = 0;
  stop.focus();
  clear();
  if (lifting) cell.classList.add("over");
};
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -999], End: [0, 999] };
on("keydown", (event) => {
  const grid = near(event, "[data-grid]");
  const cell = near(event, "[data-grid] td");
  if (!grid || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = STEPS[event.key];
  const item = cell.querySelector("[data-draggable]");
  const key = event.key.toLowerCase();
  if (step) {
    const rows = rowsOf(grid);
    const row = rows.findIndex((cells) => cells.includes(cell));
    const line = rows[Math.min(Math.max(row + step[0], 0), rows.length - 1)];
    go(grid, line[Math.min(Math.max(rows[row].indexOf(cell) + step[1], 0), line.length - 1)], lifted);
  } else if (lifted && key === "enter") {
    if (cell.dataset.drop) post(cell, "move", lifted.dataset.draggable, cell.dataset.drop);
    leave();
  } else if (lifted && key === "escape") {
    const home = lifted.closest("td");
    leave();
    go(grid, home);
    say(grid.dataset.left);
  } else if (item && key === "m") {
    leave();
    lifted = item;
    item.classList.add("lifted");
    say(grid.dataset.lifted);
    go(grid, cell, true);
  } else if (item && (key === "p" || key === "b")) {
    post(cell, key === "p" ? "pin" : "ban", item.dataset.draggable);
  } else return;
  event.preventDefault();
});

/* One tab stop a grid. */
function prepare() {
  for (const grid of all("[data-grid]:not([data-ready])")) {
    grid.dataset.ready = "yes";
    rowsOf(grid).flat().forEach((cell, index) => { stopOf(cell).tabIndex = index ? -1 : 0; });
  }
}
prepare();
doc.querySelector("[data-focus]")?.focus();
