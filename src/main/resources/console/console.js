'use strict';
(() => {
  const REFRESH_MS = 15000;
  const PAUSED = 'muster.paused';

  // "/" or Ctrl-K goes to the search, on whichever page
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
    if (!slash && !control) {
      return;
    }
    const field = document.querySelector('[data-find]');
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  const paused = () => sessionStorage.getItem(PAUSED) === 'yes';
  const show = () => {
    const button = document.querySelector('[data-pause]');
    if (button) {
      button.setAttribute('aria-pressed', String(paused()));
      button.textContent = paused() ? 'Go on updating' : 'Pause updates';
    }
  };
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-pause]')) {
      sessionStorage.setItem(PAUSED, paused() ? 'no' : 'yes');
      show();
    }
  });
  document.addEventListener('htmx:afterSettle', show);
  show();

  // a page that is looked at stays fresh, unless somebody is at work in it
  setInterval(() => {
    const part = document.querySelector('[data-refresh]');
    if (part && !paused() && !document.hidden && !part.contains(document.activeElement)) {
      htmx.trigger(part, 'refresh');
    }
  }, REFRESH_MS);
})();
