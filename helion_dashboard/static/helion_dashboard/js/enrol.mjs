// The pages that enrol and edit a node: the driver's own fields, and rows for ports.

import { data } from './data.mjs';
import { follow } from './driver_fields.mjs';

const form = document.getElementById('helion-form');

if (form) {
  follow(form, document.getElementById('helion-driver-fields'), data('texts'));

  // Another driver brings interfaces of its own.
  form.elements.namedItem('driver').addEventListener('change', (event) => {
    const interfaces = document.getElementById('helion-interfaces');
    const first = [...event.target.options].find((option) => option.defaultSelected);
    if (interfaces) interfaces.hidden = event.target.value !== first?.value;
  });

  const total = form.elements.namedItem('ports-TOTAL_FORMS');
  document.getElementById('helion-another-port')?.addEventListener('click', () => {
    const empty = document.getElementById('helion-empty-port').innerHTML;
    document.getElementById('helion-ports').insertAdjacentHTML('beforeend', empty.replaceAll('__prefix__', total.value));
    total.value = Number(total.value) + 1;
    form.elements.namedItem(`ports-${total.value - 1}-address`).focus();
  });
}
