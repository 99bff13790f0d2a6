//! The monitor in the waiting room. It listens; everybody talks.

use std::convert::Infallible;
use std::sync::LazyLock;

use axum::Router;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use axum::routing::get;
use clinic_terms::hangul;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Serialize;
use tokio::sync::broadcast;

use crate::AppState;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum 알림 {
    도착 { name: String, doctor: i64 },
    호출 { name: String, room: String },
    검사결과 { encounter: i64 },
    판독완료 { study: i64 },
    수납 { invoice: i64 },
}

static BOARD: LazyLock<broadcast::Sender<알림>> = LazyLock::new(|| broadcast::channel(64).0);

/// Never waits, and does not mind when nobody looks.
pub fn announce(news: 알림) {
    BOARD.send(news).ok();
}

/// The same with the middle of the name hidden.
pub fn call_in(name: &str, room: &str) {
    announce(알림::호출 {
        name: hangul::veiled(name),
        room: room.to_owned(),
    });
}

pub fn listen() -> broadcast::Receiver<알림> {
    BOARD.subscribe()
}

pub fn routes() -> Router<AppState> {
    Router::new().route("/board/events", get(events))
}

async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream(listen())).keep_alive(KeepAlive::default())
}

fn stream(receiver: broadcast::Receiver<알림>) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(receiver, |mut receiver| async move {
        loop {
            match receiver.recv().await {
                Ok(news) => {
                    let event = Event::default()
                        .json_data(&news)
                        .unwrap_or_else(|_| Event::default().comment("?"));
                    return Some((Ok(event), receiver));
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_are_veiled_on_the_board() {
        let mut receiver = listen();
        call_in("남궁세라", "2진료실");
        let news = receiver.recv().await.unwrap();
        assert_eq!(
            news,
            알림::호출 {
                name: "남**라".into(),
                room: "2진료실".into()
            }
        );
    }
}
