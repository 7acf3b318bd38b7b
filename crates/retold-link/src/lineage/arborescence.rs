//! The cheapest way to give each of some nodes one parent, without circles: Chu-Liu and Edmonds.

/// An edge that may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) parent: usize,
    pub(super) child: usize,
    pub(super) cost: i64,
}

/// For each of `nodes` nodes, the place in `edges` of its edge in the cheapest set that reaches every node from the
/// root, which is node 0. Of equal ones the first edge is taken.
///
/// Every node but 0 must have an edge from 0. The cost is that of all edges for each time that circles stand in
/// circles, which texts that differ do not do often.
pub(super) fn cheapest(nodes: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let own: Vec<Contracted> = edges
        .iter()
        .enumerate()
        .map(|(at, edge)| Contracted { edge: *edge, at })
        .collect();
    let chosen = solve(nodes, &own);
    let mut result = vec![None; nodes];
    for at in chosen {
        result[edges[own[at].at].child] = Some(own[at].at);
    }
    result
}

/// An edge between contracted nodes, with the place of what it stands for one level below.
#[derive(Clone, Copy)]
struct Contracted {
    edge: Edge,
    at: usize,
}

/// The places of the chosen ones among `edges`.
fn solve(nodes: usize, edges: &[Contracted]) -> Vec<usize> {
    // The levels of contraction, the outermost last: of each, its edges, the best edge of each node and where each node
    // went in the level above.
    struct Level {
        edges: Vec<Contracted>,
        best: Vec<Option<usize>>,
        into: Vec<usize>,
        in_circle: Vec<bool>,
    }
    let mut levels: Vec<Level> = Vec::new();
    let (mut nodes, mut edges) = (nodes, edges.to_vec());
    let mut chosen = loop {
        let mut best: Vec<Option<usize>> = vec![None; nodes];
        for (at, contracted) in edges.iter().enumerate() {
            let Edge {
                parent,
                child,
                cost,
            } = contracted.edge;
            let cheaper = best[child].is_none_or(|known| cost < edges[known].edge.cost);
            if child != 0 && parent != child && cheaper {
                best[child] = Some(at);
            }
        }
        let (into, in_circle, count) = contract(nodes, &edges, &best);
        if count == nodes {
            break best.into_iter().flatten().collect::<Vec<_>>();
        }
        let above = edges
            .iter()
            .enumerate()
            .filter_map(|(at, contracted)| {
                let Edge {
                    parent,
                    child,
                    cost,
                } = contracted.edge;
                let (from, to) = (into[parent], into[child]);
                let paid = match best[child] {
                    Some(known) if in_circle[child] => edges[known].edge.cost,
                    _ => 0,
                };
                (from != to).then_some(Contracted {
                    edge: Edge {
                        parent: from,
                        child: to,
                        cost: cost - paid,
                    },
                    at,
                })
            })
            .collect();
        levels.push(Level {
            edges: std::mem::replace(&mut edges, above),
            best,
            into,
            in_circle,
        });
        nodes = count;
    };
    // Unfold: an edge into a circle breaks it at the node it enters.
    let mut current = edges;
    while let Some(level) = levels.pop() {
        let below: Vec<usize> = chosen.iter().map(|&at| current[at].at).collect();
        let mut entered = vec![false; level.best.len()];
        for &at in &below {
            entered[level.edges[at].edge.child] = true;
        }
        let mut result = below;
        for (node, best) in level.best.iter().enumerate() {
            if level.in_circle[node]
                && !entered[node]
                && let Some(best) = best
            {
                result.push(*best);
            }
        }
        debug_assert!(result.len() < level.into.len());
        chosen = result;
        current = level.edges;
    }
    chosen
}

/// Where each node goes when circles of best edges become one node, whether it is in one, and how many nodes are left.
fn contract(
    nodes: usize,
    edges: &[Contracted],
    best: &[Option<usize>],
) -> (Vec<usize>, Vec<bool>, usize) {
    const NONE: usize = usize::MAX;
    let parent = |node: usize| best[node].map(|at| edges[at].edge.parent);
    let mut circle = vec![NONE; nodes];
    let mut walked = vec![NONE; nodes];
    for start in 0..nodes {
        let mut node = start;
        while walked[node] == NONE {
            walked[node] = start;
            let Some(next) = parent(node) else { break };
            node = next;
        }
        if walked[node] == start && circle[node] == NONE && parent(node).is_some() {
            // Back at a node of this walk: a circle, unless the walk ended there at the root.
            let mut at = node;
            loop {
                circle[at] = node;
                at = parent(at).expect("a circle has no end");
                if at == node {
                    break;
                }
            }
        }
    }
    let mut into = vec![NONE; nodes];
    let mut count = 0;
    for node in 0..nodes {
        let leader = if circle[node] == NONE {
            node
        } else {
            circle[node]
        };
        if into[leader] == NONE {
            into[leader] = count;
            count += 1;
        }
        into[node] = into[leader];
    }
    let in_circle = circle.iter().map(|&leader| leader != NONE).collect();
    (into, in_circle, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(parent: usize, child: usize, cost: i64) -> Edge {
        Edge {
            parent,
            child,
            cost,
        }
    }

    /// The parents of all nodes in the cheapest set.
    fn parents(nodes: usize, edges: &[Edge]) -> Vec<Option<usize>> {
        cheapest(nodes, edges)
            .into_iter()
            .map(|at| at.map(|at| edges[at].parent))
            .collect()
    }

    #[test]
    fn circles_are_broken_where_it_costs_least() {
        let edges = [
            edge(0, 1, 100),
            edge(0, 2, 110),
            edge(0, 3, 90),
            edge(1, 2, 1),
            edge(2, 1, 2),
            edge(2, 3, 5),
            edge(3, 1, 3),
        ];
        // 90, 3 and 1: entering the circle of the three at 3 costs least.
        assert_eq!(parents(4, &edges), [None, Some(3), Some(1), Some(0)]);
    }

    #[test]
    fn circles_in_circles() {
        let edges = [
            edge(0, 1, 50),
            edge(0, 2, 50),
            edge(0, 3, 50),
            edge(0, 4, 9),
            edge(1, 2, 1),
            edge(2, 1, 1),
            edge(2, 3, 2),
            edge(3, 2, 4),
            edge(3, 1, 2),
            edge(4, 3, 30),
            edge(3, 4, 8),
        ];
        assert_eq!(
            parents(5, &edges),
            [None, Some(3), Some(1), Some(4), Some(0)]
        );
    }

    #[test]
    fn every_set_of_four_nodes_is_as_cheap_as_can_be() {
        // All graphs of a fixed pattern of costs, against trying every choice of parents.
        for seed in 0..400u64 {
            let mut edges = Vec::new();
            for child in 1..4usize {
                for parent in 0..4usize {
                    if parent != child {
                        let mixed =
                            (seed + 1) * 7919 * (child as u64 * 31 + parent as u64 * 17 + 3);
                        let cost =
                            i64::try_from(mixed % 23).unwrap() + if parent == 0 { 12 } else { 0 };
                        edges.push(edge(parent, child, cost));
                    }
                }
            }
            let cost = |parents: &[usize]| -> Option<i64> {
                let mut sum = 0;
                for child in 1..4 {
                    let mut at = child;
                    for _ in 0..4 {
                        at = if at == 0 { 0 } else { parents[at] };
                    }
                    if at != 0 {
                        return None;
                    }
                    let edge = edges
                        .iter()
                        .find(|e| e.child == child && e.parent == parents[child])?;
                    sum += edge.cost;
                }
                Some(sum)
            };
            let mut least = i64::MAX;
            for choice in 0..64usize {
                let parents = [0, choice % 4, choice / 4 % 4, choice / 16];
                if let Some(sum) = cost(&parents) {
                    least = least.min(sum);
                }
            }
            let found: Vec<usize> = parents(4, &edges)
                .into_iter()
                .map(|p| p.unwrap_or(0))
                .collect();
            assert_eq!(cost(&found), Some(least), "{seed}");
        }
    }
}
