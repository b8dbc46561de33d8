//! The pages for readers: the README stays short, every link leads somewhere, and every page of
//! `docs/` is found from its index and from the table of contents of the book.

use crate::common::path;
use std::fs;
use std::path::{Path, PathBuf};

fn text(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The pages of `docs/`, by name, in order.
fn docs() -> Vec<String> {
    let entries = fs::read_dir(path("docs")).unwrap();
    let files = entries.map(|entry| PathBuf::from(entry.unwrap().file_name()));
    let mut pages: Vec<String> = files
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
        .map(|file| file.display().to_string())
        .collect();
    pages.sort();
    pages
}

/// The lines of a page outside its code blocks.
fn prose(page: &str) -> Vec<&str> {
    let mut is_code = false;
    page.lines()
        .filter(|line| {
            let is_fence = line.trim_start().starts_with("```");
            is_code ^= is_fence;
            !is_code && !is_fence
        })
        .collect()
}

/// The targets of a page's links that lead to files or headings of ours. A link may be broken over
/// two lines.
fn links(page: &str) -> Vec<String> {
    let joined = prose(page).join("\n");
    let targets = joined.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).filter(|to| !to.contains("://")).collect()
}

/// The anchors that a forge and mdBook make of a page's headings.
fn anchors(page: &str) -> Vec<String> {
    let headings = prose(page).into_iter().filter(|line| line.starts_with('#'));
    let slug = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(slug).collect()
}

#[test]
fn the_readme_has_at_most_two_thousand_words() {
    let words = text("README.md").split_whitespace().count();
    assert!(words <= 2000, "README.md has {words} words: move something to docs/");
}

#[test]
fn every_link_leads_somewhere() {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let mut pages: Vec<String> = top.map(str::to_owned).to_vec();
    pages.extend(docs().iter().map(|name| format!("docs/{name}")));
    let (mut count, mut broken) = (0, Vec::new());
    for page in pages {
        let here = text(&page);
        for link in links(&here) {
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let folder = Path::new(&page).parent().unwrap().display().to_string();
            let target = match file {
                "" => page.clone(),
                _ => format!("{folder}/{file}").trim_start_matches('/').to_owned(),
            };
            let there = fs::read_to_string(path(&target)).unwrap_or_default();
            let is_anchor = anchor.is_empty() || anchors(&there).iter().any(|it| it == anchor);
            // The book holds `docs/` alone: a link out of it would lead nowhere there.
            let leaves_the_book = page.starts_with("docs/") && file.contains('/');
            if there.is_empty() || !is_anchor || leaves_the_book {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(count > 60 && broken.is_empty(), "{count} links, broken:\n{}", broken.join("\n"));
}

#[test]
fn every_page_stands_in_the_index_and_in_the_book() {
    let (index, book) = (links(&text("docs/README.md")), links(&text("docs/SUMMARY.md")));
    for page in docs().into_iter().filter(|name| name != "README.md" && name != "SUMMARY.md") {
        assert!(index.contains(&page), "docs/README.md does not lead to {page}");
        assert!(book.contains(&page), "docs/SUMMARY.md does not lead to {page}");
    }
}
