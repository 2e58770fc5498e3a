// One's own page of an exchange opens again without a network: its worker answers with what this page has put by on this
// phone, as it was last seen. It goes when the exchange is over, at sign-out, and with the next person who signs in.
"use strict";
(() => {
  const { worker, owner } = document.getElementById("kept").dataset;
  if (!navigator.serviceWorker || !window.caches) return;
  const store = "kept." + owner;
  const own = location.pathname;
  if (!worker) { caches.open(store).then((kept) => kept.delete(own)); return; }

  const put = async (address, body, headers = new Headers()) => {
    headers.set("Kept-At", Date.now());
    await (await caches.open(store)).put(address, new Response(body, { headers }));
  };
  const keepFile = async (address) => {
    const answer = await fetch(address);
    if (answer.ok) await put(address, await answer.blob(), new Headers(answer.headers));
  };
  // The page that comes out of the store knows it.
  const keepPage = async () => {
    const answer = await fetch(own);
    if (!answer.ok || answer.redirected || answer.headers.has("Kept-At")) return;
    const page = (await answer.text()).replace('id="kept"', 'id="kept" data-of-store');
    await put(own, page, new Headers(answer.headers));
  };
  // What has changed on it since is laid into the page that is kept: nobody asks the server twice.
  const keepPart = async (part) => {
    const kept = await (await caches.open(store)).match(own);
    if (!kept) return;
    const [before, , after] = (await kept.text()).split(/<!--\/?part-->/);
    if (after === undefined) return;
    await put(own, `${before}<!--part-->${part}<!--/part-->${after}`, new Headers(kept.headers));
  };
  let writing = Promise.resolve();
  const next = (act) => { writing = writing.then(act).catch(() => { /* the page works as long as it is open */ }); return writing; };
  const keepAll = async () => {
    await navigator.serviceWorker.register(worker, { scope: own });
    if (document.getElementById("kept").dataset.ofStore !== undefined) return;
    const drawn = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href);
    const files = [...drawn, ...performance.getEntriesByType("resource").map((one) => one.name)];
    const ours = new Set(files.filter((name) => name.startsWith(location.origin + "/static/")));
    await Promise.all([keepPage(), ...[...ours].map(keepFile)]);
    document.getElementById("kept").dataset.isKept = "";
  };
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "my-part") next(() => keepPart(detail.xhr.responseText));
  });
  addEventListener("load", () => next(keepAll));
})();
