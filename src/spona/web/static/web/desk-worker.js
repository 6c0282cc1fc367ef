/* A desk's page and what it needs: fresh where there is signal, else as it last was. */
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method === "GET" && (pathname.startsWith("/static/") || registration.scope.endsWith(pathname))) event.respondWith(
    fetch(request).catch(() => caches.match(request, { ignoreSearch: true, ignoreVary: true })));
});
