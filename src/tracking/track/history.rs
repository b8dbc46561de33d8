//! History of what a track has taken in, so that what arrives late can be used at its own time.
//!
//! Items are kept in the order of their times, with what was believed after every few of them, and
//! after each of the latest that were taken in anew. A late one is put in its place, the belief
//! before it is taken up again, and it and all later ones are taken in anew (Bar-Shalom, Chen &
//! Mallick, *One-step solution for the multistep out-of-sequence-measurement problem in tracking*,
//! IEEE AES 40:27, 2004, call it reprocessing): the result is that of the order of their times,
//! whatever the order in which they came. An item older than all that is kept comes too late and is
//! not used; one older than a track's first makes the track begin with it. This is the one
//! mechanism for own plots and for a partner's.

use std::cmp::Ordering;
use std::collections::VecDeque;

/// Most items that are kept: more than a minute of three radars that look each second.
const ITEMS_MAX: usize = 256;

/// Items from one belief that is kept to the next.
const MARK_EVERY: u64 = 8;

/// Most items taken in anew after each of which the belief is kept: where all of a partner's are
/// some seconds late, none goes back further than it must.
const RECENT: usize = 16;

/// Filter of items that can be run anew from any belief.
pub trait Refilter {
    /// Belief.
    type Estimate: Clone;
    /// Item that changes it.
    type Input;
    /// Belief from a first item; `None` if it cannot begin anything.
    fn begin(&self, first: &Self::Input) -> Option<Self::Estimate>;
    /// Moves a belief to the time of an item and takes that in.
    fn take(&self, belief: &mut Self::Estimate, item: &Self::Input);
    /// True of a belief of a later time than an item: it may have been moved on since its last one.
    fn is_past(belief: &Self::Estimate, item: &Self::Input) -> bool;
    /// The order of items: by time, then by anything but their arrival.
    fn order(one: &Self::Input, other: &Self::Input) -> Ordering;
}

/// The latest items of a track, in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackHistory<O, E> {
    items: VecDeque<O>,
    /// Number of the first item that is kept; an item's number is its place in the order of all.
    first: u64,
    /// Belief after the item of a number, in the order of numbers.
    marks: VecDeque<(u64, E)>,
    /// The same of the items between these that were taken in anew last.
    recent: VecDeque<(u64, E)>,
}

/// Use that was made of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// It was used.
    Used,
    /// It is older than all that is kept, or cannot begin what it would have to.
    TooLate,
}

impl<O: Clone, E: Clone> TrackHistory<O, E> {
    /// A history of one item, from which something is believed.
    pub fn begun(item: O, belief: E) -> Self {
        Self {
            items: VecDeque::from([item]),
            first: 0,
            marks: VecDeque::from([(0, belief)]),
            recent: VecDeque::new(),
        }
    }

    /// Takes an item in, at its own time.
    pub fn take<P>(&mut self, item: O, belief: &mut E, process: &P) -> Timeliness
    where
        P: Refilter<Input = O, Estimate = E>,
    {
        let is_latest = |last: &O| P::order(last, &item) != Ordering::Greater;
        if self.items.back().is_none_or(is_latest) && !P::is_past(belief, &item) {
            process.take(belief, &item);
            let number = self.first + self.items.len() as u64;
            self.items.push_back(item);
            // It may have been moved on before, which one that is taken in anew is not.
            if number.is_multiple_of(MARK_EVERY) {
                self.marks.push_back((number, belief.clone()));
            }
            self.forget();
            return Timeliness::Used;
        }
        let place = self.items.partition_point(is_latest);
        let number = self.first + place as u64;
        let start = match self.before(number) {
            Some((marked, kept)) => Some((marked + 1, kept.clone())),
            // Only the whole history of a track can begin anew, with this item.
            None if place == 0 && self.first == 0 => process.begin(&item).map(|begun| (1, begun)),
            None => None,
        };
        let Some((mut next, again)) = start else {
            return Timeliness::TooLate;
        };
        *belief = again;
        self.items.insert(place, item);
        for marks in [&mut self.marks, &mut self.recent] {
            marks.truncate(count_before(marks, number));
        }
        if number == 0 {
            self.keep(0, belief);
        }
        while let Some(item) = self.items.get((next - self.first) as usize) {
            process.take(belief, item);
            self.keep(next, belief);
            next += 1;
        }
        self.forget();
        Timeliness::Used
    }

    /// The items, in the order of time.
    pub(crate) fn items(&self) -> impl Iterator<Item = &O> {
        self.items.iter()
    }

    /// The items, the latest first.
    pub(crate) fn latest(&self) -> impl Iterator<Item = &O> {
        self.items.iter().rev()
    }

    /// Belief after the last of the items that `is_before` is true of, which are the
    /// first ones; `None` if that is no longer known.
    pub(crate) fn after<P>(&self, is_before: impl Fn(&O) -> bool, process: &P) -> Option<E>
    where
        P: Refilter<Input = O, Estimate = E>,
    {
        let end = self.items.partition_point(is_before);
        let &(marked, ref belief) = self.before(self.first + end as u64)?;
        let mut belief = belief.clone();
        let begin = (marked + 1 - self.first) as usize;
        for item in self.items.range(begin..end) {
            process.take(&mut belief, item);
        }
        Some(belief)
    }

    /// The latest belief that is kept of those before the item of a number.
    fn before(&self, number: u64) -> Option<&(u64, E)> {
        let last = |marks: &VecDeque<(u64, E)>| count_before(marks, number).checked_sub(1);
        let mark = last(&self.marks).map(|place| &self.marks[place]);
        let recent = last(&self.recent).map(|place| &self.recent[place]);
        mark.into_iter().chain(recent).max_by_key(|(marked, _)| *marked)
    }

    /// Keeps what is believed after the item of a number, the last that was taken in anew.
    fn keep(&mut self, number: u64, belief: &E) {
        if number.is_multiple_of(MARK_EVERY) {
            self.marks.push_back((number, belief.clone()));
            return;
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((number, belief.clone()));
    }

    /// Forgets the oldest items of too many, and what no longer serves; the oldest belief that is
    /// kept is that after the last item that is not.
    fn forget(&mut self) {
        if self.items.len() <= ITEMS_MAX {
            return;
        }
        // Up to the second mark: what came before it can no longer be changed.
        self.marks.pop_front();
        let Some(&(marked, _)) = self.marks.front() else {
            return;
        };
        // Its own item stays, to tell what is older.
        let gone = marked.saturating_sub(self.first);
        self.items.drain(..gone as usize);
        self.first += gone;
        while self.recent.pop_front_if(|(number, _)| *number < marked).is_some() {}
    }
}

/// Number of beliefs that are of items before one of a number.
fn count_before<E>(marks: &VecDeque<(u64, E)>, number: u64) -> usize {
    marks.partition_point(|(marked, _)| *marked < number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A belief that remembers all it was told, and in which order.
    struct Telling;

    /// The mark of a belief that was moved on to a time.
    const MOVED: u32 = 1_000_000;

    impl Refilter for Telling {
        type Estimate = Vec<u32>;
        type Input = u32;

        fn begin(&self, first: &u32) -> Option<Vec<u32>> {
            Some(vec![*first])
        }

        fn take(&self, belief: &mut Vec<u32>, item: &u32) {
            belief.retain(|told| *told < MOVED);
            belief.push(*item);
        }

        fn is_past(belief: &Vec<u32>, item: &u32) -> bool {
            let last = belief.last().copied().unwrap_or(0);
            last >= MOVED && last - MOVED > *item
        }

        fn order(one: &u32, other: &u32) -> Ordering {
            one.cmp(other)
        }
    }

    fn told(items: &[u32]) -> (Vec<u32>, Vec<Timeliness>) {
        let mut belief = vec![items[0]];
        let mut history = TrackHistory::begun(items[0], belief.clone());
        let taken = items[1..].iter().map(|item| history.take(*item, &mut belief, &Telling));
        let taken = taken.collect();
        (belief, taken)
    }

    proptest! {
        /// The belief is that of the order of times, whatever the order of arrival.
        #[test]
        fn the_order_of_arrival_does_not_matter(
            items in prop::collection::vec(0..1000_u32, 1..ITEMS_MAX),
        ) {
            let mut sorted = items.clone();
            sorted.sort_unstable();
            prop_assert_eq!(told(&items).0, sorted);
        }

        /// A belief that was moved on between two items is taken back to where it was.
        #[test]
        fn what_was_moved_on_is_taken_back(
            items in prop::collection::vec((0..1000_u32, 0..1000_u32), 2..ITEMS_MAX),
        ) {
            let mut belief = vec![items[0].0];
            let mut history = TrackHistory::begun(items[0].0, belief.clone());
            for (item, moved_to) in &items[1..] {
                let moved_to = (*moved_to).max(*belief.last().unwrap() % MOVED);
                belief.push(MOVED + moved_to);
                history.take(*item, &mut belief, &Telling);
                let told: Vec<u32> = belief.iter().copied().filter(|told| *told < MOVED).collect();
                prop_assert!(told.is_sorted());
                prop_assert!(*belief.last().unwrap() < MOVED || *item == told[told.len() - 1]);
            }
            belief.retain(|told| *told < MOVED);
            let mut sorted: Vec<u32> = items.iter().map(|(item, _)| *item).collect();
            sorted.sort_unstable();
            prop_assert_eq!(belief, sorted);
        }

        /// What was believed then is what the items until then say.
        #[test]
        fn what_was_believed_is_known(
            items in prop::collection::vec(0..1000_u32, 1..ITEMS_MAX),
            until in 0..1000_u32,
        ) {
            let mut belief = vec![items[0]];
            let mut history = TrackHistory::begun(items[0], belief.clone());
            for item in &items[1..] {
                history.take(*item, &mut belief, &Telling);
            }
            let mut expected: Vec<u32> =
                items.iter().copied().filter(|item| *item <= until).collect();
            expected.sort_unstable();
            let then = history.after(|item| *item <= until, &Telling);
            prop_assert_eq!(then.unwrap_or_default(), expected);
        }

        /// Of a long history, what is a minute late is used, and what is older is told to be.
        #[test]
        fn what_is_late_within_reason_is_used(late in 1..900_usize) {
            let mut items: Vec<u32> = (0..1000).map(|number| 2 * number).collect();
            let last = items.len() - 1;
            items.push(items[last - late] + 1);
            let (belief, taken) = told(&items);
            let is_used = *taken.last().unwrap() == Timeliness::Used;
            if late < ITEMS_MAX - 2 * MARK_EVERY as usize {
                prop_assert!(is_used);
            }
            if late > ITEMS_MAX {
                prop_assert!(!is_used);
            }
            let mut expected = items.clone();
            if !is_used {
                expected.pop();
            }
            expected.sort_unstable();
            prop_assert!(belief == expected);
        }
    }
}
