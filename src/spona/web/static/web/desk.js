/* The agreement desk: drawn signatures; what is written without signal waits here until it has arrived. */
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const pads = all("[data-sign]").map((pad) => {
    const field = document.getElementById(pad.dataset.sign);
    const show = () => pad.lastElementChild.setAttribute("d", field.value);
    const at = (value, size, most) => Math.max(0, Math.min(most - 1, Math.round(value / size * most)));
    const put = (mark) => (event) => {
      if (mark === "M") pad.setPointerCapture(event.pointerId);
      if (!pad.hasPointerCapture(event.pointerId) || field.value.length > 11900) return;
      const box = pad.getBoundingClientRect();
      field.value += `${mark}${at(event.clientX - box.left, box.width, 600)} ${at(event.clientY - box.top, box.height, 200)}`;
      show();
    };
    pad.onpointerdown = put("M");
    pad.onpointermove = put("L");
    pad.nextElementSibling.onclick = () => { field.value = ""; show(); };
    return show;
  });

  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const { elements: fields, dataset: { desk, waits, kept, worker } } = form;
  const queue = () => JSON.parse(localStorage.getItem(desk) || "[]");
  const say = (mark, text) => all(mark).forEach((place) => { place.textContent = text; place.hidden = !text; });
  const keep = (items) => {
    localStorage.setItem(desk, JSON.stringify(items));
    say("[data-waiting]", items.length ? waits.replace("{n}", items.length) : "");
  };
  const fill = (item) => {
    form.reset();
    for (const name in item) if (fields[name]) fields[name].value = item[name];
    pads.forEach((show) => show());
  };
  const fresh = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));
  const blame = (problems) => {
    for (const field of fields) field.ariaInvalid = problems.some(({ place }) => place === field.name) || null;
    say("[data-refused]", problems.map(({ message }) => message).join(" "));
    const first = fields[problems[0].place];
    first?.closest("details")?.setAttribute("open", "");
    first?.focus();
  };
  const send = async () => {
    const items = queue();
    if (!items.length) return items;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": fields.csrfmiddlewaretoken.value };
    const body = JSON.stringify({ sent_at: new Date().toISOString(), items });
    const answers = (await (await fetch(desk, { method: "POST", headers, body })).json()).items;
    const there = answers.filter(({ url }) => url).map(({ nonce }) => nonce);
    keep(queue().filter(({ nonce }) => !there.includes(nonce)));
    return answers;
  };
  const later = () => send().then((answers) => {
    const refused = answers.find(({ url }) => !url);
    if (refused && !fields.a.value) { fill(queue().find(({ nonce }) => nonce === refused.nonce)); blame(refused.problems); }
  }).catch(() => {});
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { csrfmiddlewaretoken, ...item } = Object.fromEntries(new FormData(form));
    item.written_at = new Date().toISOString();
    keep([...queue().filter(({ nonce }) => nonce !== item.nonce), item]);
    try {
      const { url, problems } = (await send()).find(({ nonce }) => nonce === item.nonce);
      if (url) location = url; else blame(problems);
    } catch {
      fill({ nonce: fresh() });
      say("[data-refused]", kept);
    }
  };
  fields.nonce.value = fresh();
  keep(queue());
  later();
  setInterval(later, 20000);
  navigator.serviceWorker?.register(worker, { scope: location.pathname }).then(async () => {
    const parts = all("link[rel=stylesheet], script[src]").map(({ href, src }) => href || src);
    (await caches.open(desk)).addAll([location.pathname, ...parts]);
  });
})();
