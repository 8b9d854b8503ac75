// Nothing moves when a picture is refreshed: who stays keeps the place, who is new takes one that
// was left or comes last. Groups (racks) likewise, and places within a group.

// `before` and `now` are lists of ids; gives a list of ids, with null for a place that is empty.
export function places(before, now) {
  const present = new Set(now);
  const result = before.map((id) => (id !== null && present.has(id) ? id : null));
  const old = new Set(result);
  const fresh = now.filter((id) => !old.has(id));
  for (let at = 0; at < result.length && fresh.length; at += 1) if (result[at] === null) result[at] = fresh.shift();
  result.push(...fresh);
  while (result.length && result.at(-1) === null) result.pop();
  return result;
}

// Remembers where the nodes of each row stand.
export class Places {
  #rows = new Map();

  // `{groups: [{name, nodes: [node or null]}], width}` of a row; `measure()` says how wide its boxes
  // are when it is seen for the first time. What is shown of a row (open, closed, which page) decides
  // whether it is the same picture as before.
  of(row, measure) {
    const shown = `${row.open} ${row.from}`;
    const was = this.#rows.get(row.id);
    const same = was?.shown === shown ? was.groups : new Map();
    const byGroup = Map.groupBy(row.nodes, (node) => node.rack);
    const names = places([...same.keys()], [...byGroup.keys()]).filter((name) => name !== null);
    const groups = new Map();
    const result = names.map((name) => {
      const nodes = new Map(byGroup.get(name).map((node) => [node.id, node]));
      const ids = places(same.get(name) ?? [], [...nodes.keys()]);
      groups.set(name, ids);
      return { name, nodes: ids.map((id) => nodes.get(id) ?? null) };
    });
    const width = was?.shown === shown && row.nodes.length && was.width ? was.width : row.nodes.length && measure();
    this.#rows.set(row.id, { shown, groups, width });
    return { groups: result, width };
  }
}
