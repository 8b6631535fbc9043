//! The whole picture: heading, cards, arrows, details of the selected one; and what happens when something changes.
//!
//! Each change is carried to the parts it concerns and no further: a status, the selection and the pointer never lead to a
//! new layout.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use causeway_data_flow::words::{flow_count, flow_name};
use causeway_data_flow::{Options, RowId, Side, layout};
use causeway_dom::{Container, El, Listening, html, later, on_next_frame, soon, window};
use causeway_model::{DataFlow, DataFlowId, guid};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use crate::arrows::Arrows;
use crate::cards::{Cards, repeats};
use crate::clock::Ticking;
use crate::details::{Details, facts};
use crate::heading::Heading;
use crate::markers::Instance;
use crate::measure::{Watch, room};
use crate::rows::{Rows, Way, row_of};
use crate::scene::{Drawn, Host, Shown, State, px};
use crate::window::{DRAW_ALL, EVERYTHING, Span, near, near_start};

/// Below this width, in rem, heading and legend take more lines.
const SLIM_BELOW: i32 = 38;

/// Who opens a picture sees it sooner when what is around the view is drawn this much later, ms.
const AROUND_AFTER: i32 = 100;

/// The data flow of one connection: whose cards, which arrows, and what is known of the selected one. Clones are handles
/// on the same picture; when the last is dropped, the picture listens to nothing any more.
#[derive(Clone)]
pub struct Picture(Rc<Parts>);

struct Parts {
    host: Box<dyn Host>,
    state: RefCell<State>,
    root: El,
    main: El,
    probe: El,
    stage: El,
    heading: Heading,
    arrows: Arrows,
    cards: [Cards; 2],
    rows: Rows,
    repeats: RefCell<Vec<El>>,
    details: RefCell<Option<Details>>,
    said: El,
    /// What of the world around is followed.
    following: RefCell<Option<Following>>,
    /// Whether what is around the view is about to be drawn.
    waiting: Cell<bool>,
}

struct Following {
    _listening: Vec<Listening>,
    _room: Option<Watch>,
    _clock: Option<Ticking>,
}

impl Picture {
    /// An empty picture; it draws itself once it is in a page and [`Self::show`] has been called.
    #[must_use]
    pub fn new(host: Box<dyn Host>) -> Self {
        let instance = Instance::next();
        let heading = Heading::new();
        let (arrows, rows) = (Arrows::new(instance), Rows::new());
        let cards = [Cards::new(Side::Left), Cards::new(Side::Right)];
        let probe = html("div.flow-probe");
        let stage = html("div.flow-stage")
            .child(arrows.element.clone())
            .child(cards[0].element.clone())
            .child(rows.element.clone())
            .child(cards[1].element.clone());
        let main = html("div.flow-main")
            .child(heading.heads.clone())
            .child(heading.legend.clone())
            .child(stage.clone());
        let said = html("p.flow-hidden").attr("role", "status");
        let root = html("div.data-flow").child(probe.clone()).child(main.clone()).child(said.clone());
        main.set_hidden(true);
        let parts = Rc::new(Parts {
            host,
            state: RefCell::default(),
            root,
            main,
            probe,
            stage,
            heading,
            arrows,
            cards,
            rows,
            repeats: RefCell::default(),
            details: RefCell::default(),
            said,
            following: RefCell::default(),
            waiting: Cell::new(false),
        });
        parts.listen();
        parts.follow();
        Self(parts)
    }

    /// The element to put into a page. Tools belong before its first child, further views at the end of [`Self::main`].
    #[must_use]
    pub fn element(&self) -> &El {
        &self.0.root
    }

    /// What holds the picture itself.
    #[must_use]
    pub fn main(&self) -> &El {
        &self.0.main
    }

    /// Draws this, or what of it differs from what is drawn.
    pub fn show(&self, shown: Shown) {
        self.0.show(shown);
    }

    /// Selects an arrow, or none. Nobody is told.
    pub fn select(&self, id: Option<DataFlowId>) {
        self.0.select(id);
    }

    /// Shows the picture, or leaves its place to another view.
    pub fn set_stage_hidden(&self, hidden: bool) {
        self.0.stage.set_hidden(hidden);
        self.0.heading.legend.set_hidden(hidden);
    }
}

impl Parts {
    fn drawn(&self) -> Option<Drawn> {
        self.state.borrow().drawn()
    }

    fn show(self: &Rc<Self>, shown: Shown) {
        let is_first = self.state.borrow().shown.is_none();
        let before = self.state.borrow_mut().take(shown.clone());
        let same_structure = before.as_ref().is_some_and(|before| {
            // Whoever has an equal structure gives the same one again: comparing is not this crate's business.
            Arc::ptr_eq(&before.structure, &shown.structure)
                && before.answer.connection.name == shown.answer.connection.name
        });
        if is_first {
            self.root.set_attr("data-connection-id", &guid(shown.answer.connection.id.0));
            self.measure();
            if self.state.borrow().room.is_none() {
                // A page may put the picture into itself a moment later.
                let this = Rc::downgrade(self);
                soon(move || with(&this, Parts::measure));
            }
        } else if !same_structure {
            self.lay_out();
        } else if let Some(drawn) = self.drawn() {
            self.rows.show_statuses(&drawn);
            self.arrows.show_statuses(&drawn);
        }
        self.show_details();
        self.announce();
    }

    fn measure(self: &Rc<Self>) {
        let Some(room) = room(self.probe.element()) else { return };
        if self.state.borrow_mut().room.replace(room) != Some(room) {
            self.root.set_class("flow-slim", room.width < SLIM_BELOW * room.font);
            self.lay_out();
        }
    }

    /// Lays out and draws everything; elements whose content stays are kept.
    fn lay_out(self: &Rc<Self>) {
        let is_first = {
            let mut state = self.state.borrow_mut();
            let (Some(shown), Some(room)) = (&state.shown, state.room) else { return };
            let layout = layout(&shown.structure, &Options { width: room.width, font: room.font });
            state.layout.replace(Rc::new(layout)).is_none()
        };
        let Some(drawn) = self.drawn() else { return };
        self.stage.set_style("width", &px(drawn.layout.width));
        self.stage.set_style("height", &px(drawn.layout.height));
        self.heading.show(&drawn.structure, drawn.partner());
        let this = Rc::downgrade(self);
        self.heading.show_empty(&drawn.structure, move || with(&this, |this| this.host.on_clear_filters()));
        let now = match drawn.layout.rows.len() {
            _ if is_first => near_start(drawn.layout.height),
            0..=DRAW_ALL => EVERYTHING,
            _ => self.near().0,
        };
        self.draw_near(now);
        if now != EVERYTHING {
            // Heights above may still change in this frame.
            let this = Rc::downgrade(self);
            on_next_frame(move || with(&this, |this| this.look(if is_first { AROUND_AFTER } else { 0 })));
        }
        if is_first {
            // Not before: measuring and drawing would have the browser lay out what changes a moment later. What is
            // around the picture must be as wide without it.
            self.main.set_hidden(false);
        }
        if let (true, Some(id)) = (is_first, drawn.selected) {
            // Whoever follows a link to an arrow of a long picture wants to see it.
            let this = Rc::downgrade(self);
            on_next_frame(move || with(&this, |this| this.rows.reveal(&RowId::Flow(id))));
        }
    }

    fn draw(&self, drawn: &Drawn) {
        self.arrows.draw(drawn);
        self.arrows.choose(drawn);
        self.draw_cards(drawn);
        self.rows.draw(drawn);
        let fresh = repeats(drawn);
        let _ = self.stage.clone().children(fresh.iter().cloned());
        for before in self.repeats.replace(fresh) {
            before.remove();
        }
    }

    fn draw_cards(&self, drawn: &Drawn) {
        for cards in &self.cards {
            cards.draw(drawn, &*self.host);
        }
    }

    /// Draws what has come into view; what has come near it is drawn when there is time, `patience` ms from now or later,
    /// so that no frame of a scroll waits for it.
    fn look(self: &Rc<Self>, patience: i32) {
        let before = {
            let state = self.state.borrow();
            state.near.filter(|near| *near != EVERYTHING && !state.printing)
        };
        let Some(before) = before else { return };
        let (now, has_time) = self.near();
        if before == now {
            return;
        }
        if !has_time {
            self.draw_near(now);
        } else if !self.waiting.replace(true) {
            let this = Rc::downgrade(self);
            later(patience, move || {
                with(&this, |this| {
                    this.waiting.set(false);
                    this.draw_near(this.near().0);
                });
            });
        }
    }

    /// What to draw, and whether there is time for it.
    fn near(&self) -> (Span, bool) {
        let state = self.state.borrow();
        near(state.layout.as_ref().map_or(0, |it| it.rows.len()), state.near, self.stage.element())
    }

    fn draw_near(&self, span: Span) {
        self.state.borrow_mut().near = Some(span);
        self.redraw();
    }

    fn scrolled(self: &Rc<Self>) {
        self.look(0);
    }

    fn redraw(&self) {
        if let Some(drawn) = self.drawn() {
            self.draw(&drawn);
        }
    }

    /// Paper has no view: everything is drawn for it.
    fn print(&self, printing: bool) {
        self.state.borrow_mut().printing = printing;
        self.redraw();
    }

    fn select(self: &Rc<Self>, id: Option<DataFlowId>) {
        if std::mem::replace(&mut self.state.borrow_mut().selected, id) == id {
            return;
        }
        if let Some(drawn) = self.drawn() {
            match id {
                // It stays on screen, wherever it is.
                Some(id) if !self.rows.has(id) => self.rows.draw(&drawn),
                _ => self.rows.mark(id),
            }
            self.arrows.choose(&drawn);
        }
        self.show_details();
        self.announce();
    }

    /// What the reader does, as opposed to the page.
    fn choose(self: &Rc<Self>, id: Option<DataFlowId>) {
        self.select(id);
        let flow = self.state.borrow().selected_flow().cloned();
        self.host.on_select(flow.as_ref());
    }

    /// Clears the selection and gives focus back to the row that had it.
    fn unselect(self: &Rc<Self>) {
        let selected = self.state.borrow().selected;
        self.choose(None);
        if let (Some(id), Some(drawn)) = (selected, self.drawn()) {
            self.rows.focus(&drawn, &RowId::Flow(id));
        }
    }

    /// Shows what is known of the selected arrow. As long as that is the same but for status and time, the panel is, and
    /// with it what the page has added: somebody may be in the middle of it.
    fn show_details(self: &Rc<Self>) {
        let (flow, shown) = {
            let state = self.state.borrow();
            (state.selected_flow().cloned(), state.shown.clone())
        };
        let Some((flow, shown)) = flow.zip(shown) else {
            if let Some(before) = self.details.take() {
                before.element.remove();
            }
            return;
        };
        self.show_details_of(&flow, &shown);
    }

    #[inline(never)]
    fn show_details_of(self: &Rc<Self>, flow: &DataFlow, shown: &Shown) {
        let mirrored = shown.structure.mirrored;
        let facts = facts(&shown.answer, flow, mirrored);
        if let Some(details) = self.details.borrow().as_ref().filter(|details| details.facts == facts) {
            return details.update(flow);
        }
        let this = Rc::downgrade(self);
        let close = html("button.copy-button")
            .attr("type", "button")
            .on("click", move |_: Event| with(&this, Parts::unselect))
            .text("Close");
        let more = self.host.more_details(&shown.answer, flow);
        let fresh = Details::new(&shown.answer, flow, mirrored, facts, &*self.host, close, more);
        self.said.element().before_with_node_1(fresh.element.element()).ok();
        if let Some(before) = self.details.replace(Some(fresh)) {
            before.element.remove();
        }
    }

    /// Says what has changed when the selection or the filters do.
    fn announce(&self) {
        let text = {
            let state = self.state.borrow();
            let Some(shown) = &state.shown else { return };
            match state.selected_flow() {
                Some(flow) => selection(flow, shown),
                None if shown.is_filtered => flow_count(&shown.structure),
                None => String::new(),
            }
        };
        if self.said.element().text_content().as_ref() != Some(&text) {
            self.said.element().set_text_content(Some(&text));
        }
    }

    /// Handles events once, on the lists.
    fn listen(self: &Rc<Self>) {
        let on = |el: &El, event, handle: fn(&Rc<Self>, &Event, &Element)| {
            let this = Rc::downgrade(self);
            let _ = el.clone().on(event, move |event: Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if let (Some(this), Some(target)) = (this.upgrade(), target) {
                    handle(&this, &event, &target);
                }
            });
        };
        on(&self.root, "keydown", |this, event, _| {
            let has_selection = this.state.borrow().selected_flow().is_some();
            if key(event) == "Escape" && has_selection {
                event.prevent_default();
                this.unselect();
            }
        });
        let rows = &self.rows.element;
        on(rows, "click", |this, _, target| match row_of(target) {
            Some(RowId::Flow(id)) => {
                let again = this.state.borrow().selected == Some(id);
                this.choose((!again).then_some(id));
            }
            Some(RowId::Group(data_type)) => this.host.on_toggle_group(&data_type),
            None => {}
        });
        on(rows, "keydown", |this, event, target| {
            let (Some(drawn), Some(id)) = (this.drawn(), row_of(target)) else { return };
            let Some(way) = this.rows.way(&drawn, &id, &key(event)) else { return };
            event.prevent_default();
            match way {
                Way::Row(id) => this.rows.focus(&drawn, &id),
                Way::Card(side, card) => this.of(side).focus(&drawn, &*this.host, card),
            }
        });
        on(rows, "focusin", |this, _, target| {
            let selected = this.state.borrow().selected;
            this.rows.set_focused(row_of(target), selected);
        });
        on(rows, "pointerover", |this, _, target| this.hover(row_of(target)));
        on(rows, "pointerleave", |this, _, _| this.hover(None));
        let [left, right] = &self.cards;
        for cards in [left, right] {
            on(&cards.element, "click", |this, _, target| this.press_card(target));
        }
        on(&left.element, "keydown", |this, event, target| this.leave_card(Side::Left, event, target));
        on(&right.element, "keydown", |this, event, target| this.leave_card(Side::Right, event, target));
    }

    fn of(&self, side: Side) -> &Cards {
        match side {
            Side::Left => &self.cards[0],
            Side::Right => &self.cards[1],
        }
    }

    fn hover(&self, row: Option<RowId>) {
        if let Some(drawn) = self.drawn() {
            self.arrows.hover(&drawn, row.as_ref());
        }
    }

    fn press_card(&self, target: &Element) {
        if let Ok(Some(button)) = target.closest(".copy-button") {
            let text = button.previous_element_sibling().and_then(|text| text.text_content());
            self.host.copy(text.unwrap_or_default(), button);
        }
    }

    fn leave_card(&self, side: Side, event: &Event, target: &Element) {
        let inward = if side == Side::Left { "ArrowRight" } else { "ArrowLeft" };
        if key(event) == inward
            && let (Some(drawn), Some(card)) = (self.drawn(), self.of(side).card_of(target))
        {
            event.prevent_default();
            self.rows.focus_from_card(&drawn, side, card);
        }
    }

    /// Follows room, view, paper and time.
    fn follow(self: &Rc<Self>) {
        let call = |run: fn(&Rc<Self>)| {
            let this = Rc::downgrade(self);
            move || with(&this, run)
        };
        let on = |event, run: fn(&Rc<Self>)| {
            let run = call(run);
            Listening::to(&window(), event, move |_| run())
        };
        let scrolled = call(Parts::scrolled);
        let listening = vec![
            Listening::first_to(&window(), "scroll", move |_| scrolled()),
            on("resize", Parts::scrolled),
            on("beforeprint", |this| this.print(true)),
            on("afterprint", |this| this.print(false)),
        ];
        *self.following.borrow_mut() = Some(Following {
            _listening: listening,
            _room: Watch::start(self.probe.element(), call(Parts::measure)),
            // Results of VPN tests turn stale without anything else happening.
            _clock: Ticking::start(call(|this| {
                if let Some(drawn) = this.drawn() {
                    this.draw_cards(&drawn);
                }
            })),
        });
    }
}

/// What is said of a selected arrow.
#[inline(never)]
fn selection(flow: &DataFlow, shown: &Shown) -> String {
    let mirrored = shown.structure.mirrored;
    let verb = if mirrored { flow.verb.mirror() } else { flow.verb.clone() };
    let name = flow_name(&flow.data_type, &verb, &shown.answer.connection.name, mirrored);
    [&name, ". ", flow.status.label(), ". Details are below the picture."].concat()
}

/// The key that was pressed; none when it is the browser's, as with Alt or Ctrl.
fn key(event: &Event) -> String {
    let event = event.unchecked_ref::<KeyboardEvent>();
    match event.alt_key() || event.ctrl_key() || event.meta_key() {
        true => String::new(),
        false => event.key(),
    }
}

/// Does something with a picture that is still there.
fn with(parts: &Weak<Parts>, run: impl FnOnce(&Rc<Parts>)) {
    if let Some(parts) = parts.upgrade() {
        run(&parts);
    }
}
