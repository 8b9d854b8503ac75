// Puts a text into the clipboard; resolves to whether that worked.

export async function copy(text, { clipboard = navigator.clipboard, page = document } = {}) {
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    // Without TLS, and not on this machine, browsers have no clipboard object: the older way.
    return oldCopy(text, page);
  }
}

function oldCopy(text, page) {
  const focused = page.activeElement;
  const box = page.createElement('textarea');
  box.value = text;
  box.style.position = 'fixed';
  box.style.opacity = '0';
  page.body.append(box);
  box.focus({ preventScroll: true });
  box.select();
  try {
    return page.execCommand('copy');
  } catch {
    return false;
  } finally {
    box.remove();
    focused?.focus({ preventScroll: true });
  }
}
