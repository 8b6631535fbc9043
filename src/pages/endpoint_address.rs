//! Where an endpoint is, in the parts that people know it by; pure text out of text.

use causeway_model::EndpointKind;

use crate::components::form::{Control, Field};

/// What a URL of a kind looks like.
pub(super) fn url_hint(kind: &EndpointKind) -> &'static str {
    match kind {
        EndpointKind::Mllp => "Host and port inside the VPN, as in mllp://10.20.30.40:2575.",
        EndpointKind::Sftp => "User, host and folder, as in sftp://causeway@files.example.org/inbox.",
        EndpointKind::Cloud => "s3://bucket/prefix, gs://bucket/prefix or azure://account/container.",
        _ => {
            "Where your system receives, as in https://example.org/receive. http:// is for Development only."
        }
    }
}

/// The parts of an address, each kept while another kind is looked at.
#[derive(Clone)]
pub(super) struct Address {
    https: Vec<Field>,
    mllp: Vec<Field>,
    sftp: Vec<Field>,
    cloud: Vec<Field>,
}

impl Address {
    /// With nothing in it. What the server says of the address stands beside the first part.
    pub(super) fn new() -> Self {
        let text = |pointer, label, hint| Field::new(pointer, label, hint, Control::Text);
        let clouds =
            vec![("s3", "Amazon S3"), ("gs", "Google Cloud Storage"), ("azure", "Azure Blob Storage")];
        let cloud = Field::new("/url-provider", "Provider", "", Control::One(clouds)).with("s3");
        let hint = url_hint(&EndpointKind::Https);
        Self {
            https: vec![text("/url", "URL", hint)],
            mllp: vec![
                text("/url", "Host", "Name or address inside the VPN."),
                text("/url-port", "Port", "MLLP has no standard one; 2575 is common."),
            ],
            sftp: vec![
                text("/url", "Host", "As in files.example.org."),
                text("/url-port", "Port", "Empty for 22."),
                text("/url-user", "User name", "Without a password: that belongs in an auth credential."),
                text("/url-folder", "Folder", "Where files are put, as in inbox/adt."),
            ],
            cloud: vec![
                cloud,
                text("/url", "Bucket", "For Azure: storage account and container, as in account/container."),
                text("/url-prefix", "Prefix", "Optional: where in the bucket."),
            ],
        }
    }

    /// The fields of a kind.
    pub(super) fn fields(&self, kind: &EndpointKind) -> &[Field] {
        match kind {
            EndpointKind::Mllp => &self.mllp,
            EndpointKind::Sftp => &self.sftp,
            EndpointKind::Cloud => &self.cloud,
            _ => &self.https,
        }
    }

    /// The URL they make; `None` while nothing is filled in.
    pub(super) fn url(&self, kind: &EndpointKind) -> Option<String> {
        use leptos::prelude::GetUntracked;
        let values: Vec<String> =
            self.fields(kind).iter().map(|field| field.value.get_untracked().trim().to_owned()).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        assemble(kind, &values)
    }
}

fn assemble(kind: &EndpointKind, values: &[&str]) -> Option<String> {
    let part =
        |before: &str, text: &str| if text.is_empty() { String::new() } else { [before, text].concat() };
    match (kind, values) {
        (EndpointKind::Mllp, [host, port]) if !host.is_empty() || !port.is_empty() => {
            Some(["mllp://", host, &part(":", port)].concat())
        }
        (EndpointKind::Sftp, [host, port, user, folder]) if !host.is_empty() => {
            let user = if user.is_empty() { String::new() } else { [user, "@"].concat() };
            let folder = part("/", folder.trim_start_matches('/'));
            Some(["sftp://", &user, host, &part(":", port), &folder].concat())
        }
        (EndpointKind::Cloud, [provider, bucket, prefix]) if !bucket.is_empty() => {
            Some([provider, "://", bucket, &part("/", prefix.trim_start_matches('/'))].concat())
        }
        (EndpointKind::Https, [url]) if !url.is_empty() => Some((*url).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_the_url_of_their_kind() {
        let of = |kind: EndpointKind, values: &[&str]| assemble(&kind, values);
        let (https, mllp, sftp, cloud) =
            (EndpointKind::Https, EndpointKind::Mllp, EndpointKind::Sftp, EndpointKind::Cloud);
        assert_eq!(of(https.clone(), &["https://a.example"]).unwrap(), "https://a.example");
        assert_eq!(of(https, &[""]), None);
        assert_eq!(of(mllp.clone(), &["10.1.2.3", "2575"]).unwrap(), "mllp://10.1.2.3:2575");
        assert_eq!(of(mllp.clone(), &["10.1.2.3", ""]).unwrap(), "mllp://10.1.2.3");
        assert_eq!(of(mllp, &["", ""]), None);
        assert_eq!(of(sftp.clone(), &["f.example", "", "", ""]).unwrap(), "sftp://f.example");
        let whole = of(sftp, &["f.example", "2222", "causeway", "/inbox/adt"]);
        assert_eq!(whole.unwrap(), "sftp://causeway@f.example:2222/inbox/adt");
        assert_eq!(of(cloud.clone(), &["gs", "bucket", ""]).unwrap(), "gs://bucket");
        assert_eq!(of(cloud.clone(), &["azure", "a/c", "in"]).unwrap(), "azure://a/c/in");
        assert_eq!(of(cloud, &["s3", "", "in"]), None);
    }
}
