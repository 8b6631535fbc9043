//! Starting other programs: quiet while they succeed, with their whole output when they fail.
//!
//! It must not know which program it runs, beyond telling a lost network from other failures.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::fault::{Fault, Outcome};
use crate::shell::{End, Shell};

type Buffer = Arc<Mutex<Vec<u8>>>;

/// Runs a program as one step of a command and returns what it printed.
pub(crate) fn run(shell: &Shell, title: &str, command: &mut Command) -> Outcome<String> {
    run_noting(shell, title, command, |_| String::new())
}

/// As [`run`], with a few words drawn from the output (a number of tests, say) for the step's line.
pub(crate) fn run_noting(
    shell: &Shell,
    title: &str,
    command: &mut Command,
    note: impl FnOnce(&str) -> String,
) -> Outcome<String> {
    let since = Instant::now();
    shell.began(title);
    let program = command.get_program().to_string_lossy().into_owned();
    if shell.verbose {
        let status =
            command.status().map_err(|error| Fault::io(format!("cannot start {program}"), &error))?;
        let end = if status.success() { End::Passed } else { End::Failed };
        shell.ended(title, since.elapsed(), end, "");
        return if status.success() { Ok(String::new()) } else { Err(failed(title)) };
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| Fault::io(format!("cannot start {program}"), &error))?;
    let buffer = Buffer::default();
    let mut readers = listen(&mut child, &buffer);
    let mut beat = 10;
    let status = loop {
        if let Some(status) =
            child.try_wait().map_err(|error| Fault::io(format!("cannot wait for {program}"), &error))?
        {
            break status;
        }
        thread::sleep(Duration::from_millis(100));
        shell.alive(title, since, &mut beat, &last_line(&buffer));
    };
    // A background process of the program may hold its output open for ever: do not wait for that.
    let patience = Instant::now();
    while readers.iter().any(|reader| !reader.is_finished()) && patience.elapsed() < Duration::from_secs(2) {
        thread::sleep(Duration::from_millis(10));
    }
    readers.clear();
    let output = text(&buffer);
    let log = keep(shell, title, &output);
    if status.success() {
        shell.ended(title, since.elapsed(), End::Passed, &note(&output));
        return Ok(output);
    }
    shell.ended(title, since.elapsed(), End::Failed, "");
    Err(match cause(&output) {
        Some(cause) => Fault::new(format!("{cause}; it failed at: {title}; full output in {log}")),
        None => {
            eprintln!("{}", output.trim_end());
            failed(title)
        }
    })
}

/// Hands the process over, so that Ctrl-C and every other signal reach the program itself.
#[cfg(unix)]
pub(crate) fn become_program(mut command: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Fault::io(format!("cannot start {}", command.get_program().to_string_lossy()), &error))
}

/// Where a process cannot be handed over: wait, and pass the result on.
#[cfg(not(unix))]
pub(crate) fn become_program(mut command: Command) -> Outcome {
    let status = command.status().map_err(|error| {
        Fault::io(format!("cannot start {}", command.get_program().to_string_lossy()), &error)
    })?;
    std::process::exit(status.code().unwrap_or(1));
}

/// Asks a program a quick question; `None` when it is missing, fails, or answers in no known script.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A failure that has a well-known cause outside of the project, in plain words.
fn cause(output: &str) -> Option<&'static str> {
    const NO_NETWORK: [&str; 10] = [
        "Could not resolve host",
        "failed to lookup address",
        "Temporary failure in name resolution",
        "Temporary failure resolving",
        "getaddrinfo ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "Couldn't connect to server",
        "Failed to connect to",
        "dns error",
    ];
    if NO_NETWORK.iter().any(|sign| output.contains(sign)) {
        return Some(
            "no network, but something must be downloaded: connect to the internet and run the command again",
        );
    }
    if output.contains("No space left on device") || output.contains("ENOSPC") {
        return Some("the disk is full: free some space and run the command again");
    }
    None
}

fn failed(title: &str) -> Fault {
    Fault::new(format!("failed: {title}"))
}

/// Collects both outputs of a program, in the order in which they come.
fn listen(child: &mut Child, buffer: &Buffer) -> Vec<thread::JoinHandle<()>> {
    let stdout = child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    let stderr = child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>);
    let drain = |mut pipe: Box<dyn Read + Send>| {
        let buffer = Arc::clone(buffer);
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(length @ 1..) = pipe.read(&mut chunk) {
                buffer.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&chunk[..length]);
            }
        })
    };
    stdout.into_iter().chain(stderr).map(drain).collect()
}

fn text(buffer: &Buffer) -> String {
    String::from_utf8_lossy(&buffer.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

/// The last thing said, for the sign of life; only the tail is looked at, since outputs grow large.
fn last_line(buffer: &Buffer) -> String {
    let bytes = buffer.lock().unwrap_or_else(PoisonError::into_inner);
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(400)..]).into_owned();
    tail.split(['\n', '\r']).map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

/// Keeps the full output in a file and says where; losing it must not fail the step.
fn keep(shell: &Shell, title: &str, output: &str) -> String {
    let words: Vec<&str> =
        title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let file = shell.logs.join(format!("{}.log", words.join("-").to_ascii_lowercase()));
    let _ = fs::create_dir_all(&shell.logs).and_then(|()| fs::write(&file, output));
    file.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::{Buffer, cause, last_line};

    #[test]
    fn a_lost_network_is_told_from_a_compile_error() {
        assert!(
            cause("Caused by: [6] Could not resolve host: registry")
                .is_some_and(|c| c.contains("no network"))
        );
        assert!(cause("npm error code EAI_AGAIN").is_some_and(|c| c.contains("no network")));
        assert!(cause("error: No space left on device (os error 28)").is_some_and(|c| c.contains("disk")));
        assert_eq!(cause("error[E0308]: mismatched types"), None);
    }

    #[test]
    fn the_last_line_skips_blank_ones_and_progress_bars() {
        let buffer = Buffer::default();
        buffer.lock().unwrap().extend_from_slice(b"Compiling a\n 10 %\r 20 %\n\n");
        assert_eq!(last_line(&buffer), "20 %");
    }
}
