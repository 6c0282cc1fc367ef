/* The agreement desk: drawn signatures, and a queue without signal. Why so: templates/partnerships/desk/desk.html */
const all = (selector) => [...document.querySelectorAll(selector)];
const pads = all("[data-sign]").map((pad) => {
  const field = document.getElementById(pad.dataset.sign);
  const set = (item) => { field.value = item[field.name] || ""; show(); };
  const show = () => pad.lastElementChild.setAttribute("d", field.value);
  pad.nextElementSibling.onclick = () => set({});
  pad.onpointerdown = pad.onpointermove = ({ type, pointerId, clientX, clientY }) => {
    const begins = type === "pointerdown", box = pad.getBoundingClientRect();
    if (begins) pad.setPointerCapture(pointerId);
    if (!pad.hasPointerCapture(pointerId) || field.value.length > 11900) return;
    const at = (part, most) => Math.round(Math.max(0, Math.min(1, part)) * most);
    field.value += `${begins ? "M" : "L"}${at((clientX - box.left) / box.width, 600)} ${at((clientY - box.top) / box.height, 200)}`;
    show();
  };
  return set;
});

const form = document.querySelector("form[data-desk]");
if (form) {
  const { elements: fields, dataset: { desk, waits, kept, worker } } = form;
  const queue = () => JSON.parse(localStorage[desk] || "[]");
  const say = (mark, text) => all(mark).forEach((place) => { place.textContent = text; place.hidden = !text; });
  const keep = (items) => {
    localStorage[desk] = JSON.stringify(items);
    say("[data-waiting]", items.length && waits.replace("{n}", items.length));
  };
  const fill = (item) => {
    form.reset();
    for (const name in item) if (fields[name]) fields[name].value = item[name];
    pads.forEach((set) => set(item));
  };
  const fresh = () => URL.createObjectURL(new Blob()).slice(-36);
  const blame = (problems) => {
    for (const field of fields) field.ariaInvalid = problems.some(({ place }) => place === field.name) || null;
    say("[data-refused]", problems.map((one) => one.message).join(" "));
    const first = fields[problems[0].place], fold = first?.closest("details");
    if (fold) fold.open = true;
    first?.focus();
  };
  const send = async () => {
    const items = queue();
    if (!items.length) return items;
    const body = JSON.stringify({ sent_at: new Date(), items });
    const answer = await fetch(desk, { method: "POST", headers: { "X-CSRFToken": fields.csrfmiddlewaretoken.value }, body });
    const answers = (await answer.json()).items;
    keep(queue().filter(({ nonce }) => !answers.some((one) => one.url && one.nonce === nonce)));
    return answers;
  };
  const later = () => send().then((answers) => {
    const refused = answers.find(({ url }) => !url);
    if (refused && !fields.a.value) { fill(queue().find(({ nonce }) => nonce === refused.nonce)); blame(refused.problems); }
  }).catch(() => {});
  form.onsubmit = async (event) => {
    event.preventDefault();
    const item = { ...Object.fromEntries(new FormData(form)), written_at: new Date() };
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
  addEventListener("online", later);
  const { pathname: scope } = location;
  navigator.serviceWorker?.register(worker, { scope }).then(async () => (await caches.open(desk))
    .addAll([scope, ...all("link[rel=stylesheet], script[src]").map(({ href, src }) => href || src)]));
}
