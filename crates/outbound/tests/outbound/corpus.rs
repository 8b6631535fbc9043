//! Spellings of URLs that lead, or may be thought to lead, where nobody may be called.

use std::fmt::Write;
use std::io;
use std::net::{IpAddr, Ipv4Addr};

use crate::names::addresses;

/// A URL and the code with which it must be refused.
pub(crate) struct Form {
    pub(crate) url: String,
    pub(crate) plain_http: bool,
    pub(crate) code: &'static str,
}

/// What names lead to in these tests.
pub(crate) fn look_up(name: &str) -> io::Result<Vec<IpAddr>> {
    Ok(addresses(match name {
        "localhost" | "localhost." | "loopback.test" | "loopback.test." => &["127.0.0.1"],
        "loopback6.test" => &["::1"],
        "zero.test" => &["0.0.0.0"],
        "intranet" | "xn--bcher-kva.test" | "a_b.test" => &["10.0.0.5"],
        "metadata.google.internal" => &["169.254.169.254"],
        "mapped.test" => &["::ffff:127.0.0.1"],
        "nat64.test" => &["64:ff9b::7f00:1"],
        "sixtofour.test" => &["2002:7f00:1::1"],
        "mixed.test" => &["93.184.215.14", "127.0.0.1"],
        "mixed-first.test" => &["127.0.0.1", "93.184.215.14"],
        "mixed6.test" => &["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::1"],
        "mixed-families.test" => &["93.184.215.14", "fd00::1"],
        "public.test" | "public.test." | "xn--fa-hia.test" => &["93.184.215.14"],
        "dual.test" => &["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14"],
        "empty.test" => &[],
        "half-intranet.test" => &["10.0.0.5", "93.184.215.14"],
        "crowd.test" => return Ok(crowd().collect()),
        // The one that is off limits stands where nobody would try it.
        "crowd-and-loopback.test" => return Ok(crowd().chain([IpAddr::V4(Ipv4Addr::LOCALHOST)]).collect()),
        "refused.test" => return Err(io::ErrorKind::ConnectionRefused.into()),
        "slow.test" => return Err(io::ErrorKind::TimedOut.into()),
        _ => return Err(io::ErrorKind::NotFound.into()),
    }))
}

/// More public addresses than anybody tries.
fn crowd() -> impl Iterator<Item = IpAddr> {
    (0..200).map(|last| IpAddr::V4(Ipv4Addr::new(93, 184, 215, last)))
}

/// Spellings of an IPv4 address that the URL standard reads as that address.
pub(crate) fn spellings(address: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = address.octets();
    let whole = address.to_bits();
    let (last_two, last_three) = (whole & 0xffff, whole & 0x00ff_ffff);
    let dotted = address.to_string();
    let each = |text: &str, change: fn(char) -> char| text.chars().map(change).collect::<String>();
    vec![
        dotted.clone(),
        format!("{dotted}."),
        whole.to_string(),
        format!("{whole}."),
        format!("0{whole:o}"),
        format!("0000000{whole:o}"),
        format!("0x{whole:x}"),
        format!("0X{whole:08X}"),
        format!("0x0000000000{whole:x}"),
        format!("{a}.{last_three}"),
        format!("{a}.{b}.{last_two}"),
        format!("0x{a:x}.0x{last_three:x}"),
        format!("0{a:o}.0{last_three:o}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("000{a:o}.000{b:o}.000{c:o}.000{d:o}"),
        format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        format!("0x{a:02X}.{b}.0{c:o}.0x{d:x}"),
        format!("{a}.0x{b:x}.{last_two}"),
        dotted.replace('.', "%2e"),
        percent(&dotted),
        percent(&format!("0x{whole:x}")),
        // Full stops of East Asian scripts: ideographic, of full width, of half width.
        dotted.replace('.', "\u{3002}"),
        dotted.replace('.', "\u{ff0e}"),
        dotted.replace('.', "\u{ff61}"),
        each(&dotted, full_width),
        each(&dotted, mathematical),
        each(&dotted.replace('.', "\u{ff0e}"), full_width),
        each(&whole.to_string(), full_width),
        // A soft hyphen and a space of no width, which names are read without.
        format!("{a}\u{ad}.{b}.{c}.{d}"),
        format!("{a}.\u{200b}{b}.{c}.{d}"),
    ]
}

fn full_width(it: char) -> char {
    it.to_digit(10).and_then(|digit| char::from_u32(0xff10 + digit)).unwrap_or(it)
}

fn mathematical(it: char) -> char {
    it.to_digit(10).and_then(|digit| char::from_u32(0x1d7d8 + digit)).unwrap_or(it)
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        write!(all, "%{byte:02X}").unwrap();
        all
    })
}

/// The same address within IPv6.
fn within_v6(address: Ipv4Addr) -> Vec<String> {
    let whole = address.to_bits();
    let (high, low) = (whole >> 16, whole & 0xffff);
    let (not_high, not_low) = (!high & 0xffff, !low & 0xffff);
    vec![
        format!("[::ffff:{address}]"),
        format!("[::FFFF:{high:x}:{low:x}]"),
        format!("[0:0:0:0:0:ffff:{high:x}:{low:x}]"),
        format!("[0000:0000:0000:0000:0000:ffff:{address}]"),
        format!("[::{address}]"),
        format!("[::ffff:0:{high:x}:{low:x}]"),
        format!("[64:ff9b::{high:x}:{low:x}]"),
        format!("[64:ff9b::{address}]"),
        format!("[64:ff9b:1:{high:x}:{low:x}::]"),
        format!("[2002:{high:x}:{low:x}::1]"),
        format!("[2001:0:4136:e378:8000:63bf:{not_high:x}:{not_low:x}]"),
    ]
}

/// The first and last address of every range that must not be called, and the metadata services of clouds.
const V4: &str = "\
    0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 100.100.100.200 127.0.0.0 \
    127.255.255.255 168.63.129.16 169.254.0.0 169.254.255.255 169.254.170.2 172.16.0.0 172.31.255.255 \
    192.0.0.0 192.0.0.255 192.0.0.192 192.0.2.0 192.0.2.255 192.88.99.0 192.88.99.255 192.168.0.0 \
    192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255 \
    224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255";

const V6: &str = "\
    :: ::1 0:0:0:0:0:0:0:1 0000:0000:0000:0000:0000:0000:0000:0001 ::0:1 ::2 ::ffff ::1:0:0:0 64:ff9b:: \
    64:ff9b::ffff:ffff 64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 100:: 100::ffff:ffff:ffff:ffff 2001:: \
    2001:0:ffff:ffff:ffff:ffff:ffff:ffff 2001:2::1 2001:10::1 2001:20::1 2001:db8:: \
    2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:: \
    3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 5f00::1 fc00:: fd00:ec2::254 \
    fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0:: \
    feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ff00:: ff02::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

const NAMES: &str = "\
    localhost LOCALHOST localhost. %6c%6f%63%61%6c%68%6f%73%74 \u{ff4c}ocalho\u{ff53}t loopback.test \
    loopback.test. loopback6.test zero.test intranet bücher.test a_b.test metadata.google.internal \
    mapped.test nat64.test sixtofour.test mixed.test mixed-first.test mixed6.test mixed-families.test \
    crowd-and-loopback.test";

/// All forms, for a receiver at `port` of 127.0.0.1.
pub(crate) fn corpus(port: u16) -> Vec<Form> {
    let mut hosts: Vec<String> = Vec::new();
    for address in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0"] {
        let address = address.parse().unwrap();
        hosts.extend(spellings(address));
        hosts.extend(within_v6(address));
    }
    for address in V4.split_whitespace() {
        let address: Ipv4Addr = address.parse().unwrap();
        hosts.extend([address.to_string(), address.to_bits().to_string()]);
        hosts.extend(within_v6(address).into_iter().take(2));
    }
    // Numbers without digits are zero to the standard.
    hosts.extend(["0x", "0", "127.0x", "0x7f.0x.0x.1"].map(str::to_owned));
    hosts.extend(V6.split_whitespace().map(|address| format!("[{address}]")));
    hosts.extend(NAMES.split_whitespace().map(str::to_owned));

    let mut forms = Vec::new();
    for host in hosts {
        for (scheme, plain_http) in [("https", false), ("https", true), ("http", true)] {
            let url = format!("{scheme}://{host}:{port}/hook");
            forms.push(Form { url, plain_http, code: "blockedAddress" });
        }
        // On the port that may be called.
        forms.push(Form { url: format!("https://{host}/"), plain_http: false, code: "blockedAddress" });
    }
    let mut push = |code: &'static str, plain_http: bool, urls: &[&str]| {
        forms.extend(urls.iter().map(|url| Form {
            url: url.replace("PORT", &port.to_string()),
            plain_http,
            code,
        }));
    };
    push("nameNotFound", true, &NOT_FOUND.split_whitespace().collect::<Vec<_>>());
    push("portNotAllowed", false, &PORTS.split_whitespace().collect::<Vec<_>>());
    push(
        "portNotAllowed",
        true,
        &["http://public.test:81/", "http://public.test:PORT/", "http://93.184.215.14:22/"],
    );
    push("notHttps", false, &SCHEMES);
    push("notHttps", false, &["http://127.0.0.1:PORT/", "http://public.test/", "HTTP://public.test/"]);
    push("badUrl", true, &BAD);
    forms.push(Form {
        url: format!("https://public.test/{}", "a".repeat(2048)),
        plain_http: true,
        code: "badUrl",
    });
    forms
}

const NOT_FOUND: &str = "\
    https://empty.test/ https://refused.test/ https://slow.test/ https://nobody.test/ \
    http://nobody.test:PORT/ https://127.0.0.1.nobody.test/ https://0x7f.nobody/";

const PORTS: &str = "\
    https://public.test:0/ https://public.test:22/ https://public.test:25/ https://public.test:80/ \
    https://public.test:8080/ https://public.test:444/ https://public.test:3306/ https://public.test:65535/ \
    https://public.test:PORT/ https://dual.test:6379/ https://93.184.215.14:22/ https://1572394766:22/ \
    https://0x5db8d70e:22/ https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:22/";

const SCHEMES: [&str; 17] = [
    "ftp://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:PORT/_x",
    "dict://127.0.0.1:PORT/",
    "ldap://127.0.0.1:PORT/",
    "ws://127.0.0.1:PORT/",
    "wss://127.0.0.1:PORT/",
    "tftp://127.0.0.1:PORT/",
    "jar:http://127.0.0.1:PORT/!/",
    "netdoc:/etc/passwd",
    "data:text/plain,hello",
    "javascript:fetch('http://127.0.0.1:PORT/')",
    "blob:https://127.0.0.1:PORT/1",
    "view-source:https://127.0.0.1:PORT/",
    "httpss://127.0.0.1:PORT/",
    "localhost:PORT/hook",
];

const BAD: [&str; 62] = [
    "",
    "/",
    "hook",
    "127.0.0.1:PORT",
    "//127.0.0.1:PORT/",
    "://127.0.0.1:PORT/",
    "http:",
    "https:",
    "https://",
    "https:///",
    "https://:443/",
    "https://?",
    "https://#",
    "http:127.0.0.1:PORT/",
    "http:/127.0.0.1:PORT/",
    "http:///127.0.0.1:PORT/",
    "http:////127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    "http:/\\127.0.0.1:PORT/",
    "http://public.test\\@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT\\@public.test/",
    " http://127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/ ",
    "\u{a0}http://127.0.0.1:PORT/",
    "\thttp://127.0.0.1:PORT/",
    "ht\ttp://127.0.0.1:PORT/",
    "http://127.0.\n0.1:PORT/",
    "http://127.0.0.1\r\n:PORT/",
    "http://127.0.0.1:PORT/\r\nx: y",
    "http://127.0.0.1\0.public.test:PORT/",
    "http://127.0.0.1%00.public.test:PORT/",
    "http://127.0.0.1%0a:PORT/",
    "http://127.0.0.1%20:PORT/",
    "http://127.0.0.1%2f@public.test/",
    "http://127.0.0.1%23.public.test:PORT/",
    "http://public.test@127.0.0.1:PORT/",
    "http://public.test:443@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT@public.test/",
    "http://user:secret@127.0.0.1:PORT/",
    "http://@127.0.0.1:PORT/",
    "http://:@127.0.0.1:PORT/",
    "http://a@b@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT/#public.test",
    "http://public.test#@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT#",
    "http://256.0.0.1:PORT/",
    "http://127.0.0.256:PORT/",
    "http://127.0.0.0.1:PORT/",
    "http://127.0.0.1.1:PORT/",
    "http://1.2.3.08:PORT/",
    "http://4294967296:PORT/",
    "http://0x100000000:PORT/",
    "http://127.16777216:PORT/",
    "http://[::1%25lo]:PORT/",
    "http://[fe80::1%25eth0]:PORT/",
    "http://[fe80::1%eth0]:PORT/",
    "http://[::1:PORT/",
    "http://::1:PORT/",
    "http://[127.0.0.1]:PORT/",
    "http://[::ffff:127.0.1]:PORT/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:8o/",
];
