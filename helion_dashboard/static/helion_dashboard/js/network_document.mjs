// Network properties as a document: values by their paths, such as `portGroups.1.vlan`. Knows no
// page.

export function get(content, path) {
  return path.split('.').reduce((value, step) => value?.[step], content);
}

// Puts a value at a path; what is missing on the way is made.
export function put(content, path, value) {
  const steps = path.split('.');
  const last = steps.pop();
  let place = content;
  steps.forEach((step, index) => {
    if (typeof place[step] !== 'object' || place[step] === null) {
      place[step] = /^\d+$/.test(steps[index + 1] ?? last) ? [] : {};
    }
    place = place[step];
  });
  place[last] = value;
}

// An item for a list of these fields, its defaults filled in.
export function fresh(fields) {
  const values = {};
  for (const field of fields) {
    if (field.type === 'group') values[field.key] = fresh(field.fields);
    else if (field.type === 'list') values[field.key] = Array.from({ length: field.min || 0 }, () => fresh(field.fields));
    else if (field.default !== undefined) values[field.key] = field.default;
    else values[field.key] = field.type === 'bool' ? false : '';
  }
  return values;
}

// The values that a field may have: its own choices, or those of other places in the document.
export function choices(field, content) {
  if (field.choices_from) {
    const [list, key] = field.choices_from.split('[].');
    const items = get(content, list);
    const values = Array.isArray(items) ? items.map((item) => item?.[key]).filter(Boolean) : [];
    return [...new Set(values)].map((value) => ({ value, label: value }));
  }
  return field.choices || [];
}

// Whether a field means something, by the values beside it.
export function isShown(field, beside) {
  const when = field.shown_if;
  return !when || when.values.includes(beside?.[when.key]);
}

// JSON of people: HP's files have lines that begin with `#`. `{content}`, or `{problem}`: why not.
export function parse(text) {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  try {
    const content = JSON.parse(lines.join('\n'));
    return typeof content === 'object' && content && !Array.isArray(content) ? { content } : { problem: '' };
  } catch (error) {
    return { problem: error.message };
  }
}

export const written = (content) => JSON.stringify(content, null, 2);

// The path itself or the nearest place above it that is `known`; '' if there is none.
export function nearest(path, exists) {
  const steps = path.split('.');
  while (steps.length && !exists(steps.join('.'))) steps.pop();
  return steps.join('.');
}
