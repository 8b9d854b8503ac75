// Which endpoints pass the filter, and the filter as the page's address holds it. Knows no DOM.

export const NAMES = ['q', 'region', 'interface', 'state'];

// Whether `endpoint` {text, region, interface, state} passes `filter` {q, region, interface, state}.
// Every word of `q` must be somewhere in the text. An endpoint that was not asked yet may have any
// state.
export function passes(endpoint, filter) {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => endpoint.text.includes(word))
    && ['region', 'interface'].every((name) => !filter[name] || filter[name] === endpoint[name])
    && (!filter.state || !endpoint.state || filter.state === endpoint.state);
}

// `?q=…` for a filter; what is as in `defaults` is left out.
export function toAddress(filter, defaults) {
  const pairs = NAMES.filter((name) => filter[name] !== defaults[name]).map((name) => [name, filter[name]]);
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

// The filter that an address holds. `choices` names what may be chosen: {region: ['', 'one'], …}.
export function fromAddress(address, defaults, choices) {
  const params = new URLSearchParams(address);
  return Object.fromEntries(NAMES.map((name) => {
    const value = params.get(name);
    const takes = value !== null && (!choices[name] || choices[name].includes(value));
    return [name, takes ? value : defaults[name]];
  }));
}
