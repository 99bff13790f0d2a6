//! Opening the shop in the morning and closing it at night.

use std::future::Future;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::config::Config;
use crate::error::Result;
use crate::jobs;
use crate::web::{self, Shop};

/// How long requests that are under way may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(8);

/// Serves until the process is told to stop.
pub async fn serve(config: Config) -> Result<()> {
    let shop = Shop::open(config)?;
    let listener = TcpListener::bind(shop.config().address()).await?;
    println!(
        "corner-shop {} ({}) listening on {}",
        env!("CARGO_PKG_VERSION"),
        shop.config().role,
        listener.local_addr()?
    );
    if !shop.config().job_interval.is_zero() {
        tokio::spawn(work(shop.clone()));
    }

    let (closing, closed) = watch::channel(false);
    tokio::spawn(async move {
        told_to_stop().await;
        closing.send_replace(true);
    });
    let server =
        axum::serve(listener, web::router(shop)).with_graceful_shutdown(is_closed(closed.clone()));
    tokio::select! {
        served = server.into_future() => served?,
        () = after(is_closed(closed), GRACE) => eprintln!("server: some requests were cut off"),
    }
    println!("corner-shop closed");
    Ok(())
}

/// Runs the jobs again and again.
async fn work(shop: Shop) {
    let mut ticks = interval(shop.config().job_interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let config = shop.config().clone();
        let ran = shop.run(move |conn| {
            jobs::run_all(conn, &config);
            Ok(())
        });
        if let Err(error) = ran.await {
            eprintln!("jobs: {error}");
        }
    }
}

/// Waits for Ctrl-C or for the `SIGTERM` that container runtimes send.
async fn told_to_stop() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        signal::ctrl_c().await.unwrap_or_default();
        return;
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

async fn is_closed(mut closed: watch::Receiver<bool>) {
    // An error means that the sender is gone, which only happens at the end.
    closed
        .wait_for(|it| *it)
        .await
        .map(drop)
        .unwrap_or_default();
}

async fn after(event: impl Future<Output = ()>, delay: Duration) {
    event.await;
    sleep(delay).await;
}
