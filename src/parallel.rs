//! Work on many files at once.

use std::thread;

/// Less than so many bytes are read sooner than a thread starts.
const WORTHWHILE: usize = 256 * 1024;
/// Bytes of stack, as many as the first thread of a program has.
const STACK: usize = 8 << 20;

/// Does something for each item, on all cores where there is much to do, and returns what came out in the order of the items. What is done
/// must not depend on the other items.
///
/// `size`: how much there is to do for an item, in bytes.
pub fn map<T: Sync, R: Send>(items: &[T], size: impl Fn(&T) -> usize, each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let all: usize = items.iter().map(&size).sum();
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let workers = cores.min(items.len()).min(all / WORTHWHILE + 1);
    if workers < 2 {
        return items.iter().map(each).collect();
    }
    let parts = parts(items, all.div_ceil(workers), size);
    let work = |part: &[T]| part.iter().map(&each).collect::<Vec<R>>();
    let work = &work;
    thread::scope(|scope| {
        let start = |part| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(part)).ok();
        let running: Vec<_> = parts.into_iter().map(|part| (part, start(part))).collect();
        // Where no thread can be had, the part is worked on here.
        let done = running.into_iter().map(|(part, thread)| match thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => work(part),
        });
        done.flatten().collect()
    })
}

/// Cuts the items into parts that are as long as wanted, or longer by less than their last item.
fn parts<T>(items: &[T], wanted: usize, size: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut rest, mut count, mut sum) = (items, 0, 0);
    for item in items {
        count += 1;
        sum += size(item);
        if sum >= wanted {
            let (part, others) = rest.split_at(count);
            parts.push(part);
            (rest, count, sum) = (others, 0, 0);
        }
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{WORTHWHILE, map, parts};

    #[test]
    fn what_comes_out_is_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for size in [0, 1, WORTHWHILE] {
            assert_eq!(map(&items, |_| size, |item| item * 2), expected);
        }
        assert!(map(&[] as &[usize], |_| 1, |item| *item).is_empty());
    }

    #[test]
    fn parts_hold_every_item_once() {
        let sizes = [5, 1, 1, 9, 0, 2, 7];
        let parts = parts(&sizes, 9, |size| *size);
        assert_eq!(parts, [&[5, 1, 1, 9][..], &[0, 2, 7]]);
    }
}
