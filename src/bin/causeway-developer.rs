//! The program of `/developer`, `/api-keys`, `/endpoints` and `/embeds`. This file only starts it.

fn main() {
    causeway::start_developer();
}
