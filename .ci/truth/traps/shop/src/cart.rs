//! An impl far from its type, and derives.

#[derive(Default, trap_derive::Named)]
pub struct Cart {
    inner: Option<Box<Cart>>,
}

impl Cart {
    pub fn r#await(&self) -> usize {
        self.inner.as_ref().map_or(0, |it| it.r#await())
    }
}

impl crate::names::Longer for Cart {}

pub fn double(it: usize) -> usize {
    fn twice(it: usize) -> usize {
        it * 2
    }
    crate::names::Longer::len(&Cart { inner: None }) + twice(it)
}

/// Places and names of impls.
pub struct Table {
    cells: [u8; Self::WIDTH],
    first: *const Cart,
}

impl Table {
    const WIDTH: usize = 2;
    pub fn shared() -> &'static Table {
        static SHARED: fn() -> usize = || Table::WIDTH;
        unreachable!("{}{}", "열쇠", SHARED() + Table { cells: [0; 2], first: std::ptr::null() }.cells.len())
    }
}

impl crate::names::Longer for &Table {}
impl crate::names::Longer for [Table; 2] {}
impl From<Table> for (Cart, Vec<Table>) {
    fn from(_: Table) -> Self {
        (Cart::default(), <Vec<Table>>::new())
    }
}

pub fn far() -> usize {
    crate :: names /* between */
        ::far::<usize>(usize::from(crate::names::Scored::score(&base::kinds::Kind::Unit)))
}
