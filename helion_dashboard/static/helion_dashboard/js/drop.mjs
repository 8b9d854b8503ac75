// Files that are dropped on a part of the page.

// `take(file)` gets what is dropped on `area`, of several files the first.
export function onDrop(area, take) {
  area.addEventListener('dragover', (event) => { event.preventDefault(); area.dataset.over = ''; });
  area.addEventListener('dragleave', () => { delete area.dataset.over; });
  area.addEventListener('drop', (event) => {
    event.preventDefault();
    delete area.dataset.over;
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}
