// Shows the site as it is now: asks for its version, and loads the page again when that is another one.
const version = document.querySelector('meta[name="feedwright-version"]').content;
const state = document.getElementById('state');

async function look() {
  let pause = 1000;
  if (!document.hidden) {
    try {
      const answer = await fetch('/version', { cache: 'no-store' });
      if (answer.ok && (await answer.text()) !== version) {
        location.reload();
        return;
      }
      state.textContent = '';
    } catch {
      state.textContent = 'The server has ended: this page changes no more.';
      pause = 5000;
    }
  }
  setTimeout(look, pause);
}

setTimeout(look, 1000);
