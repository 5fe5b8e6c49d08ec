// Wagtail's editor of rich text has no name for a screen reader: it is given that of its field.
(() => {
  const name = () => {
    for (const box of document.querySelectorAll('[role="textbox"][contenteditable="true"]:not([aria-label])')) {
      const label = box.closest('[data-field]')?.querySelector('label') ?? box.closest('section')?.querySelector('label, h2');
      if (label) box.setAttribute('aria-label', label.textContent.replace('*', '').trim());
    }
  };
  new MutationObserver(name).observe(document.documentElement, {childList: true, subtree: true});
  name();
})();
