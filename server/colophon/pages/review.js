// Keys of the review pages, and what keeps an item held while its page is open. Everything works without this.
'use strict';
{
  const RENEW = 5 * 60 * 1000; // of 15 minutes
  const WRITING = 'select, input:not([type=checkbox]):not([type=radio])';

  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one instanceof HTMLElement);

  /** @param {string} selector */
  const click = (selector) => all(selector)[0]?.click();

  /** @param {number} step to the next or the one before, of cards or copies */
  function move(step) {
    const stops = all('[data-move]');
    const here = stops.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
    const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(here + step, 0), stops.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} key a verdict; one that asks how the image was made goes there first */
  function say(key) {
    const button = all(`[data-key="${key}"]`)[0];
    if (!(button instanceof HTMLButtonElement) || !button.form) return;
    if (key === '2' && !button.form.querySelector('[name=process]:checked')) {
      all('[name=process]')[0]?.focus();
      return;
    }
    if (button.form.dataset.sent) return; // a key that is held down says it once
    button.form.dataset.sent = 'yes';
    if (key === '5') for (const media of all('.media')) media.hidden = true; // before the server has answered
    button.form.requestSubmit(button);
  }

  /** The next item: of the queue one is in; in the list of queues of that which has the focus, or of the first. */
  function next() {
    const row = document.activeElement?.closest('.queues tr');
    const begin = row?.querySelector('button') ?? all('#next button, .queues button')[0];
    begin?.click();
  }

  function help() {
    const keys = document.getElementById('help');
    if (!(keys instanceof HTMLDetailsElement)) return;
    keys.open = !keys.open;
    if (keys.open) keys.querySelector('summary')?.focus();
  }

  function leave() {
    const keys = document.getElementById('help');
    if (keys instanceof HTMLDetailsElement) keys.open = false;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /** @param {string} name a switch of the pictures: the style sheet follows it at once */
  const toggle = (name) => click(`#look-form [name=${name}]`);

  const look = document.getElementById('look-form');
  if (look instanceof HTMLFormElement) {
    look.addEventListener('change', () => {
      const chosen = [...new FormData(look)].map(([name, value]) => [name, String(value)]);
      void fetch(look.action, { method: 'POST', body: new URLSearchParams(chosen), keepalive: true, redirect: 'manual' });
    });
  }

  /** @type {Record<string, () => void>} */
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement?.closest('[data-move]')?.querySelector('input')?.click(),
    u: () => click('#undo button'),
    n: next,
    b: () => toggle('blur'),
    g: () => toggle('grey'),
    '?': help,
  };
  for (const key of '12345') keys[key] = () => say(key);

  document.addEventListener('keydown', (event) => {
    const target = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !(target instanceof Element)) return;
    if (event.key === 'Escape') return leave();
    if (target.matches(WRITING)) {
      if (event.key !== 'Enter' || !target.closest('#verdict')) return;
      event.preventDefault(); // a verdict is a key of its own
      return leave();
    }
    if (event.key === 'Enter') {
      if (!target.matches('[data-move]:not(a)')) return;
      const open = target.querySelector('[data-open]');
      if (open instanceof HTMLElement) open.click();
      return;
    }
    if (target.matches('[name=process]') && /^[1-9]$/.test(event.key)) {
      const chosen = all('[name=process]')[Number(event.key) - 1];
      chosen?.click();
      chosen?.focus();
      return;
    }
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!act || event.repeat) return;
    event.preventDefault();
    act();
  });

  const held = all('form[data-hold]')[0];
  if (held instanceof HTMLFormElement) {
    setInterval(() => {
      const form = held.elements.namedItem('form');
      if (document.hidden || !(form instanceof HTMLInputElement)) return; // who is away keeps nobody waiting
      void fetch(String(held.dataset.hold), { method: 'POST', body: new URLSearchParams({ form: form.value }) });
    }, RENEW);
  }
}
