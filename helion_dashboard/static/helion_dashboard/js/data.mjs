// What the server put into the page as JSON: `<script type="application/json" id="helion-…">`.

export function data(name, fallback = {}) {
  const element = document.getElementById(`helion-${name}`);
  return element ? JSON.parse(element.textContent) : fallback;
}

// A translated sentence, its %(names)s filled in.
export function fill(sentence, values = {}) {
  return sentence.replace(/%\((\w+)\)[sd]/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
