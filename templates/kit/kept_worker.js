// Answers for one page alone, a roll or somebody's page of an exchange, and only when the server does not: with what the page
// itself has put by.
"use strict";
const LONGEST = 12 * 3600 * 1000;
const PATIENCE = 5000;

const forget = async () => { for (const name of await caches.keys()) await caches.delete(name); };

async function find(request) {
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (!kept) return undefined;
  if (Date.now() - Number(kept.headers.get("Kept-At")) < LONGEST) return kept;
  await forget();
  return undefined;
}

async function ask(request) {
  const answer = await fetch(request);
  if (answer.status >= 500 || answer.status === 429) return (await find(request)) || answer;
  // Whoever holds this phone may no longer see the page: nothing of it stays here.
  const isPage = !new URL(request.url).pathname.startsWith("/static/");
  if (isPage && !answer.ok) await forget();
  return answer;
}

async function answer(request) {
  const asked = ask(request);
  const kept = await find(request);
  if (!kept) return asked;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept.clone()); });
  return Promise.race([asked.catch(() => kept), late]);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
