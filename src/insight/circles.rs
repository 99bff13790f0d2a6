//! Circles of services and of modules, with the cheapest edges that would break them.

use super::Assessment;
use super::feedback::{Arc, feedback};
use crate::graph::Graph;
use crate::model::{CodeModel, ModuleId};
use crate::plan::Owner;

/// Nodes that need each other in a circle.
#[derive(Clone, PartialEq, Debug)]
pub struct Circle<T> {
    /// Those in it.
    pub members: Vec<T>,
    /// Edges without which no circle is left among them, the lightest first.
    pub breaks: Vec<Break<T>>,
    /// Whether no lighter set of edges does it; if not, there may be one.
    pub exact: bool,
}

/// An edge to break.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Break<T> {
    /// The one that needs.
    pub from: T,
    /// The one needed.
    pub to: T,
    /// Sum of the weights of its references.
    pub weight: f64,
}

impl<T> Circle<T> {
    /// What its breaks weigh together.
    pub fn weight(&self) -> f64 {
        self.breaks.iter().fold(0.0, |sum, it| sum + it.weight)
    }
}

/// The circles between the services of a plan; the remaining monolith is one of them.
pub fn service_circles(assessment: &Assessment) -> Vec<Circle<Owner>> {
    let cycles = assessment.cycles.iter();
    cycles
        .map(|members| {
            let edges = assessment
                .links
                .iter()
                .map(|it| (it.from, it.to, it.weight));
            circle(members, edges)
        })
        .collect()
}

/// The circles between modules of code, the largest first. Tables need no code, so that circles of
/// theirs are of them alone: keys that lead to each other, which nobody breaks to cut code.
pub fn module_circles(model: &CodeModel, graph: &Graph) -> Vec<Circle<ModuleId>> {
    let of_code = |it: &Vec<ModuleId>| it.iter().any(|it| model.object_of(*it).is_none());
    let cycles = graph.cycles().into_iter().filter(of_code);
    cycles
        .map(|members| {
            let edges = members.iter().flat_map(|it| graph.links_from(*it));
            circle(&members, edges.map(|it| (it.from, it.to, it.weight)))
        })
        .collect()
}

fn circle<T: Copy + Ord>(members: &[T], edges: impl Iterator<Item = (T, T, f64)>) -> Circle<T> {
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    let at = |it: &T| sorted.binary_search(it).ok().map(|it| it as u32);
    let inside = edges.filter_map(|(from, to, weight)| Some((at(&from)?, at(&to)?, weight)));
    let mut arcs: Vec<Arc> = inside.filter(|it| it.0 != it.1).collect();
    arcs.sort_by_key(|it| (it.0, it.1));
    let found = feedback(sorted.len(), &arcs);
    let breaks = found.arcs.iter().map(|it| arcs[*it]);
    let mut breaks: Vec<_> = breaks
        .map(|(from, to, weight)| Break {
            from: sorted[from as usize],
            to: sorted[to as usize],
            weight,
        })
        .collect();
    // Stable: equal ones stay in the order of the code.
    breaks.sort_by(|a, b| a.weight.total_cmp(&b.weight));
    Circle {
        members: members.to_vec(),
        breaks,
        exact: found.exact,
    }
}

#[cfg(test)]
mod tests {
    use super::{module_circles, service_circles};
    use crate::insight::Assessment;
    use crate::pipeline::fixture;
    use crate::plan::{Plan, Service, ServiceId};

    const CODE: &str = "//- /src/lib.rs
pub mod a;
pub mod b;
pub mod c;
//- /src/a.rs
pub fn f() { crate::b::f(); crate::b::f(); crate::b::f(); }
//- /src/b.rs
pub fn f() { crate::c::f(); crate::c::f(); }
//- /src/c.rs
pub fn f() { crate::a::f(); }
pub trait T {}
";

    #[test]
    fn the_cheapest_edge_of_a_circle_of_modules_is_told() {
        let analysis = fixture(CODE);
        let circles = module_circles(&analysis.model, &analysis.graph);
        let path = |it| &*analysis.model.module(it).path;
        let first = circles[0].breaks[0];
        assert_eq!(circles.len(), 1);
        assert_eq!(
            (path(first.from), path(first.to)),
            ("fixture::c", "fixture::a")
        );
        assert_eq!((circles[0].weight(), circles[0].exact), (1.0, true));
    }

    #[test]
    fn what_nobody_owns_is_in_a_circle_like_any_service() {
        let analysis = fixture(CODE);
        let service = Service {
            id: ServiceId(0),
            name: "a".into(),
            owns: ["fixture::a".into()].into(),
            ..Service::default()
        };
        let plan = Plan {
            services: vec![service],
            ..Plan::default()
        };
        let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
        let circles = service_circles(&assessment);
        let first = circles[0].breaks[0];
        assert_eq!((first.from, first.to), (None, Some(ServiceId(0))));
        assert_eq!(first.weight, 1.0);
    }

    #[test]
    fn an_implementor_is_no_dependency_of_its_trait() {
        let analysis = fixture(
            "//- /src/lib.rs
pub mod a { pub trait T { fn f(&self); } }
pub mod b { pub struct S; impl crate::a::T for S { fn f(&self) {} } }
",
        );
        assert_eq!(module_circles(&analysis.model, &analysis.graph).len(), 0);
        let kinds = analysis
            .graph
            .dependencies()
            .iter()
            .map(|it| it.kind.word());
        assert!(!kinds.collect::<Vec<_>>().contains(&"dispatch"));
        let filter = crate::graph::Filter {
            kinds: crate::graph::Kinds::of(&[crate::model::DependencyKind::Dispatch]),
            ..crate::graph::Filter::default()
        };
        let graph = crate::graph::Graph::fold(&analysis.model, filter);
        let path = |it| &**analysis.model.path_of(it);
        let found = graph
            .dependencies()
            .iter()
            .map(|it| (path(it.from), path(it.to)));
        assert_eq!(found.collect::<Vec<_>>(), [("fixture::a", "fixture::b")]);
        assert_eq!(graph.links(), []);
    }
}
