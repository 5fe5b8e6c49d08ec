// Says how far an import is without loading the page again. Without this script there is a link that does.
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const words = place.querySelector("[data-words]");
  const bar = place.querySelector("[data-bar]");

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      if (!job.is_at_work) {
        window.location.reload();
        return;
      }
      if (words.textContent !== job.words) words.textContent = job.words;
      if (job.total) {
        bar.max = job.total;
        bar.value = job.done;
      } else {
        bar.removeAttribute("value");
      }
    } catch {
      words.textContent = "The server does not answer. This page tries again.";
    }
    window.setTimeout(look, 1500);
  };
  window.setTimeout(look, 1000);
})();
