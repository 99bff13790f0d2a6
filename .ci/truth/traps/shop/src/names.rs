//! Traits, one named by a derive only.

pub trait Name {}

pub trait Longer {
    fn len(&self) -> usize
    where
        Self: Sized,
    {
        super::cart::double as fn(usize) -> usize;
        0
    }
}

pub fn far<T>(it: T) -> T {
    it
}

pub trait Scored: base::rank::Rank {
    fn score(&self) -> Self::Score;
}

impl Scored for base::kinds::Kind {
    fn score(&self) -> Self::Score {
        let all: Vec<<Self as base::rank::Rank>::Score> = Vec::new();
        all.len() as u8
    }
}

pub trait Own {
    type Out;
    fn out(&self) -> Self::Out;
}

impl From<u8> for super::cart::Cart {
    fn from(_: u8) -> Self {
        Self::default()
    }
}

impl From<&str> for super::cart::Cart {
    fn from(_: &str) -> Self {
        Self::from(1)
    }
}
