//! The program of `/connections`. This file only starts it.

fn main() {
    causeway::start_connections();
}
