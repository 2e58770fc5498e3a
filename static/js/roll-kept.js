// The roll opens again without a network: its worker answers with what this page has put by on this phone. Everything put
// by is the roll of a session that runs, for the person signed in; it goes when the session is over, and at sign-out.
"use strict";
(() => {
  const taps = document.getElementById("taps");
  const { worker, marks, person } = taps.dataset;
  if (!navigator.serviceWorker || !window.caches) return;
  const store = "kept." + person;
  if (!worker) { caches.delete(store); return; }

  const put = async (address, body, headers = new Headers()) => {
    headers.set("Kept-At", Date.now());
    await (await caches.open(store)).put(address, new Response(body, { headers }));
  };
  const isOfStore = () => taps.dataset.keptAt !== undefined;
  const keepFile = async (address) => {
    const answer = await fetch(address);
    if (answer.ok) await put(address, await answer.blob(), new Headers(answer.headers));
  };
  // The page that comes out of the store knows how old it is.
  const keepPage = async () => {
    const answer = await fetch(location.pathname);
    if (!answer.ok || answer.redirected || answer.headers.has("Kept-At")) return;
    const page = (await answer.text()).replace('id="taps"', `id="taps" data-kept-at="${Date.now()}"`);
    await put(location.pathname, page, new Headers(answer.headers));
  };
  const keepMarks = async () => {
    if (isOfStore()) return;
    const lines = [...document.querySelectorAll(".roll > li")].filter((line) => line.dataset.mark);
    const shown = Object.fromEntries(lines.map((line) => [line.id.slice("person-".length), line.dataset.mark]));
    await put(marks, JSON.stringify({ marks: shown }), new Headers({ "Content-Type": "application/json" }));
  };
  const keepAll = async () => {
    try {
      await navigator.serviceWorker.register(worker, { scope: location.pathname });
      if (isOfStore()) return;
      const files = performance.getEntriesByType("resource").map((one) => one.name);
      const ours = files.filter((name) => name.startsWith(location.origin + "/static/"));
      await Promise.all([keepPage(), keepMarks(), ...ours.map(keepFile)]);
      taps.dataset.kept = "";
    } catch (error) { /* the roll works as long as it is open */ }
  };
  // At once, for the page may be closed after any tap; one after the other, so that the last one stays.
  let writing = Promise.resolve();
  const changed = () => { writing = writing.then(keepMarks).catch(() => {}); };
  for (const list of document.querySelectorAll(".roll")) {
    new MutationObserver(changed).observe(list, { subtree: true, attributeFilter: ["data-mark"] });
  }
  addEventListener("load", keepAll);
})();
