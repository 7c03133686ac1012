/**
 * The circles of a directed graph: its strongly connected components of more than one node (Tarjan's algorithm).
 *
 * @param {Map<string, Set<string>>} graph
 * @returns {string[][]}
 */
export function circles(graph) {
  /** @type {Map<string, { index: number, low: number, open: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const found = [];

  /** @param {string} node */
  function visit(node) {
    const state = { index: seen.size, low: seen.size, open: true };
    seen.set(node, state);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const other = seen.get(next) ?? visit(next);
      if (other.open) state.low = Math.min(state.low, other.low);
    }
    if (state.low === state.index) {
      const circle = stack.splice(stack.indexOf(node));
      for (const member of circle) {
        const closed = seen.get(member);
        if (closed) closed.open = false;
      }
      if (circle.length > 1) found.push(circle.sort());
    }
    return state;
  }

  for (const node of graph.keys()) if (!seen.has(node)) visit(node);
  return found;
}
