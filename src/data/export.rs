//! Files of a picture: where the server makes them, and a bitmap of its drawing.

use causeway_model::ConnectionId;
use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Response};

use super::link::api_base;

/// The largest side of a canvas that every browser draws, px.
const LARGEST: f64 = 16_000.0;

/// A file of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Export {
    /// The drawing.
    Svg,
    /// The table.
    Csv,
    /// The answer the picture is made of.
    Json,
}

/// Where the file is; `query` is what the reader chose, or empty.
pub(crate) fn api_url(id: ConnectionId, export: Export, query: &str) -> String {
    let (ending, query) = match export {
        Export::Svg => (".svg", query),
        Export::Csv => (".csv", query),
        // The whole answer, whatever is on screen.
        Export::Json => ("", ""),
    };
    [&api_base(), "/api/v1/connections/", &id.to_string(), "/data-flow", ending, query].concat()
}

/// Fetches the drawing at `url` and saves it as a bitmap of twice its size, for sharp text; of less where that would be
/// more than a browser can draw.
pub(crate) async fn save_png(url: &str) -> Result<(), String> {
    png(url).await.map_err(|_| {
        "The image could not be made. The SVG drawing works for pictures of any size.".to_owned()
    })
}

async fn png(url: &str) -> Result<(), JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    let name = file_name(&response);
    let svg = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let image = HtmlImageElement::new()?;
    // A data URL, because the content security policy allows no other source that is not a file of the server.
    image.set_src(
        &["data:image/svg+xml;charset=utf-8,", &String::from(js_sys::encode_uri_component(&svg))].concat(),
    );
    JsFuture::from(image.decode()).await?;

    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = (LARGEST / width.max(height)).min(2.0);
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    // Truncation is meant: a canvas has whole pixels.
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let context: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.unchecked_into();
    context.scale(scale, scale)?;
    context.draw_image_with_html_image_element(&image, 0.0, 0.0)?;
    save(&blob(&canvas).await?, &name)
}

/// `data-flow-mercy.png` of `attachment; filename="data-flow-mercy.svg"`.
fn file_name(response: &Response) -> String {
    let header = response.headers().get("content-disposition").ok().flatten().unwrap_or_default();
    let name = header.split('"').nth(1).and_then(|name| name.strip_suffix(".svg")).unwrap_or("data-flow");
    name.to_owned() + ".png"
}

async fn blob(canvas: &HtmlCanvasElement) -> Result<web_sys::Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let settle = if blob.is_null() { &reject } else { &resolve };
            settle.call1(&JsValue::UNDEFINED, &blob).ok();
        });
        canvas.to_blob(done.unchecked_ref()).ok();
    });
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

fn save(blob: &web_sys::Blob, name: &str) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.set_rel("external");
    link.click();
    web_sys::Url::revoke_object_url(&url)
}
