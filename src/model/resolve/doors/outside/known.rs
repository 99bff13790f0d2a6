//! Crates that lead out of a system, and what of them does.

use crate::model::OutboundKind;
use OutboundKind::{Cache, Grpc, Http, Mail, Objects, Queue};

/// What a method does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// It asks another system.
    Out(OutboundKind),
    /// It waits for messages.
    In,
}

/// By the names that code knows them by; sorted.
const CRATES: &[(&str, OutboundKind)] = &[
    ("async_nats", Queue),
    ("awc", Http),
    ("aws_sdk_s3", Objects),
    ("bb8_redis", Cache),
    ("deadpool_redis", Cache),
    ("fred", Cache),
    ("hyper_util", Http),
    ("isahc", Http),
    ("lapin", Queue),
    ("lettre", Mail),
    ("memcache", Cache),
    ("nats", Queue),
    ("object_store", Objects),
    ("opendal", Objects),
    ("rdkafka", Queue),
    ("redis", Cache),
    ("reqwest", Http),
    ("reqwest_middleware", Http),
    ("s3", Objects),
    ("surf", Http),
    ("tonic", Grpc),
    ("ureq", Http),
];

/// What a crate is for, if it leads out of the system.
pub(super) fn kind_of_crate(name: &str) -> Option<OutboundKind> {
    let found = CRATES.binary_search_by(|it| it.0.cmp(name)).ok()?;
    Some(CRATES[found].1)
}

const HTTP: &[&str] = &[
    "delete",
    "execute",
    "get",
    "get_async",
    "head",
    "options",
    "patch",
    "post",
    "put",
    "request",
    "send",
];
const REDIS: &[&str] = &[
    "append",
    "decr",
    "del",
    "exists",
    "expire",
    "get",
    "get_del",
    "hdel",
    "hget",
    "hgetall",
    "hset",
    "incr",
    "invoke",
    "invoke_async",
    "keys",
    "lpop",
    "lpush",
    "lrange",
    "mget",
    "query",
    "query_async",
    "req_command",
    "rpop",
    "rpush",
    "sadd",
    "set",
    "set_ex",
    "set_nx",
    "sismember",
    "smembers",
    "srem",
    "ttl",
    "unlink",
    "zadd",
    "zrange",
    "zrem",
];
const STORES: &[&str] = &[
    "copy",
    "copy_object",
    "create_multipart_upload",
    "delete",
    "delete_object",
    "delete_objects",
    "delete_with",
    "exists",
    "get",
    "get_object",
    "get_range",
    "head",
    "head_object",
    "list",
    "list_objects",
    "list_objects_v2",
    "list_with",
    "presign_get",
    "presign_read",
    "put",
    "put_multipart",
    "put_object",
    "put_opts",
    "read",
    "read_with",
    "reader",
    "remove_all",
    "rename",
    "stat",
    "upload_part",
    "write",
    "write_with",
    "writer",
];
const MAIL: &[&str] = &["send", "send_raw"];
const PUBLISHING: &[&str] = &[
    "basic_publish",
    "publish",
    "publish_with_headers",
    "request",
    "send",
    "send_result",
    "xadd",
];
const CONSUMING: &[&str] = &[
    "basic_consume",
    "on_message",
    "psubscribe",
    "queue_subscribe",
    "subscribe",
    "xread",
    "xread_options",
];

/// Whether a method of this name may matter.
pub(super) fn is_telling_method(name: &str) -> bool {
    [HTTP, REDIS, STORES, MAIL, PUBLISHING, CONSUMING]
        .iter()
        .any(|it| it.contains(&name))
}

/// What a method of a type of a crate does.
pub(super) fn way_of_method(krate: &str, ty: &str, name: &str) -> Option<Way> {
    let kind = kind_of_crate(krate)?;
    if matches!(kind, Queue | Cache) && CONSUMING.contains(&name) {
        return Some(Way::In);
    }
    if kind == Cache && matches!(name, "publish" | "xadd") {
        return Some(Way::Out(Queue));
    }
    // What builds a request or a store asks nothing.
    let builds = ty.ends_with("Builder") || ty.ends_with("Response") || ty.ends_with("Config");
    let asks = match kind {
        // The request was counted where it was begun.
        Http => !builds && HTTP.contains(&name) && name != "send",
        Cache => REDIS.contains(&name),
        Objects => !builds && STORES.contains(&name),
        Mail => MAIL.contains(&name),
        Queue => PUBLISHING.contains(&name),
        Grpc => false,
    };
    asks.then_some(Way::Out(kind))
}

/// Whether a function or macro of this name may matter.
pub(super) fn is_telling(name: &str) -> bool {
    matches!(
        name,
        "delete"
            | "get"
            | "head"
            | "patch"
            | "post"
            | "put"
            | "connect"
            | "request"
            | "var"
            | "var_os"
            | "env"
            | "option_env"
            | "read_to_string"
            | "read"
            | "open"
            | "from_filename"
            | "from_path"
            | "bind"
            | "interval"
            | "interval_at"
            | "new"
            | "new_async"
            | "new_repeated"
            | "new_repeated_async"
            | "with_name"
            | "file"
            | "file_exact"
    )
}

/// The crate of a function that sets something off at a time, or again and again.
pub(super) fn job_of_call<'n>(names: &[&'n str]) -> Option<&'n str> {
    let (krate, last) = (*names.first()?, *names.last()?);
    let of_job = names.len() > 2 && names[names.len() - 2] == "Job";
    match (krate, last) {
        ("tokio" | "async_std" | "actix_rt" | "actix_web", "interval" | "interval_at") => {
            Some(krate)
        }
        ("tokio_cron_scheduler" | "job_scheduler_ng" | "job_scheduler", _) if of_job => Some(krate),
        ("apalis", "build_fn") => Some(krate),
        _ => None,
    }
}

/// What a function does that is called by this path.
pub(super) fn way_of_call<'n>(names: &[&'n str]) -> Option<(OutboundKind, &'n str)> {
    let (krate, last) = (*names.first()?, *names.last()?);
    let owner = names.len().checked_sub(2).map_or("", |it| names[it]);
    match (kind_of_crate(krate)?, last) {
        (Http, "get" | "post" | "put" | "delete" | "patch" | "head" | "request") => {
            let is_function = !owner.starts_with(char::is_uppercase);
            is_function.then_some((Http, krate))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_sorted_for_the_search_among_them() {
        assert!(CRATES.is_sorted_by_key(|it| it.0));
    }

    #[test]
    fn what_builds_asks_nothing() {
        assert_eq!(
            way_of_method("reqwest", "Client", "get"),
            Some(Way::Out(Http))
        );
        assert_eq!(way_of_method("reqwest", "RequestBuilder", "send"), None);
        assert_eq!(
            way_of_method("redis", "Connection", "publish"),
            Some(Way::Out(Queue))
        );
        assert_eq!(
            way_of_method("lapin", "Channel", "basic_consume"),
            Some(Way::In)
        );
        assert_eq!(way_of_method("serde", "Client", "get"), None);
    }
}
