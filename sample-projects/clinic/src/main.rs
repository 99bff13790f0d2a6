use std::process::ExitCode;

use clinic::{AppState, Config, billing, db, healthcheck, imaging, jobs, web};

const USAGE: &str =
    "usage: clinic [serve | migrate [--seed] | claim-run | rebuild-thumbnails | healthcheck]";

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "serve".into());
    let flag = words.next();
    match run(&command, flag.as_deref()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clinic: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: &str, flag: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?;
    match (command, flag) {
        ("serve", None) => serve(config).await?,
        ("migrate", None | Some("--seed")) => {
            let pool = db::connect(&config).await?;
            let applied = db::migrate(&pool).await?;
            println!("{applied} migrations are in place");
            if flag.is_some() {
                println!("{} patients in the book", db::seed::sample(&pool).await?);
            }
        }
        ("claim-run", None) => {
            let state = AppState::open(config).await?;
            let run = billing::claim_run::run(&state).await?;
            println!(
                "{}: {} claims, {} sent, {} failed",
                run.batch, run.claims, run.sent, run.failed
            );
        }
        ("rebuild-thumbnails", None) => {
            let state = AppState::open(config).await?;
            println!(
                "{} thumbnails",
                imaging::thumbnails::rebuild_all(&state).await?
            );
        }
        ("healthcheck", None) => healthcheck::check(&config).await?,
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

async fn serve(config: Config) -> Result<(), Box<dyn std::error::Error>> {
    let state = AppState::open(config).await?;
    db::migrate(&state.pool).await?;
    let listener = tokio::net::TcpListener::bind((state.config.bind, state.config.port)).await?;
    println!("연남의원 on http://{}", listener.local_addr()?);
    let jobs = jobs::start(&state);
    axum::serve(listener, web::router(state))
        .with_graceful_shutdown(stop_signal())
        .await?;
    for job in jobs {
        job.abort();
    }
    Ok(())
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            tokio::signal::ctrl_c().await.ok();
        }
    }
}
