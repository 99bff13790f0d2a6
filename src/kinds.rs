//! The closed lists of kinds, with the words the files of the contract use for them.

macro_rules! worded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, in their fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that files use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The kind that files call this.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl crate::packed::Packed for $name {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn take(from: &mut crate::packed::Reader<'_>) -> Option<Self> {
                let position = <u8 as crate::packed::Packed>::take(from)?;
                Self::ALL.get(usize::from(position)).copied()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

worded! {
    /// How one node depends on another.
    DependencyKind {
        /// Named in a `use` declaration.
        Use = "use",
        /// A function or method is called.
        Call = "call",
        /// A struct or variant is built or matched.
        Construct = "construct",
        /// Named as a type.
        Type = "type",
        /// A trait is implemented.
        Implement = "implement",
        /// A static or constant is read or written.
        Static = "static",
        /// A macro is called.
        Macro = "macro",
        /// A derive or attribute macro is applied.
        Derive = "derive",
        /// Passed on by `pub use`.
        Reexport = "reexport",
        /// From a trait to what implements it: where a call of a bound or `dyn` may end up.
        Dispatch = "dispatch",
        /// A table is read.
        Reads = "reads",
        /// A table is written.
        Writes = "writes",
        /// Two tables are joined.
        Joins = "joins",
        /// A key of another table is held.
        ForeignKey = "foreign-key",
        /// A trigger or routine is set off.
        Fires = "fires",
        /// Changed in the same commits (undirected).
        Commits = "commits",
        /// Changed by the same people (undirected).
        People = "people",
        /// Named with the same words (undirected).
        Names = "names",
        /// A kind of a given graph that is not known here; directed.
        Other = "other",
    }
}

impl DependencyKind {
    /// Whether the two ends may be swapped; such edges are stored once.
    pub fn is_undirected(self) -> bool {
        matches!(self, Self::Commits | Self::People | Self::Names)
    }

    /// Whether reading Rust finds it; the others come from given graphs alone.
    pub fn is_of_rust(self) -> bool {
        self <= Self::Dispatch
    }

    /// Whether reading Rust or SQL finds it.
    pub fn is_read(self) -> bool {
        self <= Self::Fires
    }

    /// Whether it is a dependency of code or of data, which a boundary cuts. Dispatch is none:
    /// a trait does not know who implements it.
    pub fn is_cut_by_boundaries(self) -> bool {
        !self.is_undirected() && self != Self::Dispatch
    }
}

worded! {
    /// How sure the resolution of a reference is.
    Confidence {
        /// Bound by the language's own rules.
        Resolved = "resolved",
        /// Bound by the type that an expression most likely has.
        Inferred = "inferred",
        /// Bound because only one item has that name.
        Guessed = "guessed",
    }
}

worded! {
    /// What an item is.
    ItemKind {
        /// A function or method.
        Fn = "fn",
        /// A struct, enum, union or type alias.
        Type = "type",
        /// A trait.
        Trait = "trait",
        /// A constant, associated or not.
        Const = "const",
        /// A static.
        Static = "static",
        /// A macro.
        Macro = "macro",
        /// An impl block.
        Impl = "impl",
    }
}

worded! {
    /// What a database holds.
    ObjectKind {
        /// Rows.
        Table = "table",
        /// A query with a name.
        View = "view",
        /// A function, a procedure, or a trigger with a body of its own.
        Routine = "routine",
    }
}

worded! {
    /// How it is known that a database holds something.
    Origin {
        /// Files of SQL make it.
        Files = "files",
        /// SQL in code makes it.
        Code = "code",
        /// An object mapper in code knows it; no SQL makes it.
        Mapper = "mapper",
        /// SQL in code names it; nothing makes it.
        Named = "named",
    }
}

worded! {
    /// What happens to the rows of a table.
    RowAccess {
        /// They are read, or looked at for a condition.
        Read = "read",
        /// Some are added.
        Insert = "insert",
        /// Some are changed.
        Update = "update",
        /// Some are taken out.
        Delete = "delete",
        /// All are taken out at once.
        Truncate = "truncate",
        /// An object mapper writes them in some way.
        Write = "write",
    }
}

worded! {
    /// How a transaction is begun.
    TransactionForm {
        /// A value stands for it: `let tx = pool.begin()`.
        Begin = "begin",
        /// A closure is its body: `conn.transaction(|conn| ..)`.
        Closure = "closure",
        /// Statements begin and end it.
        Sql = "sql",
    }
}

worded! {
    /// Which part of a system something is.
    Tier {
        /// It answers requests, commands and people.
        Interface = "interface",
        /// It coordinates what the rest does.
        Application = "application",
        /// It knows what the system is about, and nothing of how it is kept or shown.
        Domain = "domain",
        /// It keeps what the system knows.
        Persistence = "persistence",
        /// It speaks to other systems and to the machine.
        Infrastructure = "infrastructure",
    }
}

worded! {
    /// How a door is knocked at.
    DoorKind {
        /// A request of HTTP.
        Http = "http",
        /// A call of gRPC.
        Grpc = "grpc",
        /// A field of GraphQL.
        Graphql = "graphql",
        /// A program or subcommand that somebody starts.
        Command = "command",
        /// A message of a queue.
        Consumer = "consumer",
        /// A time, or an interval.
        Job = "job",
    }
}

worded! {
    /// What speaks for a tier.
    TierSign {
        /// A framework that answers requests is named.
        Framework = "framework",
        /// Rows of a table are read or written.
        Table = "table",
        /// A type stands for rows of a table.
        RowType = "row-type",
        /// A crate for databases is named.
        Database = "database",
        /// A client of other systems is named.
        Outside = "outside",
        /// Modules that keep things or speak to others are called.
        Calls = "calls",
        /// Nothing of all this is named.
        Nothing = "nothing",
        /// A word in the path says so.
        Name = "name",
    }
}

worded! {
    /// What is asked of another system.
    OutboundKind {
        /// A request of HTTP.
        Http = "http",
        /// A call of gRPC.
        Grpc = "grpc",
        /// A message to a queue.
        Queue = "queue",
        /// A value in a cache.
        Cache = "cache",
        /// A letter.
        Mail = "mail",
        /// A file in an object store.
        Objects = "objects",
    }
}

worded! {
    /// How a system is told something from outside.
    SettingKind {
        /// An environment variable.
        Variable = "variable",
        /// A file that is read.
        File = "file",
        /// An address and port that is listened at.
        Port = "port",
    }
}

worded! {
    /// What a crate is built into.
    TargetKind {
        /// The library.
        Lib = "lib",
        /// A program.
        Bin = "bin",
        /// An example.
        Example = "example",
        /// An integration test.
        Test = "test",
        /// A benchmark.
        Bench = "bench",
        /// The build script.
        Build = "build",
        /// Nothing: its modules are the tables, views and routines of databases.
        Database = "database",
    }
}

worded! {
    /// Who may name an item.
    Visibility {
        /// Everybody.
        Public = "public",
        /// The crate, or a part of it.
        Restricted = "restricted",
        /// The module and those inside it.
        Private = "private",
    }
}

worded! {
    /// How a function takes `self`.
    Receiver {
        /// Not at all.
        None = "none",
        /// `&self`.
        Shared = "shared",
        /// `&mut self`.
        Mutable = "mutable",
        /// `self`.
        Owned = "owned",
        /// `self: Arc<Self>` and the like.
        Wrapped = "wrapped",
    }
}

worded! {
    /// How serde treats a field.
    FieldSerde {
        /// By its type.
        Plain = "plain",
        /// Leaves it out.
        Skipped = "skipped",
        /// By functions that somebody named.
        Custom = "custom",
    }
}

worded! {
    /// What a static is more than a value.
    StaticForm {
        /// Nothing.
        Plain = "plain",
        /// `static mut`.
        Mutable = "mutable",
        /// Of `lazy_static!`.
        Lazy = "lazy",
        /// Of `thread_local!`: one a thread.
        ThreadLocal = "thread-local",
    }
}

worded! {
    /// A way in which the analysis may see less than there is.
    BlindSpot {
        /// A file or folder that the reader left out.
        NotRead = "not-read",
        /// A file that could not be parsed.
        NotParsed = "not-parsed",
        /// A file that no `mod` declaration leads to.
        NoModule = "no-module",
        /// A `mod` declaration whose file is not there.
        NoFile = "no-file",
        /// The first name of a path is no module, import or dependency.
        NoRoot = "no-root",
        /// A path leads into a module that does not declare what it names, or hides it.
        NotInModule = "not-in-module",
        /// A path leads to a type or trait that does not declare what it names.
        NotInType = "not-in-type",
        /// A lone name that nothing in scope has.
        NoName = "no-name",
        /// A macro from outside: its arguments were read as code, what it adds is not known.
        Macro = "macro",
        /// A macro from outside whose arguments are no code: they were searched for paths.
        MacroScanned = "macro-scanned",
        /// A macro of the tree whose expansion was cut short.
        MacroCut = "macro-cut",
        /// A derive whose code is not known.
        Derive = "derive",
        /// An attribute macro: the item was read as written.
        Attribute = "attribute",
        /// `include!` of code.
        Include = "include",
        /// `include_str!` or `include_bytes!`.
        IncludeData = "include-data",
        /// A build script, and what it hands to the compiler.
        BuildScript = "build-script",
        /// A condition that does not hold by default here.
        CfgOff = "cfg-off",
        /// A condition that only a build script or compiler flag decides; taken not to hold.
        CfgUnknown = "cfg-unknown",
        /// A method is called on something whose type is not known.
        Method = "method",
    }
}
