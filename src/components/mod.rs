//! Parts that draw what they are given. They fetch nothing and know no page's business.

pub(crate) mod account;
pub(crate) mod chip;
pub(crate) mod clock;
pub(crate) mod copy;
pub(crate) mod data_flow;
pub(crate) mod dialogs;
pub(crate) mod export_menu;
pub(crate) mod flow_table;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod icons;
pub(crate) mod import_dialog;
pub(crate) mod load_state;
pub(crate) mod menu;
pub(crate) mod reroute;
pub(crate) mod scroll;
pub(crate) mod search_box;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod status_filter;
pub(crate) mod status_mark;
pub(crate) mod tabs;
pub(crate) mod tiles;
pub(crate) mod usage;
pub(crate) mod vpn;
pub(crate) mod window;
