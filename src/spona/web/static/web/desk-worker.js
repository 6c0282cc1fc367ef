/* Keeps a desk's page with its styles and scripts: fresh where there is signal, else as it last was. */
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET" || (pathname !== new URL(registration.scope).pathname && !pathname.startsWith("/static/"))) return;
  event.respondWith(fetch(request).catch(async () => (await caches.match(request, { ignoreSearch: true })) || Response.error()));
});
