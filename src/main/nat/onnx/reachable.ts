import type { Graph, Node } from '../graph/graph.ts';

/** The part of a graph that its outputs depend on. */
export interface Reachable {
  readonly nodes: readonly Node[];
  /** Ids of the tensors some kept node, or an output, uses. */
  readonly used: ReadonlySet<number>;
}

/** Leave out what no output depends on: a gradient nobody asked for, a statistic only training needs. */
export function reachable(graph: Graph): Reachable {
  const used = new Set([...graph.outputs.values()].map((tensor) => tensor.id));
  const nodes: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => used.has(output.id))) continue;
    nodes.push(node);
    for (const input of node.inputs) used.add(input.id);
  }
  return { nodes: nodes.reverse(), used };
}
