// The form of a compute proxy: the port groups of the chosen datacenter only.

const form = document.getElementById('helion-proxy');

export function narrow(datacenter, groups) {
  for (const group of groups.querySelectorAll('optgroup')) {
    const isCurrent = group.label === datacenter.value;
    group.hidden = !isCurrent;
    group.disabled = !isCurrent;
  }
  const current = groups.selectedOptions[0];
  // An empty option stands for a choice that must be made again.
  if (current?.value !== '' && current?.parentElement.label !== datacenter.value) {
    const first = [...groups.querySelectorAll('optgroup')].find((group) => !group.disabled);
    groups.value = first?.querySelector('option')?.value ?? '';
    if (first?.firstElementChild) first.firstElementChild.selected = true;
  }
}

if (form) {
  const { datacenter, port_group: groups } = form.elements;
  if (groups.tagName === 'SELECT') {
    datacenter.addEventListener('change', () => narrow(datacenter, groups));
    narrow(datacenter, groups);
  }
}
