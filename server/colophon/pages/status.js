// Brings the figures up to date without losing the place, what is open and where the focus is.
// Without this script the page loads itself again.
'use strict';
const EVERY = 10000;
const button = document.getElementById('pause');
let paused = false;

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (answer.status === 401) return location.reload(); // logged out meanwhile
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live');
  const live = document.getElementById('live');
  for (const open of live.querySelectorAll('details[open]')) fresh.querySelector(`#${open.id}`)?.setAttribute('open', '');
  const focused = live.contains(document.activeElement) && document.activeElement.closest('details')?.id;
  live.replaceWith(fresh);
  if (focused) fresh.querySelector(`#${focused} summary`)?.focus({ preventScroll: true });
}

async function tick() {
  if (!paused && !document.hidden) {
    try {
      await refresh();
      document.body.classList.remove('stale');
    } catch {
      document.body.classList.add('stale'); // says that the server does not answer
    }
  }
  setTimeout(tick, EVERY);
}

button.hidden = false;
button.addEventListener('click', () => {
  paused = !paused;
  button.textContent = paused ? 'Go on' : 'Pause';
});
setTimeout(tick, EVERY);
