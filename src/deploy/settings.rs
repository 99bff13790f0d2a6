//! How every role is run: what the plan says, checked, and what has to be assumed instead.

use super::loss::{Loss, LossAt};
use crate::plan::RunSettings;

/// Where a program most likely listens.
const USUAL_PORT: u16 = 8080;
/// Read by nobody, unless the plan names another.
const ROLE_ENV: &str = "SEAMLINE_ROLE";

/// How every role is run.
pub(super) struct Settings {
    pub(super) port: u16,
    pub(super) published: u16,
    role_env: String,
    env: Vec<(String, String)>,
    /// Arguments with which the binary checks itself.
    pub(super) healthcheck: Option<Vec<String>>,
    /// Where the gateway asks, if the binary cannot check itself.
    pub(super) health_path: Option<String>,
    /// The folder for data, absolute.
    pub(super) data: Option<String>,
}

impl Settings {
    pub(super) fn of(run: &RunSettings, losses: &mut Vec<Loss>) -> Self {
        let port = port_of(run, losses);
        let role_env = role_env_of(run, losses);
        let healthcheck = (!run.healthcheck.is_empty()).then(|| {
            run.healthcheck
                .iter()
                .map(|it| it.replace('\0', ""))
                .collect()
        });
        let health_path = run
            .health
            .as_deref()
            .filter(|it| is_url_path(it))
            .map(str::to_owned);
        if healthcheck.is_none() {
            losses.push(no_healthcheck(health_path.is_some()));
        }
        let settings = Self {
            port,
            published: run.publish.filter(|it| *it > 0).unwrap_or(USUAL_PORT),
            env: env_of(run, port, losses),
            role_env,
            health_path: health_path.filter(|_| healthcheck.is_none()),
            healthcheck,
            data: run
                .data
                .as_deref()
                .filter(|it| is_folder(it))
                .map(str::to_owned),
        };
        settings.say_what_always_holds(run, losses);
        settings
    }

    /// The environment of one role; the role goes first, since it is what differs.
    pub(super) fn env_in_role(&self, role: &str) -> Vec<(String, String)> {
        let others = self.env.iter().filter(|it| it.0 != self.role_env).cloned();
        std::iter::once((self.role_env.clone(), role.to_owned()))
            .chain(others)
            .collect()
    }

    /// What a layout of one image and many roles cannot give.
    fn say_what_always_holds(&self, run: &RunSettings, losses: &mut Vec<Loss>) {
        losses.push(Loss::new(
            LossAt::Roles,
            "no code is cut yet: every container holds the whole program and calls its own copy \
             of the others inside the process; the networks permit calls that are not made yet",
            "extract a service into a package and name it in the plan: package = \"...\"",
        ));
        losses.push(Loss::new(
            LossAt::Roles,
            "what the program does on its own (timers, queues, mail) every container now does",
            format!(
                "let it look at {} and do each job in one role only",
                self.role_env
            ),
        ));
        losses.push(Loss::new(
            LossAt::Roles,
            "limits are defaults, not measurements",
            "measure each role under load and change deploy.resources.limits",
        ));
        losses.push(self.loss_of_data(run));
    }

    fn loss_of_data(&self, run: &RunSettings) -> Loss {
        match (&self.data, &run.data) {
            (Some(_), _) => Loss::new(
                LossAt::Data,
                "the data are still one: all containers mount the same volume, as the program has \
                 one store today; a store that only one process may open fails in the second \
                 container, and no boundary protects the tables of another service",
                "move the store to a server, or give each service a volume of its own once its \
                 tables are its own",
            ),
            (None, Some(given)) => Loss::new(
                LossAt::Data,
                format!("the folder for data {given:?} cannot be used; nothing is kept"),
                "name an absolute folder other than / in the plan: [run] data = \"/data\"",
            ),
            (None, None) => Loss::new(
                LossAt::Data,
                "no folder for data is known; containers may write to /tmp only, nothing is kept",
                "name it in the plan: [run] data = \"/data\"",
            ),
        }
    }
}

fn port_of(run: &RunSettings, losses: &mut Vec<Loss>) -> u16 {
    run.port.filter(|it| *it > 0).unwrap_or_else(|| {
        losses.push(Loss::new(
            LossAt::Roles,
            format!("the port that the binary listens on is not known; {USUAL_PORT} is assumed"),
            "name it in the plan: [run] port = 8080, and port_env if a variable tells it",
        ));
        USUAL_PORT
    })
}

fn role_env_of(run: &RunSettings, losses: &mut Vec<Loss>) -> String {
    if let Some(name) = run.role_env.as_deref().filter(|it| is_variable(it)) {
        return name.to_owned();
    }
    losses.push(Loss::new(
        LossAt::Roles,
        format!("no variable tells the binary its role; {ROLE_ENV} is set, nothing reads it"),
        "name the variable in the plan: [run] role_env = \"...\"",
    ));
    ROLE_ENV.to_owned()
}

fn env_of(run: &RunSettings, port: u16, losses: &mut Vec<Loss>) -> Vec<(String, String)> {
    let mut env = Vec::new();
    let port_env = run.port_env.as_deref().filter(|it| is_variable(it));
    env.extend(port_env.map(|it| (it.to_owned(), port.to_string())));
    for (name, value) in run.env.iter().filter(|it| Some(&**it.0) != port_env) {
        if is_variable(name) && !value.contains('\0') {
            env.push((name.to_string(), value.to_string()));
        } else {
            losses.push(Loss::new(
                LossAt::Roles,
                format!("the variable {name:?} cannot be set in an environment and is left out"),
                "mend [run.env] in the plan",
            ));
        }
    }
    env
}

fn no_healthcheck(gateway_asks: bool) -> Loss {
    let instead = if gateway_asks {
        "the gateway asks its health path instead and passes over who does not answer"
    } else {
        "nobody asks whether a container is healthy"
    };
    Loss::new(
        LossAt::Roles,
        format!("the image has no shell, and no argument makes the binary check itself; {instead}"),
        "name the arguments in the plan: [run] healthcheck = [\"healthcheck\"]",
    )
}

/// What a shell, Compose and the C library all take for the name of a variable.
fn is_variable(name: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && name.len() <= 128 && name.chars().all(usable)
}

fn is_url_path(path: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    path.starts_with('/') && path.len() <= 200 && path.chars().all(usable)
}

/// An absolute folder other than the root, of plain segments.
fn is_folder(path: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let segment = |it: &str| !it.is_empty() && it != "." && it != ".." && it.chars().all(usable);
    let segments = path.strip_prefix('/').map(|it| it.split('/'));
    path.len() <= 200 && segments.is_some_and(|mut it| it.all(segment))
}
