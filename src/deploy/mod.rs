//! What has to run where: the container layout of a plan, before it is put into any format.
//!
//! A planned service has no binary of its own yet, so the first layout is the step teams really
//! take: one image, many roles. Every container runs the monolith's own binary; the gateway sends
//! each service's doors to its container; what nobody owns runs as the remaining monolith. Nothing
//! pretends: whatever is missing is a [`Loss`], with a remedy, at the place where it is missing.
//!
//! Every name in a [`Layout`] is already safe to write: services become unique DNS labels, paths
//! and variables are checked, and what fails the check becomes a loss.

mod gateway;
mod image;
mod layout;
mod loss;
mod names;
mod networks;
mod ports;
mod settings;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use gateway::{Gateway, Route};
pub use image::{Binary, Image};
pub use layout::layout;
pub use loss::{Loss, LossAt};
pub use names::{label, labels};
pub use networks::Network;

use crate::plan::RunSettings;

/// Position of a container in [`Layout::containers`].
pub type ContainerIdx = usize;

/// What a layout is made from.
#[derive(Clone, Debug)]
pub struct LayoutRequest<'a> {
    /// What the system is called.
    pub system: &'a str,
    /// The planned services, the remaining monolith last.
    pub services: Vec<ServiceRequest<'a>>,
    /// Who needs whom, as positions in `services`.
    pub calls: Vec<(usize, usize)>,
    /// How the monolith is run today.
    pub run: &'a RunSettings,
    /// The binaries that the code builds.
    pub binaries: Vec<Binary>,
}

/// One service, as the plan and the code have it.
#[derive(Clone, Debug, Default)]
pub struct ServiceRequest<'a> {
    /// What people call it; anything may stand in it.
    pub name: &'a str,
    /// Whether it is what nobody has been assigned to.
    pub remaining: bool,
    /// URL path prefixes from the plan.
    pub prefixes: &'a [Arc<str>],
    /// URL paths that its code answers: `/orders/{id}`.
    pub doors: Vec<Arc<str>>,
    /// The package it has been extracted into, if it has.
    pub package: Option<&'a str>,
}

/// Containers, a gateway before them, and the networks between.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layout {
    /// The system's name as a label.
    pub project: String,
    /// What is built. The monolith's image is the first.
    pub images: Vec<Image>,
    /// One for each service, in their order; the remaining monolith is the last.
    pub containers: Vec<Container>,
    /// The one door to the outside.
    pub gateway: Gateway,
    /// Who can reach whom: one network for each container, in their order.
    pub networks: Vec<Network>,
    /// What is missing, assumed or given up, by place.
    pub losses: Vec<Loss>,
}

impl Layout {
    /// What is missing at this place.
    pub fn losses_at(&self, at: LossAt) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |it| it.at == at)
    }
}

/// One running role.
#[derive(Clone, PartialEq, Debug)]
pub struct Container {
    /// A DNS label, unique in the layout.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Position in [`Layout::images`].
    pub image: usize,
    /// Environment, in order, the role first.
    pub env: Vec<(String, String)>,
    /// The port it listens on inside.
    pub port: u16,
    /// The port of the host it gets where one wants to reach it past the gateway.
    pub direct_port: u16,
    /// The command that tells whether it is healthy.
    pub healthcheck: Option<Vec<String>>,
    /// What it may use.
    pub limits: Limits,
}

/// What a container may use.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    /// Cores, in thousandths.
    pub millicores: u32,
    /// Memory.
    pub memory_mib: u32,
    /// Processes and threads.
    pub n_pids: u32,
}

impl Limits {
    /// For a role, as long as nobody has measured it.
    pub const ROLE: Self = Self {
        millicores: 500,
        memory_mib: 256,
        n_pids: 128,
    };
    /// For the gateway.
    pub const GATEWAY: Self = Self {
        millicores: 250,
        memory_mib: 128,
        n_pids: 128,
    };
}
