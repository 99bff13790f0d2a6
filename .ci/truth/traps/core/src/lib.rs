//! Names in several namespaces, members, aliases, macros.

pub mod search {
    pub struct Query<T>(pub T);
    impl<T> Query<T> {
        pub const LIMIT: usize = 3;
        pub fn new(it: T) -> Self {
            Self(it)
        }
        pub fn run(&self) -> usize {
            Self::LIMIT
        }
    }
    impl<T> Query<T> {
        pub fn again(&self) -> usize {
            self.run()
        }
    }
}

/// A module and a function of one name, each with something inside.
pub fn search() -> usize {
    struct Query;
    impl Query {
        fn run(&self) -> usize {
            self::search::Query::<u8>::LIMIT
        }
    }
    Query.run()
}

pub mod rank {
    pub trait Rank {
        type Score;
        fn rank(&self) -> usize;
        fn twice(&self) -> usize {
            self.rank() * 2 + Self::zero()
        }
        fn zero() -> usize {
            0
        }
    }
}

pub mod kinds {
    #[derive(Clone, Debug, Default, PartialEq)]
    pub enum Kind {
        #[default]
        Unit,
        Tuple(Box<Kind>),
        Record { r#type: u8 },
    }
    pub type Alias = Kind;
    pub static ALL: [Kind; 1] = [Kind::Unit];
}

impl rank::Rank for kinds::Kind {
    type Score = u8;
    fn rank(&self) -> usize {
        match self {
            Self::Unit => 0,
            kinds::Alias::Tuple(inner) => inner.rank(),
            kinds::Kind::Record { .. } => 1,
        }
    }
}

#[macro_export]
macro_rules! query {
    ($it:expr) => {
        $crate::search::Query::new($it).run()
    };
}

macro_rules! declare {
    ($name:ident { $($inside:item)* }) => {
        pub mod $name { $($inside)* pub const MADE: u8 = 0; }
    };
}
declare!(made { pub fn given() -> u8 { super::made::MADE } });

#[cfg(not(feature = "fast"))]
pub mod slow {}
