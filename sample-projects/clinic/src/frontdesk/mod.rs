//! Written for a touch screen that never came. Everything it does, somebody else does.

pub mod routes;

use chrono::NaiveDate;

use crate::appointments::booking::{self, Booking};
use crate::appointments::{self, Appointment, arrival};
use crate::patients::{self, NewPatient, Patient};
use crate::payments::{self, NewPayment, Payment};
use crate::util::page::Page;
use crate::{AppState, Result};

pub struct FrontDeskService<'a> {
    state: &'a AppState,
    user: i64,
}

impl<'a> FrontDeskService<'a> {
    pub fn new(state: &'a AppState, user: i64) -> Self {
        Self { state, user }
    }

    pub async fn find_patient(&self, text: &str) -> Result<Vec<Patient>> {
        patients::search(&self.state.pool, text, Page::default()).await
    }

    pub async fn register_patient(&self, new: &NewPatient) -> Result<Patient> {
        patients::register(&self.state.pool, self.user, new).await
    }

    pub async fn book_appointment(&self, booking: &Booking) -> Result<Appointment> {
        booking::book(&self.state.pool, self.user, booking).await
    }

    pub async fn list_appointments(&self, day: NaiveDate) -> Result<Vec<Appointment>> {
        appointments::of_day(&self.state.pool, day, None).await
    }

    pub async fn check_in(&self, appointment: i64) -> Result<i64> {
        arrival::arrive(&self.state.pool, self.user, appointment).await
    }

    pub async fn take_payment(&self, payment: &NewPayment) -> Result<Payment> {
        payments::take(&self.state.pool, self.user, payment).await
    }
}
