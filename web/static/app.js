// What the page does beyond htmx: running clocks, the player, and a word when the box is out of reach.
// Everything here is an addition: without it the page can be read and the links work.

const SEEK = '[data-seek]';
const openedAt = Date.now();
const boxAheadMs = Number(document.documentElement.dataset.now) - openedAt;

const clock = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

setInterval(() => {
  for (const each of document.querySelectorAll('[data-since]'))
    each.textContent = clock(Date.now() + boxAheadMs - Number(each.dataset.since));
}, 1000);

const player = document.getElementById('player');

function seek(event) {
  const line = event.target.closest(SEEK);
  const other = event.target.closest('a, button')?.classList.contains('line-at') === false;
  // Who marks words in a line wants to copy them, not to hear them.
  if (line === null || other || String(getSelection()) !== '') return;
  event.preventDefault();
  player.currentTime = Number(line.dataset.seek);
  player.play();
}

function showPlace() {
  let current = null;
  for (const line of document.querySelectorAll(SEEK)) {
    line.classList.remove('playing');
    if (Number(line.dataset.seek) <= player.currentTime + 0.05) current = line;
  }
  current?.classList.add('playing');
}

if (player !== null) {
  document.addEventListener('click', seek);
  player.addEventListener('timeupdate', showPlace);
}

const RETRY_MS = 3000;
const offline = document.getElementById('offline');
document.addEventListener('htmx:sse:error', () => (offline.hidden = false));
document.addEventListener('htmx:sse:after:connection', () => (offline.hidden = true));

// hx-sse comes back to a stream that broke off, but not to one that never began: that one is started again here.
function startAgain(event) {
  const stream = event.target;
  if (!stream.hasAttribute('hx-sse:connect')) return;
  offline.hidden = false;
  setTimeout(() => htmx.trigger(stream, 'again'), RETRY_MS);
}
document.addEventListener('htmx:error', startAgain);
document.addEventListener('htmx:response:error', startAgain);

const nearEnd = () => innerHeight + scrollY > document.body.scrollHeight - 160;
let follow = true;
document.addEventListener('htmx:before:swap', () => (follow = nearEnd()));
document.addEventListener('htmx:after:swap', () => {
  if (follow && document.getElementById('live-now') !== null) scrollTo(0, document.body.scrollHeight);
});

document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea') !== null;
  const search = document.getElementById('q');
  if (event.key !== '/' || typing || search === null) return;
  event.preventDefault();
  search.focus();
});
