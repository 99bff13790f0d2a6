//! What types from outside the tree are, seen from a network: one plain table.
//!
//! Sources: the impls of `Serialize` and `Deserialize` in serde's own documentation for the standard
//! library, and the documentation of each crate for its `serde` feature.

/// What a type from outside is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Data that serde knows.
    Plain,
    /// Data that serde knows with a feature of its crate; holds so many types.
    Feature(usize),
    /// As what it holds, by so many of its arguments.
    Holds(usize),
    /// A value or an error.
    Result,
    /// Says something about a type and holds nothing.
    Marker,
    /// Shares memory.
    Shared,
    /// Lets one in at a time.
    Lock,
    /// Changes behind shared references.
    Cell,
    /// One end of a channel.
    Channel,
    /// Comes piece by piece.
    Stream,
    /// A file, socket, connection, pool, process, thread or task.
    Handle,
    /// A moment on the clock of this process.
    Clock,
    /// Code.
    Closure,
    /// An error that serde does not know.
    Error,
    /// Something else that serde does not know.
    Opaque,
}

use Class::{
    Cell, Channel, Clock, Closure, Error, Feature, Handle, Holds, Lock, Marker, Opaque, Plain,
    Result as Fallible, Shared, Stream,
};

type Row = (Class, &'static str, &'static str);

/// The standard library, by any of its names.
const STD: &str = "std core alloc";
const ANY: &str = "";
const WEB: &str = "actix_http actix_web axum axum_core http http_body hyper poem rocket tide tower \
    tower_http warp";
const ASYNC: &str = "std core alloc async_broadcast async_channel async_lock async_std crossbeam \
    crossbeam_channel flume futures futures_channel futures_util kanal parking_lot postage \
    smol spin tokio tokio_util";
const SQL: &str = "bb8 deadpool deadpool_diesel deadpool_postgres deadpool_redis diesel diesel_async \
    mongodb mysql mysql_async postgres r2d2 redis rusqlite sea_orm sled sqlx sqlx_core \
    tokio_postgres";

/// Class, crates (none: any), names; the first row that fits counts.
const TABLE: &[Row] = &[
    // Data.
    (
        Plain,
        STD,
        "bool char str String u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 NonZero \
         NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroU128 NonZeroUsize NonZeroI8 NonZeroI16 \
         NonZeroI32 NonZeroI64 NonZeroI128 NonZeroIsize Duration SystemTime IpAddr Ipv4Addr \
         Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6 Path PathBuf OsStr OsString CStr CString \
         Infallible",
    ),
    (Plain, "serde_json", "Value Map Number RawValue"),
    (
        Plain,
        "toml toml_edit serde_yaml ciborium rmpv",
        "Value Table Map",
    ),
    (Plain, "serde_bytes", "ByteBuf Bytes"),
    (
        Feature(0),
        "chrono",
        "DateTime NaiveDate NaiveDateTime NaiveTime Month Weekday TimeDelta",
    ),
    (
        Feature(0),
        "time",
        "OffsetDateTime PrimitiveDateTime Date Time UtcOffset Duration Month Weekday",
    ),
    (Feature(0), "jiff", "Timestamp Zoned Span SignedDuration"),
    (Feature(0), "uuid ulid", "Uuid Ulid Hyphenated Simple"),
    (
        Feature(0),
        "rust_decimal bigdecimal num_bigint",
        "Decimal BigDecimal BigInt BigUint",
    ),
    (Feature(0), "bytes", "Bytes BytesMut"),
    (Feature(0), "url", "Url Host"),
    (Feature(0), "semver", "Version VersionReq"),
    (
        Feature(0),
        "smol_str compact_str arcstr ecow kstring",
        "SmolStr CompactString ArcStr EcoString KString",
    ),
    (
        Feature(0),
        "ipnet ipnetwork",
        "IpNet Ipv4Net Ipv6Net IpNetwork",
    ),
    (Feature(0), "email_address", "EmailAddress"),
    (Feature(1), "ordered_float", "OrderedFloat NotNan"),
    (Feature(2), "indexmap", "IndexMap"),
    (Feature(1), "indexmap", "IndexSet"),
    (Feature(2), "either", "Either"),
    (
        Feature(1),
        "smallvec arrayvec tinyvec thin_vec",
        "SmallVec ArrayVec TinyVec ThinVec",
    ),
    // What holds data.
    (
        Holds(1),
        STD,
        "Vec VecDeque LinkedList BinaryHeap HashSet BTreeSet Option Box Cow Pin Reverse Wrapping \
         Saturating Range RangeFrom RangeInclusive RangeTo Bound Future IntoFuture Poll LazyLock \
         LazyCell ManuallyDrop ControlFlow",
    ),
    (Holds(2), STD, "HashMap BTreeMap"),
    (
        Holds(1),
        "rustc_hash ahash fnv hashbrown im",
        "FxHashSet AHashSet FnvHashSet HashSet",
    ),
    (
        Holds(2),
        "rustc_hash ahash fnv hashbrown im",
        "FxHashMap AHashMap FnvHashMap HashMap",
    ),
    (Holds(1), "once_cell", "Lazy"),
    (
        Holds(1),
        "futures futures_util futures_core",
        "Future BoxFuture LocalBoxFuture TryFuture",
    ),
    (Holds(1), WEB, "Json Path Query Form State Extension Data"),
    (Fallible, ANY, "Result QueryResult ResultExt"),
    (
        Marker,
        STD,
        "PhantomData PhantomPinned Send Sync Sized Copy Clone Unpin Debug Default Eq PartialEq \
         Ord PartialOrd Hash UnwindSafe RefUnwindSafe",
    ),
    (Marker, "chrono", "Utc Local FixedOffset TimeZone"),
    // Types of columns, which nothing ever holds.
    (
        Marker,
        "diesel",
        "Array BigInt Binary Bool Bytea Date Double Float Int2 Int4 Int8 Integer Interval Json Jsonb \
         Nullable Numeric SmallInt Text Timestamp Timestamptz TinyInt Unsigned VarChar Varchar",
    ),
    // What cannot leave the process, or not as it is.
    (Shared, STD, "Rc Arc Weak"),
    (Shared, "triomphe", "Arc"),
    (
        Lock,
        ASYNC,
        "Mutex RwLock ReentrantMutex FairMutex Condvar Barrier Semaphore Notify Once MutexGuard \
         RwLockReadGuard RwLockWriteGuard OwnedMutexGuard OwnedRwLockReadGuard \
         OwnedRwLockWriteGuard MappedMutexGuard OwnedSemaphorePermit SemaphorePermit WaitGroup",
    ),
    (
        Lock,
        "dashmap scc papaya",
        "DashMap DashSet HashMap HashSet",
    ),
    (
        Lock,
        "moka quick_cache cached mini_moka",
        "Cache SegmentedCache",
    ),
    (Lock, "arc_swap", "ArcSwap ArcSwapAny ArcSwapOption"),
    (
        Lock,
        STD,
        "AtomicBool AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize AtomicI8 AtomicI16 \
         AtomicI32 AtomicI64 AtomicIsize AtomicPtr",
    ),
    (
        Cell,
        STD,
        "Cell RefCell UnsafeCell OnceCell OnceLock Ref RefMut",
    ),
    (Cell, "once_cell tokio async_once_cell", "OnceCell"),
    (
        Channel,
        ASYNC,
        "Sender Receiver SyncSender UnboundedSender UnboundedReceiver WeakSender OwnedPermit \
         Permit CancellationToken",
    ),
    (
        Stream,
        STD,
        "Iterator IntoIterator DoubleEndedIterator ExactSizeIterator FusedIterator Peekable \
         IntoIter Iter IterMut Chars CharIndices Lines Read Write BufRead Seek BufReader \
         BufWriter Drain AsyncIterator",
    ),
    (
        Stream,
        ANY,
        "Stream TryStream Sink BoxStream AsyncRead AsyncWrite AsyncBufRead AsyncReadExt \
         AsyncWriteExt AsyncBufReadExt StreamExt ParallelIterator IndexedParallelIterator \
         IntoParallelIterator ReceiverStream ReaderStream Streaming ByteStream",
    ),
    (Stream, WEB, "Body Payload Multipart DataStream"),
    (
        Handle,
        STD,
        "File TcpStream TcpListener UdpSocket UnixStream UnixListener Child ChildStdin \
         ChildStdout ChildStderr Command JoinHandle Thread Stdin Stdout Stderr StdoutLock \
         StdinLock OwnedFd RawFd BorrowedFd Waker Context",
    ),
    (
        Handle,
        "tokio async_std smol futures",
        "File TcpStream TcpListener UdpSocket UnixStream UnixListener Child Command JoinHandle \
         JoinSet AbortHandle Handle Runtime Interval Sleep TaskTracker AbortRegistration",
    ),
    (
        Handle,
        SQL,
        "Pool PgPool MySqlPool SqlitePool AnyPool PgConnection MysqlConnection MySqlConnection \
         SqliteConnection AnyConnection AsyncPgConnection AsyncMysqlConnection PooledConnection \
         PoolConnection Connection Transaction Executor Acquire PgExecutor DatabaseConnection \
         DatabaseTransaction DbConn ConnectionTrait TransactionTrait ConnectionManager \
         AsyncDieselConnectionManager MultiplexedConnection ConnectionLike AsyncCommands Client \
         Database Db AsyncConnection Object Statement PgPoolOptions Manager Session",
    ),
    (
        Handle,
        "reqwest awc ureq hyper hyper_util reqwest_middleware",
        "Client ClientWithMiddleware Agent",
    ),
    (Handle, "tempfile", "TempDir NamedTempFile TempPath"),
    (Handle, "memmap2", "Mmap MmapMut"),
    (Handle, "lettre", "SmtpTransport AsyncSmtpTransport"),
    (Clock, STD, "Instant"),
    (Clock, "tokio quanta minstant", "Instant"),
    (
        Closure,
        STD,
        "Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce",
    ),
    // What serde does not know.
    (
        Error,
        "std core alloc actix_web anyhow axum chrono config csv diesel eyre color_eyre hyper \
         jsonwebtoken lettre openssl redis regex reqwest rocket rusqlite sea_orm serde_json \
         serde_yaml sqlx syn tokio toml url uuid",
        "Error Report DbErr ParseIntError ParseFloatError ParseError Utf8Error FromUtf8Error \
         ErrorKind JoinError SendError RecvError TryRecvError Elapsed PoisonError TryFromIntError \
         AddrParseError VarError DatabaseErrorKind ConnectionError RedisError BoxedError \
         SystemTimeError",
    ),
    (Error, "tonic", "Status Code"),
    (
        Opaque,
        STD,
        "Any TypeId Layout Formatter Arguments Ordering Backtrace ExitStatus ExitCode Metadata \
         DirEntry Hasher RandomState Discriminant Output",
    ),
    (
        Opaque,
        WEB,
        "Request Response HttpRequest HttpResponse ServiceRequest ServiceResponse StatusCode \
         Status HeaderMap HeaderName HeaderValue Method Uri Router Route MethodRouter CookieJar \
         Cookie Parts ResponseError IntoResponse Responder Rocket Build Scope ServiceConfig Next \
         FromRequest FromRequestParts Outcome Redirect ContentType NamedFile",
    ),
    (Opaque, "regex", "Regex RegexSet Captures Match"),
    (
        Opaque,
        "reqwest",
        "Response RequestBuilder Request StatusCode Method",
    ),
    (Opaque, "tracing", "Span"),
];

/// What the type or trait at a path is; `None` if it is not in the table.
pub(super) fn class(path: &str) -> Option<Class> {
    let name = path.rsplit("::").next().unwrap_or(path);
    let krate = match path.split_once("::") {
        Some((krate, _)) => krate,
        None => "std",
    };
    let has = |words: &str, wanted: &str| words.split(' ').any(|it| it == wanted);
    let of_crate = |crates: &str| crates.is_empty() || has(crates, krate);
    let row = TABLE
        .iter()
        .find(|(_, crates, names)| of_crate(crates) && has(names, name));
    row.map(|it| it.0)
}

/// The crate of a path from outside.
pub(super) fn crate_of(path: &str) -> &str {
    path.split_once("::").map_or("std", |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::{Class, TABLE, class};

    #[test]
    fn the_crate_tells_namesakes_apart() {
        assert_eq!(class("std::path::Path"), Some(Class::Plain));
        assert_eq!(class("axum::extract::Path"), Some(Class::Holds(1)));
        assert_eq!(class("tokio::sync::Mutex"), Some(Class::Lock));
        assert_eq!(class("somebody::Mutex"), None);
        assert_eq!(class("Vec"), Some(Class::Holds(1)));
        assert_eq!(class("sqlx::Result"), Some(Class::Result));
    }

    #[test]
    fn no_row_hides_another() {
        for (class_of_row, crates, names) in TABLE {
            let names = names.split(' ');
            for (krate, name) in crates
                .split(' ')
                .flat_map(|it| names.clone().map(move |n| (it, n)))
            {
                let found = class(&format!("{krate}::x::{name}"));
                assert_eq!(found, Some(*class_of_row), "{krate}::{name}");
            }
        }
    }
}
