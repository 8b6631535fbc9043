//! Embeds the built dashboard: every file of the folder named by `CAUSEWAY_DASHBOARD_DIST`, compressed here and once,
//! instead of on every request. Without the variable the server is built without a dashboard.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

const DIST: &str = "CAUSEWAY_DASHBOARD_DIST";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={DIST}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut table = String::from("&[\n");
    if let Some(dist) = env::var_os(DIST).filter(|dist| !dist.is_empty()) {
        let dist = PathBuf::from(dist);
        if !dist.join("index.html").is_file() {
            return Err(format!("{DIST} is {}, which has no index.html", dist.display()).into());
        }
        println!("cargo:rerun-if-changed={}", dist.display());
        let mut files = Vec::new();
        list(&dist, &mut files)?;
        files.sort();
        for file in files {
            embed(&dist, &file, &out, &mut table)?;
        }
    }
    table.push_str("]\n");
    fs::write(out.join("dashboard.rs"), table)?;
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// One line of the table: see `File` in `src/assets.rs`.
fn embed(dist: &Path, file: &Path, out: &Path, table: &mut String) -> Result<(), Box<dyn Error>> {
    let name = file.strip_prefix(dist)?.to_str().ok_or("a file name is not UTF-8")?.replace('\\', "/");
    let content = fs::read(file)?;
    let hash = hex(&Sha256::digest(&content)[..16]);
    // A copy, so that the binary holds what was hashed even if the folder is written to meanwhile.
    let copy = out.join(format!("{hash}.plain"));
    fs::write(&copy, &content)?;
    let brotli = compressed(&content, &out.join(format!("{hash}.br")), brotli)?;
    let gzip = compressed(&content, &out.join(format!("{hash}.gz")), gzip)?;
    writeln!(
        table,
        "File {{ path: {:?}, hash: {hash:?}, plain: include_bytes!({copy:?}), brotli: {brotli}, gzip: {gzip} }},",
        format!("/{name}"),
    )?;
    Ok(())
}

/// The Rust expression of a compressed copy: `None` when compressing saves less than a tenth (images, fonts).
fn compressed(
    content: &[u8],
    target: &Path,
    compress: fn(&[u8]) -> std::io::Result<Vec<u8>>,
) -> Result<String, Box<dyn Error>> {
    // Named by content: what was compressed in an earlier build need not be compressed again.
    if !target.exists() {
        fs::write(target, compress(content)?)?;
    }
    let small = fs::metadata(target)?.len();
    let worth_it = small * 10 < content.len() as u64 * 9;
    Ok(if worth_it { format!("Some(include_bytes!({target:?}))") } else { "None".to_owned() })
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut small, &params)?;
    Ok(small)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
