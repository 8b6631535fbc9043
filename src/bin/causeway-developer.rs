//! The program of `/developer`, `/api-keys` and `/endpoints`. This file only starts it.

fn main() {
    causeway::start_developer();
}
