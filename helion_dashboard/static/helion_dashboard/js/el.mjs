// An element with properties and children: `el('p', { className: 'x' }, 'text', child)`.

export function el(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  if (properties.role) element.setAttribute('role', properties.role);
  element.append(...children);
  return element;
}
