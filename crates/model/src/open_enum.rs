//! Enums that are closed on write and open on read: a value that this version does not know keeps its text, so a
//! newer server never crashes an older dashboard.

/// Defines an enum of named text values plus `Other`, which holds any text not in the list.
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        $name:ident { $( $(#[$variant_doc:meta])* $variant:ident = $text:literal, $label:literal; )+ }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_doc])* $variant, )+
            /// A value this version does not know; refused when written, shown as it is when read.
            Other(String),
        }

        impl $name {
            /// Every known value, in the order users see them.
            pub const KNOWN: &'static [Self] = &[$( Self::$variant, )+];

            /// The text on the wire and in the database.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Other(text) => text,
                }
            }

            /// The words shown to users.
            #[must_use]
            pub fn label(&self) -> &str {
                match self {
                    $( Self::$variant => $label, )+
                    Self::Other(text) => text,
                }
            }

            /// False for [`Self::Other`].
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        /// Text, with the known values as examples: a reader must expect others (open on read).
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let known = Self::KNOWN.iter().map(Self::as_str);
                let description = known.clone().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(format!("One of {description}; expect others from a newer server.")))
                    .examples(known)
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl crate::Read for $name {
            fn read(source: impl crate::Source) -> Option<Self> {
                source.text().map(|text| Self::from(&*text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_str()))
            }
        }
    };
}

pub(crate) use open_enum;
